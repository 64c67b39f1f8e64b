/**
 * Whether a request may hold a Go output: one search of its bytes, bodies and attributes alike, before anything is
 * decoded. Few words, because each costs a pass: what else Go prints first (`runtime: `, `unexpected fault address`,
 * `DATA RACE`) has one of them behind it. `oroutine ` is in race reports too, with a capital G.
 */
const words = ['oroutine ', 'panic', 'fatal error: '].map((word) => Buffer.from(word, 'latin1'));
const sig = Buffer.from('SIG', 'latin1');

export const mayBeGoOutput = (bytes: Uint8Array): boolean => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return words.some((word) => buffer.includes(word)) || hasSignal(buffer);
};

/** `SIGQUIT: `: the name of a signal with a colon behind it. */
const hasSignal = (buffer: Buffer): boolean => {
  for (let at = buffer.indexOf(sig); at >= 0; at = buffer.indexOf(sig, at + 3)) {
    let end = at + 3;
    while (end < at + 10 && isCapital(buffer[end])) end++;
    if (end >= at + 5 && buffer[end] === colon && buffer[end + 1] === space) return true;
  }
  return false;
};
const colon = 0x3a;
const space = 0x20;
const isCapital = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x41 && byte <= 0x5a;
