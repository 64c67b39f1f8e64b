/** From offsets to the lines and columns that people and tools read. */

/** `line` and `column` count from 1. */
export interface Position {
  line: number;
  column: number;
}

/** Finds lines in a text; built once per file that has something to say. */
export class LineIndex {
  private readonly text: string;
  private readonly starts: Uint32Array;
  /** Lines, where the text behind the last line end counts as one. */
  readonly lineCount: number;

  constructor(text: string) {
    this.text = text;
    let count = 1;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
    const starts = new Uint32Array(count);
    for (let line = 1, at = -1; line < count; line++) {
      at = text.indexOf('\n', at + 1);
      starts[line] = at + 1;
    }
    this.starts = starts;
    this.lineCount = count;
  }

  /** The line of an offset, from 1. */
  line(offset: number): number {
    const starts = this.starts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Where a line (from 1) begins. */
  lineStart(line: number): number {
    return this.starts[Math.min(Math.max(line, 1), this.starts.length) - 1]!;
  }

  /** A line (from 1) without its line end. */
  lineText(line: number): string {
    const start = this.lineStart(line);
    const next = this.starts[line];
    const text = this.text.slice(start, next === undefined ? this.text.length : next - 1);
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  }

  /** Columns in UTF-16 code units: SARIF's `columnKind: utf16CodeUnits`, GitHub annotations, LSP (from 0 there). */
  position(offset: number): Position {
    const line = this.line(offset);
    return { line, column: offset - this.starts[line - 1]! + 1 };
  }

  /** Columns in bytes of UTF-8, as go/token and every Go tool count them. A byte order mark counts, as it does there. */
  goPosition(offset: number): Position {
    const line = this.line(offset);
    const before = this.text.slice(this.starts[line - 1]!, offset);
    return { line, column: Buffer.byteLength(before, 'utf8') + 1 };
  }
}
