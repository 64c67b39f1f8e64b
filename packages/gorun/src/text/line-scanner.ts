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

/** Some lines of a chunk, as text, and where each expression matches next: -1 when not searched yet. */
interface Block {
  start: number;
  end: number;
  text: string;
  next: number[];
}

const emptyBlock: Block = { start: 0, end: 0, text: '', next: [] };

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * @param interesting global regular expressions without nested quantifiers; they see Latin-1 text, so ASCII only
 * @param lineBytes bytes of one line that are kept; the rest of a longer one is skipped
 */
export const createLineScanner = (
  taker: LineTaker,
  interesting: readonly RegExp[],
  lineBytes: number,
): LineScanner => {
  let bytes = 0;
  let lines = 0;
  /** Pieces of a line that the last chunks did not end. */
  let open: Buffer[] = [];
  let openBytes = 0;
  let openCut = false;
  let inLine = false;

  /** The line between `from` and `to` of these bytes. No view is made for it: that costs more than the text. */
  const give = (bytesOf: Buffer, from: number, to: number, cut: boolean): void => {
    lines++;
    const end = to > from && bytesOf[to - 1] === 13 ? to - 1 : to;
    const overLimit = end - from > lineBytes;
    taker.line(bytesOf.toString('utf8', from, overLimit ? from + lineBytes : end), lines, cut || overLimit);
  };

  const isInteresting = (text: string): boolean =>
    interesting.some((pattern) => {
      pattern.lastIndex = 0;
      return pattern.test(text);
    });

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
    if (taker.wantsAll() || isInteresting(line.toString('latin1'))) give(line, 0, line.length, cut);
    else lines++;
  };

  const giveLine = (chunk: Buffer, from: number): number => {
    const end = chunk.indexOf(newline, from);
    give(chunk, from, end, false);
    return end + 1;
  };

  /** Whole lines between `from` and `to`; `to` stands behind a newline. */
  const readLines = (chunk: Buffer, from: number, to: number): void => {
    let at = from;
    let block = emptyBlock;
    while (at < to) {
      if (taker.wantsAll()) {
        at = giveLine(chunk, at);
        continue;
      }
      if (at >= block.end) block = openBlock(chunk, at, to);
      const stop = nextIn(block, at);
      at = countUpTo(chunk, at, stop, block.end);
      if (at < block.end) at = giveLine(chunk, at);
    }
  };

  /** Whole lines from `from` on, as one text. */
  const openBlock = (chunk: Buffer, from: number, to: number): Block => {
    let end = to;
    if (to - from > blockBytes) {
      const cutAt = chunk.lastIndexOf(newline, from + blockBytes);
      end = (cutAt < from ? chunk.indexOf(newline, from) : cutAt) + 1;
    }
    return { start: from, end, text: chunk.toString('latin1', from, end), next: interesting.map(() => -1) };
  };

  /** Where the next interesting text at or behind `at` stands; the block's end when there is none. */
  const nextIn = (block: Block, at: number): number => {
    const from = at - block.start;
    let first = block.text.length;
    for (let i = 0; i < interesting.length; i++) {
      let found = block.next[i] as number;
      if (found < from) {
        const pattern = interesting[i] as RegExp;
        pattern.lastIndex = from;
        found = pattern.exec(block.text)?.index ?? block.text.length;
        block.next[i] = found;
      }
      if (found < first) first = found;
    }
    return block.start + first;
  };

  /** Counts the lines before the one that holds `stop`, and returns where that begins. */
  const countUpTo = (chunk: Buffer, from: number, stop: number, blockEnd: number): number => {
    let at = from;
    for (;;) {
      const end = chunk.indexOf(newline, at);
      if (end < 0 || end >= stop) return stop >= blockEnd ? blockEnd : at;
      lines++;
      at = end + 1;
      if (at >= blockEnd) return at;
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
