/** What to say of a file in which nothing was found. */
import { NightglassError, type RuntimeNote } from '@nightglass/model';

const accepted =
  'Accepted are the stderr of a crashed Go program, goroutine dumps (debug=1, debug=2, SIGQUIT), race reports, ' +
  'pprof profiles and GODEBUG traces, also inside a log, also gzipped.';

const begins = (bytes: Uint8Array, ...codes: number[]): boolean =>
  codes.every((code, i) => bytes[i] === code);

/** What the first bytes look like, for a message. */
export const looksLike = (first: Uint8Array): string => {
  if (begins(first, 0x7f, 0x45, 0x4c, 0x46)) return 'an ELF program or a core file';
  if (begins(first, 0x50, 0x4b)) return 'a zip archive';
  if (begins(first, 0x28, 0xb5, 0x2f, 0xfd)) return 'a zstd file';
  if (begins(first, 0x1f, 0x8b)) return 'a gzip file with something else in it';
  if (begins(first, 0x25, 0x50, 0x44, 0x46)) return 'a PDF';
  const text = Buffer.from(first.subarray(0, 4096)).toString('latin1');
  if (/^go 1\.\d+ trace\0/.test(text)) return 'an execution trace of Go; "go tool trace" reads it';
  if (text.includes('\0')) return 'a binary file';
  if (/^\s*<(!doctype|html)/i.test(text)) return 'an HTML page';
  if (text.includes('Full thread dump') || /^Exception in thread "/m.test(text))
    return 'output of a Java program';
  if (text.includes('Traceback (most recent call last)')) return 'output of a Python program';
  if (/^\s*[{[]/.test(text)) return 'JSON';
  return 'text';
};

/** The reason no artifact was found. */
export const nothingFound = (
  first: Uint8Array,
  lines: number,
  notes: readonly RuntimeNote[],
): NightglassError => {
  const reasons = notes.slice(0, 3).map((note) => note.message);
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  const broken = notes.some((note) => note.code === 'cut-off' || note.code === 'malformed');
  const where = lines > 1 ? ` of ${lines} lines` : '';
  return new NightglassError(
    broken ? 'NG_RUNTIME_MALFORMED' : 'NG_RUNTIME_UNRECOGNISED',
    `nothing of a Go program was found in this; it looks like ${looksLike(first)}${where}${why}`,
    { hint: accepted },
  );
};
