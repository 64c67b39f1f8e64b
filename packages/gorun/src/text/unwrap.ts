/** From a line of the input to lines of the program: wrappers are taken off, streams told apart, pieces joined. */
import { type Piece, plainPiece } from './piece.ts';
import { unwrapJson } from './unwrap-json.ts';
import { unwrapPrefix } from './unwrap-prefix.ts';
import { unwrapQuoted } from './unwrap-quoted.ts';

/** Wrappers inside wrappers: kubectl's prefix, then CRI, then the program's JSON. */
const maxDepth = 5;
const maxOpenStreams = 200;
const maxPrefixes = 16;

const esc = '\u001b';
const bell = '\u0007';
/** CSI, OSC and two-character terminal sequences. */
const escapes = new RegExp(
  `${esc}(?:\\[[0-9;:?]{0,40}[ -/]?[@-~]|\\][^${bell}${esc}]{0,1000}(?:${bell}|${esc}\\\\)?|[()][A-Za-z0-9]|[=>78cDEHM])`,
  'g',
);
/** A block header behind a prefix that no known wrapper writes. */
const behindPrefix =
  /^(\S[^\n]{0,150}?[\s|\]:>])(?:goroutine \d{1,15} (?:gp=[^[]{1,80} )?\[[^\]]{1,200}\](?: \{.{1,500}\})?:$|panic: |fatal error: )/;
const anyStamp =
  /\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?/g;

/** ANSI colours and their like, taken out. */
export const withoutEscapes = (text: string): string =>
  text.includes('\u001b') ? text.replace(escapes, '') : text;

export interface Unwrapper {
  /** The lines of the program that this line of the input completes. */
  /** @param at number of the line in the input */
  unwrap(line: string, at: number): Piece[];
  /** A wrapper has cut a line, and its rest is to come. */
  isOpen(): boolean;
  /** Gives up on rests that have not come since line `at`. */
  closeBefore(at: number): void;
}

/** What never has a wrapper before it; most lines of a dump. */
const isBare = (line: string): boolean => {
  const code = line.charCodeAt(0);
  return code === 9 || line === '' || line.startsWith('goroutine ') || line.startsWith('created by ');
};

export const createUnwrapper = (lineBytes: number): Unwrapper => {
  /** Lines that their wrapper has cut so far, by stream. */
  const open = new Map<string, { piece: Piece; at: number }>();
  /** Prefixes of other kinds seen before a header, stamps in them as NUL. */
  const learned: string[] = [];
  let exportTime = '';

  const takeLearned = (piece: Piece): boolean => {
    if (learned.length === 0) return false;
    const head = piece.text.slice(0, 240);
    const masked = head.replace(anyStamp, '\0');
    for (const prefix of learned) {
      const bare = prefix.trimEnd();
      if (!masked.startsWith(bare)) continue;
      const full = masked.startsWith(prefix);
      if (!full && masked !== bare) continue;
      const tail = masked.slice(full ? prefix.length : bare.length);
      piece.text = piece.text.slice(head.length - tail.length);
      piece.key += `|${prefix}`;
      piece.weak = true;
      return true;
    }
    return false;
  };

  const learn = (piece: Piece): boolean => {
    if (!/goroutine \d|panic: |fatal error: /.test(piece.text)) return false;
    // What stands before the second of them is a message, not a prefix.
    if (/^(?:panic|fatal error|https?2?|runtime): /.test(piece.text)) return false;
    const found = behindPrefix.exec(piece.text.slice(0, 800));
    if (found === null) return false;
    const prefix = (found[1] ?? '').replace(anyStamp, '\0');
    if (prefix.length > 120 || /["{}]/.test(prefix)) return false;
    if (!learned.includes(prefix)) learned.unshift(prefix);
    learned.length = Math.min(learned.length, maxPrefixes);
    return takeLearned(piece);
  };

  const peel = (piece: Piece): Piece => {
    let peeled = piece;
    for (let depth = 0; depth < maxDepth; depth++) {
      if (!peeled.ended || isBare(peeled.text)) return peeled;
      const json = unwrapJson(peeled.text.endsWith('\n') ? peeled.text.slice(0, -1) : peeled.text);
      if (json !== null) {
        peeled = { ...json, key: `${peeled.key}|${json.key}`, time: json.time || peeled.time };
        continue;
      }
      if (!unwrapPrefix(peeled)) {
        unwrapQuoted(peeled);
        break;
      }
    }
    return peeled;
  };

  /** Puts cut lines together; null while more is to come. */
  const join = (piece: Piece, at: number): Piece | null => {
    const before = open.get(piece.key);
    if (before === undefined) {
      if (piece.ended || open.size >= maxOpenStreams) return piece;
      open.set(piece.key, { piece, at });
      return null;
    }
    const joined = before.piece;
    if (joined.text.length <= lineBytes) joined.text += piece.text;
    joined.ended = piece.ended;
    before.at = at;
    if (!joined.ended) return null;
    open.delete(piece.key);
    return joined;
  };

  const split = (piece: Piece): Piece[] => {
    if (!piece.text.includes('\n')) return [piece];
    const text = piece.text.endsWith('\n') ? piece.text.slice(0, -1) : piece.text;
    return text
      .split('\n')
      .map((line) => ({ ...piece, text: withoutEscapes(line.endsWith('\r') ? line.slice(0, -1) : line) }));
  };

  /** journalctl -o export: `FIELD=value` lines. */
  const takeExport = (line: string): Piece | null => {
    if (line.startsWith('__REALTIME_TIMESTAMP=')) exportTime = line.slice(21, 60);
    if (!line.startsWith('MESSAGE=')) return null;
    return { ...plainPiece(line.slice(8)), key: 'journal-export', time: exportTime };
  };

  return {
    isOpen: () => open.size > 0,
    closeBefore(at) {
      for (const [key, waiting] of open) if (waiting.at < at) open.delete(key);
    },
    unwrap(line, at) {
      if (isBare(line)) return [plainPiece(withoutEscapes(line))];
      const text = withoutEscapes(line);
      const exported = takeExport(text);
      if (exported !== null) return [exported];
      const first = peel(plainPiece(text));
      const joined = join(first, at);
      if (joined === null) return [];
      // What was cut may hold another wrapper inside.
      const whole = joined === first ? first : peel(joined);
      if (whole.text !== '' && !isBare(whole.text) && !takeLearned(whole) && !whole.text.includes('\n'))
        learn(whole);
      return split(whole);
    },
  };
};
