import type { EncodeContext } from './attributes.ts';
import type { Uint64Column } from './columns.ts';
import type { DimensionBlock } from './dimensions.ts';
import type { TimeRule } from './times.ts';

/** What the encoders of one block share. */
export interface EncodeScope extends EncodeContext {
  readonly dimensions: DimensionBlock;
  /** A number of this block, never used for another while the process lives. */
  readonly block: number;
}

/** What is true of every record of one request. */
export class RequestContext {
  readonly times: TimeRule;
  /** Unix hours of the received time. */
  readonly hour: number;
  #low: number;
  #high: number;

  /** `position` of the request in the queue: its first record gets this Seq. */
  constructor(times: TimeRule, hour: number, position: number) {
    this.times = times;
    this.hour = hour;
    this.#low = position % 4294967296;
    this.#high = Math.floor(position / 4294967296);
  }

  nextSeq(column: Uint64Column): void {
    column.push(this.#low, this.#high);
    if (++this.#low === 4294967296) {
      this.#low = 0;
      this.#high++;
    }
  }
}
