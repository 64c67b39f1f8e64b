/** Overwrites ids and times of a generated request in place. */
import { defaultStart, type Payload } from './options.ts';

/** Records of one trace; trace number = floor(sequence / this). */
export const recordsPerTrace = 8;

/** 8 bytes at `at`: the stream, then the sequence number, big endian. */
const putSpanId = (bytes: Uint8Array, at: number, stream: number, sequence: number): void => {
  const high = Math.floor(sequence / 4294967296);
  bytes[at] = stream >>> 8;
  bytes[at + 1] = stream;
  bytes[at + 2] = high >>> 8;
  bytes[at + 3] = high;
  bytes[at + 4] = sequence >>> 24;
  bytes[at + 5] = sequence >>> 16;
  bytes[at + 6] = sequence >>> 8;
  bytes[at + 7] = sequence;
};

/** Trace ids look random, as real ones do: the trace number mixed (splitmix-like), then the number itself. */
const putTraceId = (bytes: Uint8Array, at: number, stream: number, trace: number): void => {
  let x = (Math.imul(trace + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
  for (let i = 0; i < 8; i += 4) {
    x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
    x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
    x ^= x >>> 16;
    bytes[at + i] = x >>> 24;
    bytes[at + i + 1] = x >>> 16;
    bytes[at + i + 2] = x >>> 8;
    bytes[at + i + 3] = x;
  }
  putSpanId(bytes, at + 8, stream, trace + 1);
};

/** Where the parts to overwrite lie; parallel arrays, -1 where a record lacks the part. */
export interface Stamps {
  stream: number;
  traceIds: number[];
  spanIds: number[];
  parentIds: number[];
  /** Offsets of all fixed64 times of the request. */
  times: number[];
}

const big = new BigInt64Array(1);
const words = new Uint32Array(big.buffer);

export const payload = (
  bytes: Uint8Array,
  records: number,
  stamps: Stamps,
  firstSequence: number,
  startTimeUnixNano = defaultStart,
): Payload => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const stamp = (first: number, start: bigint): Uint8Array => {
    const { stream } = stamps;
    stamps.traceIds.forEach((at, i) => {
      if (at >= 0) putTraceId(bytes, at, stream, Math.floor((first + i) / recordsPerTrace));
    });
    stamps.spanIds.forEach((at, i) => {
      if (at >= 0) putSpanId(bytes, at, stream, first + i);
    });
    // The parent is the record before, which belongs to the same trace unless this is the trace's first.
    stamps.parentIds.forEach((at, i) => {
      if (at < 0) return;
      if ((first + i) % recordsPerTrace === 0) bytes.fill(0, at, at + 8);
      else putSpanId(bytes, at, stream, first + i - 1);
    });
    moveTimes(start);
    return bytes;
  };
  let current = startTimeUnixNano;
  const moveTimes = (start: bigint): void => {
    if (start === current) return;
    big[0] = start - current;
    const [low = 0, high = 0] = words;
    for (const at of stamps.times) {
      const lo = view.getUint32(at, true) + low;
      view.setUint32(at, lo, true);
      view.setUint32(at + 4, view.getUint32(at + 4, true) + high + (lo > 0xffffffff ? 1 : 0), true);
    }
    current = start;
  };
  stamp(firstSequence, startTimeUnixNano);
  return { bytes, records, stamp };
};
