import type { Signal } from '@nightglass/model';

/** A request of the queue as the store sees it. */
export interface StoredRequest {
  readonly signal: Signal;
  readonly bytes: Uint8Array;
  readonly receivedAtUnixNano: bigint;
  /** Its place in the queue; `position + index of the record` is unique and the same after a replay. */
  readonly position: number;
}

/** Rows on their way into the store. The same requests in the same order make the same block. */
export interface OpenBlock {
  /** Takes the request's records in, copying what it needs. */
  add(request: StoredRequest): void;
  readonly rows: number;
  readonly byteLength: number;
  /** Records taken in so far. */
  readonly records: Record<Signal, number>;
}

/** The store, as the queue sees it. */
export interface BlockTarget {
  newBlock(): OpenBlock;
  /**
   * Resolves when the block is stored. The same token twice stores it once. Rejects with NG_QUERY_INVALID when the
   * store will never take this block; with anything else when it may later.
   */
  store(block: OpenBlock, token: string): Promise<void>;
}
