/** A unified diff of a file and its fixed text, as `git apply` and `patch -p1` take it. */
import { LineIndex } from '../syntax/positions.ts';
import type { Change, FixedFile } from './fixes.ts';

const contextLines = 3;

/** Lines `first` to `last` of the old text (from 1; `last < first` puts text in front of `first`) become `text`. */
interface Block {
  first: number;
  last: number;
  text: string;
}

export const unifiedDiff = (file: Pick<FixedFile, 'path' | 'before' | 'changes'>): string => {
  const lines = new LineIndex(file.before);
  const total = file.before.endsWith('\n') ? lines.lineCount - 1 : lines.lineCount;
  const blocks = blocksOf(file.before, file.changes, lines);
  const out: string[] = [`--- a/${file.path}\n`, `+++ b/${file.path}\n`];
  let shift = 0;
  for (let i = 0; i < blocks.length; ) {
    const group = [blocks[i++]!];
    while (i < blocks.length && blocks[i]!.first - group.at(-1)!.last <= 2 * contextLines + 1)
      group.push(blocks[i++]!);
    const from = Math.max(1, group[0]!.first - contextLines);
    const to = Math.min(total, group.at(-1)!.last + contextLines);
    const { text, added } = hunk(group, from, to, (line) => lineWithEnd(file.before, lines, line));
    out.push(`@@ -${from},${to - from + 1} +${from + shift},${added} @@\n`, text);
    shift += added - (to - from + 1);
  }
  return out.join('');
};

const lineWithEnd = (text: string, lines: LineIndex, line: number): string =>
  text.slice(lines.lineStart(line), line < lines.lineCount ? lines.lineStart(line + 1) : text.length);

/** Whole lines that change; neighbours are one block. */
const blocksOf = (text: string, changes: readonly Change[], lines: LineIndex): Block[] => {
  const blocks: (Block & { changes: Change[] })[] = [];
  for (const change of changes) {
    const first = lines.line(change.at);
    const whole =
      lines.lineStart(first) === change.at && change.text.endsWith('\n') && change.end === change.at;
    const last = whole ? first - 1 : lines.line(Math.max(change.at, change.end - 1));
    const before = blocks.at(-1);
    if (before !== undefined && first <= before.last + 1) {
      before.last = Math.max(before.last, last);
      before.changes.push(change);
    } else blocks.push({ first, last, text: '', changes: [change] });
  }
  for (const block of blocks) {
    let at = lines.lineStart(block.first);
    const end = block.last < lines.lineCount ? lines.lineStart(block.last + 1) : text.length;
    for (const change of block.changes) {
      block.text += text.slice(at, change.at) + change.text;
      at = change.end;
    }
    block.text += text.slice(at, Math.max(at, end));
  }
  return blocks;
};

const marked = (mark: string, text: string): string => {
  if (text === '') return '';
  const ended = text.endsWith('\n');
  const lines = (ended ? text.slice(0, -1) : text).split('\n').map((line) => `${mark}${line}\n`);
  return lines.join('') + (ended ? '' : '\\ No newline at end of file\n');
};

const hunk = (
  group: readonly Block[],
  from: number,
  to: number,
  lineOf: (line: number) => string,
): { text: string; added: number } => {
  let text = '';
  let added = 0;
  let line = from;
  const keep = (until: number): void => {
    for (; line <= until; line++, added++) text += marked(' ', lineOf(line));
  };
  for (const block of group) {
    keep(block.first - 1);
    for (; line <= block.last; line++) text += marked('-', lineOf(line));
    text += marked('+', block.text);
    added += block.text.split('\n').length - (block.text.endsWith('\n') || block.text === '' ? 1 : 0);
  }
  keep(to);
  return { text, added };
};
