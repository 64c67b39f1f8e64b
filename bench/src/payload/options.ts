export interface PayloadOptions {
  /** Same seed, same bytes. Default 1. */
  seed?: number;
  /** Spans, log records or data points in the request. Default 512. */
  records?: number;
  /** Unix nanoseconds of the first record. Default 2026-01-01T00:00:00Z. */
  startTimeUnixNano?: bigint;
  /** Sequence number of the first record, carried in its span id (see `spanIdOf`). Default 1. */
  firstSequence?: number;
  /** Tells load generators apart in ids: 0 to 65535. Default 0. */
  stream?: number;
}

export const defaultStart = 1_767_225_600_000_000_000n;

/** A request whose ids and times can be overwritten in place, so that sending many unique ones costs next to nothing. */
export interface Payload {
  /** The request; valid until the next `stamp`. */
  readonly bytes: Uint8Array;
  readonly records: number;
  /** Renumbers the records from `firstSequence` and moves all times so that the first one is at `startTimeUnixNano`. */
  stamp(firstSequence: number, startTimeUnixNano: bigint): Uint8Array;
}

/** Hex of the span id that record number `sequence` (1 to 2^48 - 1) of a stream carries. */
export const spanIdOf = (stream: number, sequence: number): string =>
  stream.toString(16).padStart(4, '0') + sequence.toString(16).padStart(12, '0');

/** The stream and sequence number of a span id made by `spanIdOf`. */
export const sequenceOf = (spanId: string): { stream: number; sequence: number } => ({
  stream: Number.parseInt(spanId.slice(0, 4), 16),
  sequence: Number.parseInt(spanId.slice(4), 16),
});
