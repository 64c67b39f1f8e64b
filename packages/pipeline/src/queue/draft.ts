import type { ByteBudget } from '../byte-budget.ts';
import { noCounts } from '../conservation.ts';
import type { BlockTarget, OpenBlock } from './block-target.ts';
import type { QueuedRequest } from './tail-cache.ts';

/** A block and the stretch of the queue that is in it. Its bytes are taken from the budget until `discharge`. */
export class Draft {
  readonly block: OpenBlock;
  readonly from: number;
  to: number;
  /** Records of the requests in it, by what the queue says. */
  readonly records = noCounts();
  readonly #budget: ByteBudget;
  #charged = 0;

  constructor(target: BlockTarget, from: number, budget: ByteBudget) {
    this.block = target.newBlock();
    this.from = from;
    this.to = from;
    this.#budget = budget;
  }
  /** Throws what the encoder throws; the block is of no use then. */
  add({ header, bytes, end }: QueuedRequest): void {
    const { signal, records, receivedAtUnixNano, position } = header;
    this.block.add({ signal, bytes, receivedAtUnixNano, position });
    this.records[signal] += records;
    this.to = end;
    const more = this.block.byteLength - this.#charged;
    if (more <= 0) return;
    // Not tryTake: what is acknowledged must get through. New requests are refused until there is room again.
    this.#budget.take(more);
    this.#charged += more;
  }
  discharge(): void {
    this.#budget.give(this.#charged);
    this.#charged = 0;
  }
}
