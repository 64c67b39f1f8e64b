/** What an unwrapped line gives. */
export interface Piece {
  /** Stream it belongs to: container, unit, stdout or stderr. Streams are never mixed. */
  key: string;
  text: string;
  /** As the wrapper wrote it: RFC 3339, or decimal Unix microseconds; empty when there is none. */
  time: string;
  /** A logger's stamp stood before it, so it is a message of the program's rather than raw output. */
  weak: boolean;
  /** Some stamp stood before it, a collector's or a logger's. */
  stamped: boolean;
  /** False: the wrapper cut the line here, and the rest follows in the same stream. */
  ended: boolean;
  /** One record that holds a whole stack: it goes on in no other. */
  whole: boolean;
}

export const plainPiece = (text: string): Piece => ({
  key: '',
  text,
  time: '',
  weak: false,
  stamped: false,
  ended: true,
  whole: false,
});

/** Unix nanoseconds of a Piece's time; null without one, without a zone, or when it is no time. */
export const readTime = (time: string): bigint | null => {
  if (/^\d{16}$/.test(time)) return BigInt(time) * 1000n;
  const found = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9})\d*)?(Z|[+-]\d\d:?\d\d)$/.exec(time);
  if (found === null) return null;
  const zone = found[4] ?? 'Z';
  const full = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const ms = Date.parse(`${found[1]}T${found[2]}${full}`);
  return Number.isNaN(ms) ? null : BigInt(ms) * 1_000_000n + BigInt((found[3] ?? '').padEnd(9, '0'));
};
