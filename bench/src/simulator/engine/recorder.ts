/** What the whole system did, per step: counts stand for real requests, durations are those of the sampled ones. */
import type { State } from './state.ts';

/** Counts of the step; quantiles 0.5, 0.95 and 0.99 of the durations of the window that ends with it. */
export interface Track {
  count: Float64Array;
  failed: Float64Array;
  p50: Float64Array;
  p95: Float64Array;
  p99: Float64Array;
  /** Calls only: attempts beyond the first. */
  retried: Float64Array;
}

const track = (steps: number): Track => ({
  count: new Float64Array(steps),
  failed: new Float64Array(steps),
  p50: new Float64Array(steps).fill(Number.NaN),
  p95: new Float64Array(steps).fill(Number.NaN),
  p99: new Float64Array(steps).fill(Number.NaN),
  retried: new Float64Array(steps),
});

/** Meters report what happened in the last minute, as `rate(...[1m])` does: the same in windows of this many steps. */
export const windowSteps = 4;

export class Recorder {
  readonly stepMs: number;
  readonly startMs: number;
  readonly steps: number;
  readonly operations: Track[];
  readonly calls: Track[];
  /** Named levels of pods, databases, machines, ...: `pod:3:cpu` -> value per step. */
  readonly levels = new Map<string, Float64Array>();
  /** Sampled requests of each entry: start, duration, failed. For the check whether the symptom shows. */
  readonly entries: { timeMs: number[]; ms: number[]; failed: boolean[] }[];
  /** Per operation, and call: durations of each step of the window, the running one last. */
  readonly #operationMs: number[][][];
  readonly #callMs: (number[][] | null)[];
  #step = 0;

  /** `durations`: whether quantiles will be asked for. */
  constructor(state: State, startMs: number, stepMs: number, steps: number, durations: boolean) {
    this.startMs = startMs;
    this.stepMs = stepMs;
    this.steps = steps;
    this.operations = state.operations.map(() => track(steps));
    this.calls = state.calls.map(() => track(steps));
    this.#operationMs = durations ? state.operations.map(() => [[]]) : [];
    // Of calls between services the callee's own durations are reported.
    this.#callMs = durations
      ? state.calls.map(({ call }) => (call.kind === 'query' || call.kind === 'cached' ? [[]] : null))
      : [];
    this.entries = state.system.entries.map(() => ({ timeMs: [], ms: [], failed: [] }));
  }

  operation(index: number, weight: number, ms: number, failed: boolean): void {
    const one = this.operations[index]!;
    one.count[this.#step] = one.count[this.#step]! + weight;
    if (failed) one.failed[this.#step] = one.failed[this.#step]! + weight;
    this.#operationMs[index]?.at(-1)?.push(ms);
  }

  call(index: number, weight: number, ms: number, failed: boolean, retry: boolean): void {
    const one = this.calls[index]!;
    one.count[this.#step] = one.count[this.#step]! + weight;
    if (failed) one.failed[this.#step] = one.failed[this.#step]! + weight;
    if (retry) one.retried[this.#step] = one.retried[this.#step]! + weight;
    this.#callMs[index]?.at(-1)?.push(ms);
  }

  /** The steps of a level, to be filled by who knows it; NaN until then. */
  level(key: string): Float64Array {
    const values = new Float64Array(this.steps).fill(Number.NaN);
    this.levels.set(key, values);
    return values;
  }

  /** The step that runs. */
  get step(): number {
    return this.#step;
  }

  endStep(): void {
    this.#flush(this.operations, this.#operationMs);
    this.#flush(this.calls, this.#callMs);
    this.#step++;
  }

  #flush(tracks: Track[], recent: readonly (number[][] | null)[]): void {
    for (let i = 0; i < recent.length; i++) {
      const windows = recent[i]!;
      if (windows === null) continue;
      const sorted = Float64Array.from(windows.flat()).sort();
      if (sorted.length > 0) {
        const one = tracks[i]!;
        one.p50[this.#step] = quantile(sorted, 0.5);
        one.p95[this.#step] = quantile(sorted, 0.95);
        one.p99[this.#step] = quantile(sorted, 0.99);
      }
      if (windows.length >= windowSteps) windows.shift();
      windows.push([]);
    }
  }
}

/** Linear between the ranks; `sorted` ascending, not empty. */
export const quantile = (sorted: ArrayLike<number>, q: number): number => {
  const at = (sorted.length - 1) * q;
  const below = Math.floor(at);
  const low = sorted[below]!;
  const high = sorted[Math.min(sorted.length - 1, below + 1)]!;
  return low + (high - low) * (at - below);
};
