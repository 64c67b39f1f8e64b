/** Ids and values of the filled data as functions of the trace's number, so that questions need not look them up. */

/** A bijection of 32-bit numbers that looks random (the finaliser of MurmurHash3). */
const mix = (n: number): number => {
  let x = n >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
};

const hexWord = (n: number): string => n.toString(16).padStart(8, '0');

/** Spans of one trace at most: span `i` of trace `n` has the number n * this + i. */
export const spansPerTraceLimit = 32;

const userCount = 20_000;
/** One trace of this many is stuck: its calls take ten seconds longer. */
const stuckEvery = 50_000;

export const traceWords = (trace: number): readonly [number, number, number, number] => [
  mix(trace + 1),
  mix(trace ^ 0x5bd1e995),
  mix(trace ^ 0x27d4eb2f),
  mix(trace ^ 0x165667b1),
];
export const spanWords = (trace: number, span: number): readonly [number, number] => [
  mix(trace * spansPerTraceLimit + span + 1),
  mix(trace ^ 0x2545f491),
];
export const traceIdOf = (trace: number): string => traceWords(trace).map(hexWord).join('');
/** 16 hex digits, in the attributes of the trace's server spans and in the bodies of its log records. */
export const requestIdOf = (trace: number): string =>
  hexWord(mix(trace ^ 0x7feb352d)) + hexWord(mix(trace + 7));
/** `user-` and five digits: one of 20,000. */
export const userOf = (trace: number): string =>
  `user-${String(mix(trace ^ 0x846ca68b) % userCount).padStart(5, '0')}`;
export const isStuck = (trace: number): boolean => trace % stuckEvery === stuckEvery - 1;

/** Stand-ins in a template, overwritten when it is stamped. */
export const placeholders = { request: 'rrrrrrrrrrrrrrrr', user: 'user-uuuuu' } as const;
