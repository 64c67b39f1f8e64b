/** Packages over threads. */
import { Worker } from 'node:worker_threads';
import { lintUnit, type Unit, type UnitOptions, type UnitResult } from './unit.ts';

/** Below this (about 60,000 lines) threads cost more than they bring. */
const worthThreads = 2 * 1024 ** 2;
const batchBytes = 256 * 1024;

/** A package that takes longer is given up: usual ones take milliseconds. */
const deadlineMs = (batch: readonly Unit[]): number =>
  60_000 + batch.reduce((sum, unit) => sum + unit.bytes, 0) / 50;

/**
 * Lints every unit and hands out each result as it comes. With `jobs` above 1 and enough to do, in that many threads: a
 * thread that dies (out of memory) or does not come to an end costs the unit that killed it, which becomes a problem, and no other.
 */
export const lintUnits = async (
  units: readonly Unit[],
  options: UnitOptions,
  jobs: number,
  done: (unit: Unit, result: UnitResult) => void,
): Promise<void> => {
  const total = units.reduce((sum, unit) => sum + unit.bytes, 0);
  if (jobs < 2 || units.length < 2 || total < worthThreads) {
    for (const unit of units) done(unit, lintUnit(unit, options));
    return;
  }
  const batches = inBatches(units);
  const threads = Math.min(jobs, batches.length);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let working = 0;
  const start = (): void => {
    let batch = batches.shift();
    if (batch === undefined) return;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: options });
    let timer: NodeJS.Timeout | undefined;
    working++;
    const stopped = (): void => {
      working--;
      void worker.terminate();
      if (working === 0 && batches.length === 0) resolve();
    };
    const give = (next: Unit[]): void => {
      batch = next;
      worker.postMessage(next);
      timer = setTimeout(giveUp, deadlineMs(next), 'it takes too long');
    };
    const giveUp = (reason: string): void => {
      clearTimeout(timer);
      if (batch === undefined) return;
      // The one that is at fault is found by giving each its own thread.
      if (batch.length > 1) batches.push(...batch.map((unit) => [unit]));
      else if (batch[0] !== undefined) done(batch[0], failed(batch[0], reason));
      batch = undefined;
      start();
      stopped();
    };
    worker.on('message', (results: UnitResult[]) => {
      clearTimeout(timer);
      try {
        for (const [i, unit] of (batch ?? []).entries()) done(unit, results[i]!);
      } catch (error) {
        reject(error);
      }
      batch = undefined;
      const next = batches.shift();
      if (next === undefined) stopped();
      else give(next);
    });
    worker.on('error', (error) => giveUp(error instanceof Error ? error.message : String(error)));
    give(batch);
  };
  for (let i = 0; i < threads; i++) start();
  await promise;
};

/** The largest first, so that none is left for the end. */
const inBatches = (units: readonly Unit[]): Unit[][] => {
  const batches: Unit[][] = [];
  let room = 0;
  for (const unit of [...units].sort((a, b) => b.bytes - a.bytes)) {
    if (batches.length === 0 || room < unit.bytes) {
      batches.push([]);
      room = batchBytes;
    }
    batches.at(-1)?.push(unit);
    room -= unit.bytes;
  }
  return batches;
};

const failed = (unit: Unit, reason: string): UnitResult => ({
  findings: [],
  suppressed: [],
  problems: [
    {
      path: unit.files[0] ?? unit.dir,
      line: 0,
      column: 0,
      message: `the package could not be analysed: ${reason}`,
    },
  ],
  stats: { files: unit.files.length, lines: 0, packages: 1 },
  leftOut: 0,
  notices: [],
  digests: [],
});
