import { toBigInt } from './numbers.ts';

const halves = (value: bigint): [low: number, high: number] => [
  Number(value & 0xffffffffn),
  Number((value >> 32n) & 0xffffffffn),
];

const day = 86_400_000_000_000n;

/**
 * Which times a record may have: [received - retention, received + 1 day]. Others would make a partition each, and be
 * forgotten at once or never.
 */
export class TimeRule {
  readonly receivedLow: number;
  readonly receivedHigh: number;
  readonly #min: bigint;
  readonly #max: bigint;
  readonly #minHigh: number;
  readonly #maxHigh: number;

  constructor(receivedAtUnixNano: bigint, retentionDays: number) {
    [this.receivedLow, this.receivedHigh] = halves(receivedAtUnixNano);
    this.#min = receivedAtUnixNano - BigInt(retentionDays) * day;
    this.#max = receivedAtUnixNano + day;
    this.#minHigh = halves(this.#min < 0n ? 0n : this.#min)[1];
    this.#maxHigh = halves(this.#max)[1];
  }

  allows(low: number, high: number): boolean {
    if (high > this.#minHigh && high < this.#maxHigh) return true;
    const time = toBigInt(low, high);
    return time >= this.#min && time <= this.#max;
  }
}

/** A time as DateTime64 can hold it: beyond 2^63 ns (year 2262) it would read as negative. */
export const fitsDateTime = (high: number): boolean => high < 0x80000000;

/** Floor division of times by a constant number of nanoseconds, exact. The high half seldom changes within a block. */
export class NanoDivider {
  readonly #divisor: number;
  #high = -1;
  #quotient = 0;
  #rest = 0;
  constructor(divisor: number) {
    this.#divisor = divisor;
  }
  of(low: number, high: number): number {
    if (high !== this.#high) {
      // high * 2^32 has 31 significant bits, and % of doubles is exact.
      const scaled = high * 4294967296;
      this.#high = high;
      this.#rest = scaled % this.#divisor;
      this.#quotient = (scaled - this.#rest) / this.#divisor;
    }
    return this.#quotient + Math.floor((this.#rest + low) / this.#divisor);
  }
}
