/** Comments by place: the tree does not hold them, directives and annotations are found through these. */
import type { Comment, File } from './ast.ts';
import type { LineIndex } from './positions.ts';

/** A comment as it is written, markers included. */
export const commentText = (comment: Comment, source: string): string =>
  source.slice(comment.pos, comment.end);

/** The index of the first comment that begins at or behind `offset`. */
const firstFrom = (comments: readonly Comment[], offset: number): number => {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.pos < offset) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The comments that begin in `[from, to)`. */
export const commentsBetween = (file: File, from: number, to: number): readonly Comment[] =>
  file.comments.slice(firstFrom(file.comments, from), firstFrom(file.comments, to));

/** The comments on the lines directly above a declaration, field or statement that begins at `pos`; none if a line is empty. */
export const docComments = (file: File, pos: number, lines: LineIndex): readonly Comment[] => {
  const { comments } = file;
  const end = firstFrom(comments, pos);
  let below = lines.line(pos);
  let start = end;
  while (start > 0) {
    const comment = comments[start - 1]!;
    const first = lines.line(comment.pos);
    const standsAlone = lines.lineText(first).trimStart().startsWith('/');
    if (!standsAlone || lines.line(comment.end) < below - 1) break;
    below = first;
    start--;
  }
  return comments.slice(start, end);
};

/** The comments that begin on the line that `end` stands on, behind it: `mu sync.Mutex // guards data`. */
export const lineComments = (file: File, end: number, lines: LineIndex): readonly Comment[] => {
  const line = lines.line(end);
  const next = line < lines.lineCount ? lines.lineStart(line + 1) : Number.POSITIVE_INFINITY;
  return commentsBetween(file, end, next);
};
