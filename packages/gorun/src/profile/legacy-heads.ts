import { scaleHeapSample } from './scale.ts';

/** What the first line of a debug=1 profile settles: how the numbers before `@` read and what they mean. */
export interface LegacyHead {
  kind: 'heap' | 'goroutine' | 'goroutineleak' | 'threadcreate' | 'mutex' | 'block';
  /** Sum of the first values as the first line announces it; null when it announces none. */
  total: number | null;
  /** Numbers before `@`, as printed; null when the text is something else. */
  values(text: string): number[] | null;
  /** A line of settings between the first line and the stacks (`cycles/second=...`). */
  setting(text: string): boolean;
  /** Printed numbers in the units of the protobuf form. */
  scaled(values: readonly number[]): number[];
  /** Labels that the protobuf form derives from the numbers. */
  labels(values: readonly number[]): [string, string][];
  shape(): {
    sampleTypes: { type: string; unit: string }[];
    periodType: { type: string; unit: string };
    period: number;
  };
}

const digits = '(-?\\d{1,19})';
const heapNumbers = `${digits}: ${digits} \\[${digits}: ${digits}\\]`;
const heapFirst = new RegExp(`^heap profile: ${heapNumbers} @ (heap|heap_v2|heapz_v2)/(\\d{1,15})$`);
const heapValues = new RegExp(`^${heapNumbers}$`);
const countFirst = /^(goroutine|goroutineleak|threadcreate) profile: total (\d{1,15})$/;

const noSetting = (): boolean => false;
const noLabels = (): [string, string][] => [];

/** `heap profile: 397: 43585784 [38453: 2577050632] @ heap/1048576`: in use, allocated, twice MemProfileRate. */
export const heapHead = (line: string): LegacyHead | null => {
  const first = heapFirst.exec(line.trimEnd());
  if (first === null) return null;
  // Go prints twice its rate under the old name `heap`; the newer names of tcmalloc print the rate itself.
  const rate = Math.floor(Number(first[6]) / (first[5] === 'heap' ? 2 : 1));
  return {
    kind: 'heap',
    total: null,
    values: (text) => {
      const found = heapValues.exec(text);
      // Printed: in use first; the protobuf form has allocated first.
      return found === null ? null : [found[3], found[4], found[1], found[2]].map(Number);
    },
    setting: noSetting,
    scaled: ([allocObjects = 0, allocBytes = 0, inUseObjects = 0, inUseBytes = 0]) => [
      ...scaleHeapSample(allocObjects, allocBytes, rate),
      ...scaleHeapSample(inUseObjects, inUseBytes, rate),
    ],
    labels: ([objects = 0, bytes = 0]) =>
      objects > 0 ? [['bytes', String(Math.trunc(bytes / objects))]] : [],
    shape: () => ({
      sampleTypes: [
        { type: 'alloc_objects', unit: 'count' },
        { type: 'alloc_space', unit: 'bytes' },
        { type: 'inuse_objects', unit: 'count' },
        { type: 'inuse_space', unit: 'bytes' },
      ],
      periodType: { type: 'space', unit: 'bytes' },
      period: rate,
    }),
  };
};

/** `goroutine profile: total 320`, and the same for goroutineleak and threadcreate. */
export const countHead = (line: string): LegacyHead | null => {
  const first = countFirst.exec(line.trimEnd());
  if (first === null) return null;
  const kind = first[1] as 'goroutine' | 'goroutineleak' | 'threadcreate';
  return {
    kind,
    total: Number(first[2]),
    values: (text) => (/^\d{1,15}$/.test(text) ? [Number(text)] : null),
    setting: noSetting,
    scaled: (values) => [...values],
    labels: noLabels,
    shape: () => ({
      sampleTypes: [{ type: kind, unit: 'count' }],
      periodType: { type: kind, unit: 'count' },
      period: 1,
    }),
  };
};

/** `--- mutex:` and `--- contention:`; then `cycles/second=N`, `sampling period=N`, and `cycles count @ ...`. */
export const contentionHead = (line: string): LegacyHead | null => {
  const text = line.trimEnd();
  if (text !== '--- mutex:' && text !== '--- contention:') return null;
  let cyclesPerSecond = 0;
  let period = 1;
  return {
    kind: text === '--- mutex:' ? 'mutex' : 'block',
    total: null,
    values: (numbers) => {
      const found = /^(-?\d{1,19}) (-?\d{1,19})$/.exec(numbers);
      return found === null ? null : [Number(found[2]), Number(found[1])];
    },
    setting: (setting) => {
      const found = /^(cycles\/second|sampling period|ms since reset|discarded samples) ?= ?(\d{1,19})$/.exec(
        setting,
      );
      if (found?.[1] === 'cycles/second') cyclesPerSecond = Number(found[2]);
      if (found?.[1] === 'sampling period') period = Number(found[2]);
      return found !== null;
    },
    // Without the clock's rate cycles stay cycles.
    scaled: ([count = 0, cycles = 0]) => [
      count,
      cyclesPerSecond > 0 ? Math.trunc((cycles / cyclesPerSecond) * 1e9) : cycles,
    ],
    labels: noLabels,
    shape: () => ({
      sampleTypes: [
        { type: 'contentions', unit: 'count' },
        { type: 'delay', unit: cyclesPerSecond > 0 ? 'nanoseconds' : 'cycles' },
      ],
      periodType: { type: 'contentions', unit: 'count' },
      period,
    }),
  };
};
