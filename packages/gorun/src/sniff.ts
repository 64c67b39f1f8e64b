/** What an input is, told from its first bytes. */

export type InputKind = 'gzip' | 'trace' | 'executable' | 'html' | 'utf-16' | 'binary' | 'text';

/** Bytes that sniff wants to see; fewer when the input is shorter. */
export const sniffBytes = 512;

/** `go 1.26 trace` and three NUL: runtime/trace's file. */
const traceHead = /^go 1\.\d{1,3} trace\0/;

/** Does it begin like google/pprof's profile.proto: a field of number 1 to 15, a varint or of a length? */
export const mayBeProfile = (head: Uint8Array): boolean => {
  const tag = head[0] ?? 0;
  const wire = tag & 7;
  return tag >> 3 >= 1 && tag >> 3 <= 15 && (wire === 0 || wire === 2);
};

export const sniff = (head: Uint8Array): InputKind => {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16';
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (traceHead.test(text)) return 'trace';
  if (text.startsWith('\x7fELF') || text.startsWith('MZ\x90') || text.startsWith('\xcf\xfa\xed\xfe'))
    return 'executable';
  if (/^[\s\ufeff\xef\xbb\xbf]{0,20}<(?:!doctype html|html|head|body)[\s>]/i.test(text)) return 'html';
  // ESC is text: terminals' colours.
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) return 'binary';
  return 'text';
};
