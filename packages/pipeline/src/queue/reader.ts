import type { DurableQueue } from './queue.ts';
import { readRange } from './segments.ts';
import type { QueuedRequest } from './tail-cache.ts';

/** Reads the log in order from a position: fresh requests from memory, older ones from disk in chunks. */
export class QueueReader {
  readonly #queue: DurableQueue;
  readonly #damaged: (from: number, end: number) => void;
  #position: number;
  #disk: ReturnType<typeof readRange> | undefined;

  /** `damaged` hears of every stretch that is passed over because it cannot be read. */
  constructor(queue: DurableQueue, position: number, damaged: (from: number, end: number) => void) {
    this.#queue = queue;
    this.#position = position;
    this.#damaged = damaged;
  }
  /** Position behind the last request given out. */
  get position(): number {
    return this.#position;
  }

  /** The next request if it is in memory. */
  fresh(): QueuedRequest | undefined {
    const request = this.#disk === undefined ? this.#queue.cache.take(this.#position) : undefined;
    if (request !== undefined) this.#position = request.end;
    return request;
  }

  /** The next request, from disk if need be; undefined when none comes within `waitMs`. */
  async next(waitMs: number): Promise<QueuedRequest | undefined> {
    const request = this.fresh() ?? (await this.#fromDisk());
    if (request !== undefined || waitMs <= 0) return request;
    this.#queue.cache.restart(this.#position);
    await this.#queue.waitBehind(this.#position, waitMs);
    return this.fresh() ?? (await this.#fromDisk());
  }

  async #fromDisk(): Promise<QueuedRequest | undefined> {
    for (;;) {
      const to = this.#queue.cache.from ?? this.#queue.end;
      if (this.#disk === undefined && this.#position >= to) return undefined;
      this.#disk ??= readRange(this.#queue.segments, this.#position, to);
      const { value, done } = await this.#disk.next();
      if (done !== true) {
        this.#position = value.end;
        if (value.kind === 'record') return { header: value.header, bytes: value.bytes, end: value.end };
        this.#damaged(value.from, value.end);
        continue;
      }
      this.#disk = undefined;
      const request = this.fresh();
      if (request !== undefined) return request;
      // A stretch that no segment holds any more: nothing to wait for there.
      const held = this.#queue.segments.some((s) => s.end > this.#position && s.base < to);
      if (!held) this.#position = Math.max(this.#position, to);
    }
  }
}
