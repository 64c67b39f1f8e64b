/** Reads unified diffs, whole or in fragments: hunks with what was taken out and what was put in. */
import { type FileKind, fileKind } from './file-kind.ts';

export interface Hunk {
  /** '' when the diff does not say. */
  file: string;
  kind: FileKind;
  /** Lines without their sign, in order. */
  removed: string[];
  added: string[];
  /** Lines around, and what the hunk's head names. */
  context: string[];
  /** Lines as they stand after the change, with what was not changed; `added` says which. */
  after: { text: string; added: boolean }[];
}

const longestDiff = 200_000;
const longestLine = 400;
const maxLines = 4000;

const pathOf = (text: string): string => {
  const found =
    /(?:^|\s)(?:[ab]\/)?((?:[\w.@+-]+\/)*[\w.@+-]+\.[A-Za-z]\w{0,9}|(?:[\w.@+-]+\/)*(?:Dockerfile|Makefile|Procfile|CODEOWNERS))(?=[\s:,]|$)/.exec(
      text,
    );
  return found?.[1] ?? '';
};

/** `files`: of the commit; a diff of one file need not name it. */
export const parseDiff = (diff: string, files: readonly string[]): Hunk[] => {
  const hunks: Hunk[] = [];
  let file = files.length === 1 ? files[0]! : '';
  let hunk: Hunk | null = null;
  const kinds = new Set(files.map(fileKind));
  const common: FileKind = kinds.size === 1 ? [...kinds][0]! : 'code';
  const begin = (): Hunk => {
    const made: Hunk = {
      file,
      kind: file === '' ? common : fileKind(file),
      removed: [],
      added: [],
      context: [],
      after: [],
    };
    hunks.push(made);
    return made;
  };
  for (const line of diff.slice(0, longestDiff).split('\n', maxLines)) {
    const text = line.slice(0, longestLine);
    if (/^(?:diff --git |index [0-9a-f]|new file|deleted file|similarity |rename |--- )/.test(text)) {
      hunk = null;
      if (text.startsWith('diff --git ')) file = pathOf(text.slice(11)) || file;
      continue;
    }
    if (text.startsWith('+++ ')) {
      file = pathOf(text.slice(4)) || file;
      hunk = null;
      continue;
    }
    if (text.startsWith('@@')) {
      file = pathOf(text.replace(/^@@[^@]*?@@/, '').trim()) || pathOf(text.slice(2)) || file;
      hunk = begin();
      hunk.context.push(text.replace(/^@@\s?(?:-\d[\d,]* \+\d[\d,]* @@)?/, '').trim());
      continue;
    }
    hunk ??= begin();
    if (text.startsWith('+')) {
      hunk.added.push(text.slice(1));
      hunk.after.push({ text: text.slice(1), added: true });
    } else if (text.startsWith('-')) hunk.removed.push(text.slice(1));
    else {
      hunk.context.push(text.replace(/^ /, ''));
      hunk.after.push({ text: text.replace(/^ /, ''), added: false });
    }
  }
  return hunks.filter(({ removed, added }) => removed.length + added.length > 0);
};

const comment = /^\s*(?:\/\/|#(?!include|define)|\*|\/\*|--|;|<!--)/;

/** Lines that are no comment and not empty, without what follows on the line as a comment. */
export const codeLines = (lines: readonly string[]): string[] =>
  lines
    .filter((line) => !comment.test(line) && line.trim() !== '')
    .map((line) => line.replace(/\s\/\/ .*$/, ''));
