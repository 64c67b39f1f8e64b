/** Time comes in as an argument, so that tests can step it. */
export interface Clock {
  /** Wall clock, Unix nanoseconds. May step back: only for stamps people read. */
  nowUnixNano(): bigint;
  /** Never steps back: for ages, timeouts and rates. Milliseconds from an arbitrary start. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  nowUnixNano: () => BigInt(Date.now()) * 1_000_000n,
  monotonicMs: () => performance.now(),
};
