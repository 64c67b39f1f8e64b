/**
 * Bytes to lines, for inputs of which nearly every line is of no interest. Only lines that hold something that can begin
 * a Go output are made into strings; the others are searched as one block and counted.
 */

/** What takes the lines. */
export interface LineTaker {
  /** One line without its end (`\n` or `\r\n`); `at` counts from 1. `cut`: its rest was over the limit and left out. */
  line(text: string, at: number, cut: boolean): void;
  /** True while every line is wanted, interesting or not. */
  wantsAll(): boolean;
}

export interface LineScanner {
  push(chunk: Uint8Array): void;
  /** Gives the last line when it had no end. Returns what was read in all. */
  end(): { bytes: number; lines: number; endsInLine: boolean };
}

/** Text searched at once: small enough to stay in the processor's cache. */
const blockBytes = 65_536;
const newline = 10;

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * @param interesting global regular expression without nested quantifiers; it sees Latin-1 text, so ASCII only
 * @param lineBytes bytes of one line that are kept; the rest of a longer one is skipped
 */
export const createLineScanner = (taker: LineTaker, interesting: RegExp, lineBytes: number): LineScanner => {
  let bytes = 0;
  let lines = 0;
  /** Pieces of a line that the last chunks did not end. */
  let open: Buffer[] = [];
  let openBytes = 0;
  let openCut = false;
  let inLine = false;

  const give = (line: Buffer, cut: boolean): void => {
    lines++;
    const end = line.length > 0 && line[line.length - 1] === 13 ? line.length - 1 : line.length;
    const overLimit = end > lineBytes;
    taker.line(line.toString('utf8', 0, overLimit ? lineBytes : end), lines, cut || overLimit);
  };

  const keepOpen = (piece: Buffer): void => {
    if (piece.length === 0) return;
    inLine = true;
    const room = lineBytes - openBytes;
    if (piece.length > room) openCut = true;
    if (room <= 0) return;
    // A copy: the caller may use its chunk again.
    open.push(Buffer.from(piece.subarray(0, room)));
    openBytes += Math.min(room, piece.length);
    if (open.length > 64) open = [Buffer.concat(open)];
  };

  const closeOpen = (): void => {
    const line = Buffer.concat(open);
    const cut = openCut;
    open = [];
    openBytes = 0;
    openCut = false;
    inLine = false;
    interesting.lastIndex = 0;
    if (taker.wantsAll() || interesting.test(line.toString('latin1'))) give(line, cut);
    else lines++;
  };

  /** Whole lines between `from` and `to`; `to` stands behind a newline. */
  const readLines = (chunk: Buffer, from: number, to: number): void => {
    let at = from;
    while (at < to) {
      if (taker.wantsAll()) {
        const end = chunk.indexOf(newline, at);
        give(chunk.subarray(at, end), false);
        at = end + 1;
        continue;
      }
      at = skip(chunk, at, to);
    }
  };

  /** Counts lines up to the first interesting one, gives that, and returns where the next begins. */
  const skip = (chunk: Buffer, from: number, to: number): number => {
    let blockEnd = to;
    if (to - from > blockBytes) {
      const cutAt = chunk.lastIndexOf(newline, from + blockBytes);
      blockEnd = cutAt < from ? chunk.indexOf(newline, from) + 1 : cutAt + 1;
    }
    interesting.lastIndex = 0;
    const found = interesting.exec(chunk.toString('latin1', from, blockEnd));
    const stop = found === null ? blockEnd : from + found.index;
    let at = from;
    for (;;) {
      const end = chunk.indexOf(newline, at);
      if (end < 0 || end >= stop) {
        if (found === null || end < 0) return blockEnd;
        give(chunk.subarray(at, end), false);
        return end + 1;
      }
      lines++;
      at = end + 1;
    }
  };

  return {
    push(piece) {
      const chunk = asBuffer(piece);
      bytes += chunk.length;
      let from = 0;
      if (inLine) {
        const end = chunk.indexOf(newline);
        if (end < 0) {
          keepOpen(chunk);
          return;
        }
        keepOpen(chunk.subarray(0, end));
        closeOpen();
        from = end + 1;
      }
      const last = chunk.lastIndexOf(newline);
      if (last >= from) {
        readLines(chunk, from, last + 1);
        from = last + 1;
      }
      keepOpen(chunk.subarray(from));
    },
    end() {
      const endsInLine = inLine;
      if (inLine) closeOpen();
      return { bytes, lines, endsInLine };
    },
  };
};
