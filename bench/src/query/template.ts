/** A request whose ids, times and per-trace values are overwritten in place before each use. */
import { isStuck, placeholders, requestIdOf, spanWords, traceWords, userOf } from './identity.ts';

/** Where one record's changing parts lie; -1 where it lacks the part. */
export interface RecordPlaces {
  /** Number of the trace within the template, of the span within the trace, and of its parent (-1: a root). */
  trace: number;
  span: number;
  parent: number;
  traceIdAt: number;
  spanIdAt: number;
  parentIdAt: number;
  /** Offsets of fixed64 times that move with the record. */
  timesAt: readonly number[];
  /** Offset of the end time of a span that takes longer in a stuck trace. */
  stuckAt: number;
  requestAt: readonly number[];
  userAt: readonly number[];
}

export interface Template {
  readonly records: number;
  readonly traces: number;
  /** Numbers its traces from `firstTrace` and moves its times to `startUnixNano`; valid until the next call. */
  stamp(firstTrace: number, startUnixNano: bigint): Uint8Array;
}

const stuckNanos = 10_000_000_000n;

/** Offsets of every copy of a placeholder in bytes [from, to). */
const findAll = (bytes: Uint8Array, text: string, from: number, to: number): number[] => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const found: number[] = [];
  for (let at = buffer.indexOf(text, from); at >= 0 && at < to; at = buffer.indexOf(text, at + 1))
    found.push(at);
  return found;
};

/** The per-trace values of a record between two offsets. */
export const findValues = (
  bytes: Uint8Array,
  from: number,
  to: number,
): Pick<RecordPlaces, 'requestAt' | 'userAt'> => ({
  requestAt: findAll(bytes, placeholders.request, from, to),
  userAt: findAll(bytes, placeholders.user, from, to),
});

/** `builtAt`: the Unix nanoseconds the times in `bytes` were written for. */
export const template = (
  bytes: Uint8Array,
  traces: number,
  places: readonly RecordPlaces[],
  builtAt: bigint,
): Template => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const firstTimes = places.map((p) => p.timesAt.map((at) => buffer.readBigUInt64LE(at)));
  const putWords = (words: readonly number[], at: number): void => {
    words.forEach((word, i) => {
      buffer.writeUInt32BE(word, at + i * 4);
    });
  };
  const stamp = (firstTrace: number, startUnixNano: bigint): Uint8Array => {
    const shift = startUnixNano - builtAt;
    const ids = Array.from({ length: traces }, (_, t) => traceWords(firstTrace + t));
    const requests = Array.from({ length: traces }, (_, t) => requestIdOf(firstTrace + t));
    const users = Array.from({ length: traces }, (_, t) => userOf(firstTrace + t));
    for (let i = 0; i < places.length; i++) {
      const p = places[i];
      if (p === undefined) continue;
      const trace = firstTrace + p.trace;
      putWords(ids[p.trace] ?? [], p.traceIdAt);
      putWords(spanWords(trace, p.span), p.spanIdAt);
      if (p.parent >= 0) putWords(spanWords(trace, p.parent), p.parentIdAt);
      const times = firstTimes[i] ?? [];
      for (let k = 0; k < times.length; k++) {
        const at = p.timesAt[k] ?? 0;
        const extra = at === p.stuckAt && isStuck(trace) ? stuckNanos : 0n;
        buffer.writeBigUInt64LE((times[k] ?? 0n) + shift + extra, at);
      }
      for (const at of p.requestAt) buffer.write(requests[p.trace] ?? '', at, 'latin1');
      for (const at of p.userAt) buffer.write(users[p.trace] ?? '', at, 'latin1');
    }
    return bytes;
  };
  return { records: places.length, traces, stamp };
};
