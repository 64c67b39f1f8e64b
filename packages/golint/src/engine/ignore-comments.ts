/** `//nightglass:ignore NGG004 reason`: findings that a person has looked at. */
import { nearest } from '@nightglass/model';
import type { FileFacts } from '../facts/model.ts';
import type { Finding } from '../model.ts';
import { Kind } from '../syntax/ast.ts';
import { commentText, docComments } from '../syntax/comments.ts';
import { LineIndex } from '../syntax/positions.ts';

/** One comment. Lines count from 1, both are in. */
export interface IgnoreComment {
  path: string;
  pos: number;
  end: number;
  firstLine: number;
  lastLine: number;
  rules: string[];
  reason: string;
  /** What is wrong with it; '' when it counts. */
  fault: string;
}

/** A space behind the slashes is a mistake that means the same. */
const directive = /^\/\/\s?nightglass:ignore(?=\s|$)(.*)$/s;
const mark = 'nightglass:ignore';

/** The ignore comments of a file. `known` has the ids of all rules, on or off. */
export const ignoreComments = (file: FileFacts, known: ReadonlySet<string>): IgnoreComment[] => {
  const { text, path } = file.source;
  if (!text.includes(mark)) return [];
  const lines = new LineIndex(text);
  const blocks = declarationBlocks(file, lines);
  return file.file.comments.flatMap((comment): IgnoreComment[] => {
    const rest = directive.exec(commentText(comment, text))?.[1];
    if (rest === undefined) return [];
    const line = lines.line(comment.pos);
    const block = blocks.get(comment.pos);
    const alone = lines.lineText(line).trimStart().startsWith('//');
    const target = alone ? nextCodeLine(lines, line) : line;
    return [
      {
        path,
        pos: comment.pos,
        end: comment.end,
        firstLine: block?.first ?? target,
        lastLine: block?.last ?? target,
        ...readDirective(rest.trim(), known),
      },
    ];
  });
};

const readDirective = (
  rest: string,
  known: ReadonlySet<string>,
): Pick<IgnoreComment, 'rules' | 'reason' | 'fault'> => {
  const [ids = '', ...words] = rest.split(/\s+/);
  const rules = ids.split(',').filter((id) => id !== '');
  const reason = words.join(' ').replace(/^(--|:|-)\s*/, '');
  return { rules, reason, fault: faultOf(rules, reason, known) };
};

const faultOf = (rules: readonly string[], reason: string, known: ReadonlySet<string>): string => {
  if (rules.length === 0) return 'names no rule: write //nightglass:ignore NGG001 and the reason';
  const unknown = rules.find((id) => !known.has(id));
  if (unknown !== undefined) {
    const like = nearest(unknown, known);
    return `names ${unknown}, which is no rule${like === undefined ? '' : `; did you mean ${like}?`}`;
  }
  return reason === '' ? `gives no reason: write why ${rules.join(', ')} does not matter here` : '';
};

/** The first line below that is not a comment of its own: where a group of comments points. */
const nextCodeLine = (lines: LineIndex, from: number): number => {
  for (let line = from + 1; line <= lines.lineCount; line++)
    if (!lines.lineText(line).trimStart().startsWith('//')) return line;
  return from;
};

/** Comments in the doc comment of a declaration -> the lines of the declaration. */
const declarationBlocks = (
  { file }: FileFacts,
  lines: LineIndex,
): Map<number, { first: number; last: number }> => {
  const blocks = new Map<number, { first: number; last: number }>();
  for (const decl of file.decls) {
    if (decl.kind === Kind.BadDecl) continue;
    const block = { first: lines.line(decl.pos), last: lines.line(Math.max(decl.pos, decl.end - 1)) };
    for (const comment of docComments(file, decl.pos, lines)) blocks.set(comment.pos, block);
  }
  return blocks;
};

/** The comment that silences a finding. */
export const ignoring = (comments: readonly IgnoreComment[], finding: Finding): IgnoreComment | undefined =>
  comments.find(
    (comment) =>
      comment.fault === '' &&
      comment.path === finding.location.path &&
      comment.firstLine <= finding.location.startLine &&
      finding.location.startLine <= comment.lastLine &&
      comment.rules.includes(finding.rule),
  );
