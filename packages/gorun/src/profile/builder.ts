import type { Profile } from '../model.ts';

/** A growing typed column: amortised doubling, no boxed numbers. */
const column = <A extends Uint32Array | Int32Array | Float64Array>(make: (length: number) => A) => {
  let store = make(1024);
  let length = 0;
  return {
    push: (value: number): void => {
      if (length === store.length) {
        const larger = make(length * 2);
        larger.set(store as never);
        store = larger;
      }
      store[length++] = value;
    },
    get length(): number {
      return length;
    },
    done: (): A => store.slice(0, length) as A,
  };
};

/** Labels without a trap in the name `__proto__`, equal ones shared by whoever keeps the key. */
export const labelsOf = (pairs: readonly (readonly [string, string])[]): Record<string, string> => {
  const labels: Record<string, string> = {};
  for (const [key, value] of pairs) {
    const before = Object.hasOwn(labels, key) ? labels[key] : undefined;
    const text = before === undefined ? value : `${before},${value}`;
    Object.defineProperty(labels, key, { value: text, enumerable: true, writable: true, configurable: true });
  }
  return labels;
};

export interface ProfileHead {
  sampleTypes: { type: string; unit: string }[];
  defaultSampleType: number;
  periodType: { type: string; unit: string } | null;
  period: number;
  timeUnixNano: bigint;
  durationNano: number;
  difference: boolean;
  comments: string[];
}

/** Builds the columns of a Profile: positions are interned, equal label sets are one object. */
export interface ProfileBuilder {
  /** Index of the call position, the same for the same function, file and line. */
  position(func: string, file: string, line: number): number;
  /** `positions` innermost first; `values` one per sample type. */
  sample(
    positions: ArrayLike<number>,
    values: ArrayLike<number>,
    labels: readonly (readonly [string, string])[],
  ): void;
  /** Call positions kept over all samples. */
  readonly size: number;
  readonly samples: number;
  build(head: ProfileHead): Profile;
}

export const createProfileBuilder = (): ProfileBuilder => {
  const functions: string[] = [];
  const files: string[] = [];
  const lines = column((n) => new Int32Array(n));
  const stackStart = column((n) => new Uint32Array(n));
  const stackOf = column((n) => new Uint32Array(n));
  const values = column((n) => new Float64Array(n));
  const labels: Readonly<Record<string, string>>[] = [];
  const known = new Map<string, Map<string, Map<number, number>>>();
  const knownLabels = new Map<string, Readonly<Record<string, string>>>();
  const noLabels: Readonly<Record<string, string>> = {};

  const sharedLabels = (pairs: readonly (readonly [string, string])[]): Readonly<Record<string, string>> => {
    if (pairs.length === 0) return noLabels;
    const key = JSON.stringify(pairs);
    let shared = knownLabels.get(key);
    if (shared === undefined) {
      shared = labelsOf(pairs);
      knownLabels.set(key, shared);
    }
    return shared;
  };

  return {
    position: (func, file, line) => {
      let byFile = known.get(func);
      if (byFile === undefined) known.set(func, (byFile = new Map()));
      let byLine = byFile.get(file);
      if (byLine === undefined) byFile.set(file, (byLine = new Map()));
      let index = byLine.get(line);
      if (index === undefined) {
        index = functions.length;
        byLine.set(line, index);
        functions.push(func);
        files.push(file);
        lines.push(line);
      }
      return index;
    },
    sample: (positions, sampleValues, pairs) => {
      stackStart.push(stackOf.length);
      for (let i = 0; i < positions.length; i++) stackOf.push(positions[i] as number);
      for (let i = 0; i < sampleValues.length; i++) values.push(sampleValues[i] as number);
      labels.push(sharedLabels(pairs));
    },
    get size(): number {
      return stackOf.length;
    },
    get samples(): number {
      return labels.length;
    },
    build: (head) => {
      const starts = new Uint32Array(labels.length + 1);
      starts.set(stackStart.done());
      starts[labels.length] = stackOf.length;
      return {
        ...head,
        functions,
        files,
        lines: lines.done(),
        stackStart: starts,
        stackOf: stackOf.done(),
        values: values.done(),
        labels,
      };
    },
  };
};
