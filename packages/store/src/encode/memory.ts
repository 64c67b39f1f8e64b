import type { Signal } from '@nightglass/model';

/** A resource, scope or series and where it has been written already. */
export interface Known {
  readonly low: number;
  readonly high: number;
  /** Per signal: the last block it was put into. */
  readonly blocks: [traces: number, logs: number, metrics: number];
  /** Per signal: the hour (Unix hours) its row in the table is known to be stored for. */
  readonly storedHours: [traces: number, logs: number, metrics: number];
}

const signalIndex: Record<Signal, number> = { traces: 0, logs: 1, metrics: 2 };

export const newKnown = (id: { low: number; high: number }): Known => ({
  ...id,
  blocks: [-1, -1, -1],
  storedHours: [-1, -1, -1],
});

/**
 * True once per signal, block and hour: the row has to be written. What a block carries counts as stored only after it
 * is, so forgetting (a restart) writes a row again and never leaves one out.
 */
export const needsRow = (known: Known, block: number, signal: Signal, hour: number): boolean => {
  const i = signalIndex[signal];
  if (known.blocks[i] === block || known.storedHours[i] === hour) return false;
  known.blocks[i] = block;
  return true;
};

/** The block was rewound: it does not carry the row after all. */
export const forgetRow = (known: Known, signal: Signal): void => {
  known.blocks[signalIndex[signal]] = -1;
};

export const markStored = (known: Known, signal: Signal, hour: number): void => {
  known.storedHours[signalIndex[signal]] = hour;
};

/** A cache that forgets everything when it is full: simple, bounded, and forgetting only costs a row written twice. */
export class BoundedMap<Value> {
  readonly #capacity: number;
  readonly #map = new Map<string, Value>();
  constructor(capacity: number) {
    this.#capacity = capacity;
  }
  get(key: string): Value | undefined {
    return this.#map.get(key);
  }
  set(key: string, value: Value): Value {
    if (this.#map.size >= this.#capacity) this.#map.clear();
    this.#map.set(key, value);
    return value;
  }
}
