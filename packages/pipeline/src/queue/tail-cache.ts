import type { ByteBudget } from '../byte-budget.ts';
import type { RecordHeader } from './record.ts';

export interface QueuedRequest {
  readonly header: RecordHeader;
  readonly bytes: Uint8Array;
  /** Position behind it. */
  readonly end: number;
}

/**
 * The newest requests of the log, kept in memory so that a store that keeps up reads nothing from disk.
 * It holds one contiguous stretch. When it is full it stops growing; the reader then goes to the disk until it has
 * caught up, and the stretch begins anew.
 */
export class TailCache {
  readonly #budget: ByteBudget;
  readonly #limit: number;
  #items: QueuedRequest[] = [];
  #head = 0;
  #bytes = 0;
  #to: number;

  constructor(budget: ByteBudget, limit: number, at: number) {
    this.#budget = budget;
    this.#limit = limit;
    this.#to = at;
  }
  get bytes(): number {
    return this.#bytes;
  }
  /** Position of the first request held; undefined when empty. */
  get from(): number | undefined {
    return this.#items[this.#head]?.header.position;
  }
  offer(request: QueuedRequest): void {
    if (this.#head === this.#items.length) this.#clear();
    const size = request.bytes.length;
    if (request.header.position !== this.#to || this.#bytes + size > this.#limit) return;
    if (!this.#budget.tryTake(size)) return;
    this.#items.push(request);
    this.#bytes += size;
    this.#to = request.end;
  }
  /** The request at `position` if it is held; it leaves the cache, and so does everything before it. */
  take(position: number): QueuedRequest | undefined {
    let first = this.#items[this.#head];
    while (first !== undefined && first.header.position < position) {
      this.#leave(first);
      first = this.#items[this.#head];
    }
    if (first === undefined || first.header.position !== position) return undefined;
    this.#leave(first);
    return first;
  }
  /** The reader stands at `position` with nothing left on disk before it: a new stretch may begin there. */
  restart(position: number): void {
    if (this.#head < this.#items.length) return;
    this.#clear();
    this.#to = position;
  }
  /** Gives everything back. */
  drop(): void {
    this.#budget.give(this.#bytes);
    this.#clear();
  }
  #leave(first: QueuedRequest): void {
    this.#head++;
    this.#bytes -= first.bytes.length;
    this.#budget.give(first.bytes.length);
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
  }
  #clear(): void {
    this.#items = [];
    this.#head = 0;
    this.#bytes = 0;
  }
}
