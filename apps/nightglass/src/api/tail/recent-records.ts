import type { StoreQueries } from '@nightglass/store';

/** Two blocks are stored side by side: records may be visible this much later than ones received after them. */
const lookBackMs = 5_000;
/** As many names go along with a query. */
const most = 2_000;

/** What one stream has sent lately, so that it can look behind its last record without sending anything twice. */
export class RecentRecords {
  #sent: { seq: bigint; at: number }[] = [];
  #floor: bigint | undefined;

  /** `after`: the last event of a stream that goes on. */
  constructor(after?: string) {
    this.#floor = after === undefined ? undefined : BigInt(after);
  }

  /** Where to look again; undefined until something was found. */
  get again(): Parameters<StoreQueries['logTail']>[0]['again'] {
    if (this.#floor === undefined) return undefined;
    return { after: String(this.#floor), without: this.#sent.map(({ seq }) => String(seq)) };
  }

  /** `ids`: records of this look, as `<time>-<seq>`. `skipped`: older ones were passed over and are not wanted later. */
  found(after: string, ids: readonly string[], skipped: boolean, nowMs: number): void {
    this.#floor ??= BigInt(after);
    const seqs = ids.map((id) => BigInt(id.slice(id.lastIndexOf('-') + 1)));
    for (const seq of seqs) this.#sent.push({ seq, at: nowMs });
    if (skipped && seqs.length > 0) this.#raise(seqs.reduce((a, b) => (a < b ? a : b)));
    const old = this.#sent.filter(({ at }, i) => at < nowMs - lookBackMs || i < this.#sent.length - most);
    if (old.length > 0) this.#raise(old.reduce((top, { seq }) => (seq > top ? seq : top), 0n));
  }

  #raise(floor: bigint): void {
    if (this.#floor === undefined || floor > this.#floor) this.#floor = floor;
    const from = this.#floor;
    this.#sent = this.#sent.filter(({ seq }) => seq > from);
  }
}
