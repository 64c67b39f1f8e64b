/** The levels that meters read, written down at the end of every step. */
import { liveMb, residentMb } from './dynamics.ts';
import type { PodState } from './pod-state.ts';
import type { Recorder } from './recorder.ts';
import type { State } from './state.ts';

type Read = () => number;

/** Registers every level once; what it answers is called after each step, and begins the counts of the next. */
export const watchLevels = (state: State, recorder: Recorder, stepMs: number): (() => void) => {
  const seconds = stepMs / 1000;
  const reads: { values: Float64Array; read: Read }[] = [];
  const level = (key: string, read: Read): void => {
    reads.push({ values: recorder.level(key), read });
  };
  for (const podState of state.pods) watchPod(state, podState, level);
  for (const database of state.databases) {
    const key = `database:${database.database.index}`;
    level(`${key}:busy`, () => (database.down ? 0 : Math.min(1, database.station.utilisation)));
    level(`${key}:queries`, () => database.queries / seconds);
    level(`${key}:errors`, () => database.errors / seconds);
    // Statements that wait for a lock at a time, by Little's law.
    level(`${key}:locks`, () =>
      database.lock ? (database.queries / seconds) * database.lock.share * (database.lock.ms / 1000) : 0,
    );
    level(`${key}:io`, () => database.ioBusy);
    level(`${key}:disk`, () => database.diskUsedShare);
    level(`${key}:queued`, () => database.station.queued);
  }
  for (const cache of state.caches) {
    const key = `cache:${cache.cache.index}`;
    const asked = (): number => cache.hits + cache.misses;
    level(`${key}:hits`, () => (cache.down !== null || asked() === 0 ? Number.NaN : cache.hits / asked()));
    level(`${key}:asked`, () => (cache.down !== null ? 0 : asked() / seconds));
    level(`${key}:evicted`, () => cache.evictedPerSecond);
  }
  for (const queue of state.queues) {
    const key = `queue:${queue.queue.index}`;
    const consumers = state.podsOf(queue.queue.consumer);
    level(`${key}:published`, () => queue.published / seconds);
    level(`${key}:consumed`, () => queue.consumed / seconds);
    level(
      `${key}:lag`,
      () =>
        consumers.reduce((sum, pod) => sum + (pod.threads?.queued ?? 0), 0) +
        ((queue.stuckMs / 1000) * queue.stuckShare * queue.published) / seconds,
    );
  }
  state.machines.forEach((machine, i) => {
    level(`machine:${i}:cores`, () => machine.usedCores);
    level(`machine:${i}:disk`, () => machine.diskUsedShare);
    level(`machine:${i}:io`, () => machine.ioBusy);
    level(`machine:${i}:ready`, () => (machine.notReady ? 0 : 1));
  });
  return () => {
    for (const { values, read } of reads) values[recorder.step] = read();
    beginCounts(state);
  };
};

const watchPod = (state: State, pod: PodState, level: (key: string, read: Read) => void): void => {
  const key = `pod:${pod.pod.index}`;
  const { service } = pod.pod;
  const down = (): boolean => pod.mode === 'refusing' || pod.mode === 'silent' || pod.stopped;
  level(`${key}:cores`, () => (down() ? service.cores * 0.01 : pod.usedCores));
  level(`${key}:throttled`, () => (down() ? 0 : pod.throttledShare));
  level(`${key}:resident`, () => (down() ? service.memoryBaseMb * 0.3 : residentMb(pod)));
  level(`${key}:live`, () => liveMb(pod));
  level(`${key}:allocated`, () => pod.allocatedMbPerSecond);
  level(`${key}:gc`, () => pod.gcShare);
  level(`${key}:gogc`, () => pod.gogc);
  level(`${key}:inflight`, () => (down() ? 0 : pod.inFlight));
  level(`${key}:loop`, () => Math.min(1, pod.cpu.utilisation));
  level(`${key}:goroutines`, () => pod.inFlight * 2.2 + pod.goroutinesLeaked);
  level(`${key}:cpuwait`, () => (pod.begun > 0 ? pod.waitedMs / pod.begun : 0));
  level(`${key}:pause`, () => pod.pauseShare * pod.pauseMs);
  level(`${key}:restarts`, () => pod.restarts);
  level(`${key}:ready`, () => (pod.mode === 'ok' ? 1 : 0));
  level(`${key}:loss`, () => pod.loss);
  const { threads } = pod;
  if (threads !== null)
    level(`${key}:threads`, () =>
      Math.min(service.threads * pod.threadsFactor, pod.threadsHeld + threads.utilisation * threads.servers),
    );
  if (threads !== null) level(`${key}:threadsmax`, () => Math.round(service.threads * pod.threadsFactor));
  for (const pool of state.poolsOf(pod)) {
    const poolKey = `${key}:pool:${pool.pool.database.index}`;
    const size = (): number => pool.pool.size * pool.sizeFactor;
    level(`${poolKey}:used`, () =>
      Math.min(size(), pool.leaked + pool.station.utilisation * pool.station.servers),
    );
    level(`${poolKey}:max`, () => Math.round(size()));
    level(`${poolKey}:pending`, () => pool.station.queued);
  }
};

const beginCounts = (state: State): void => {
  for (const pod of state.pods) {
    pod.begun = 0;
    pod.heldMs = 0;
    pod.waitedMs = 0;
  }
  for (const database of state.databases) {
    database.queries = 0;
    database.errors = 0;
  }
  for (const cache of state.caches) {
    cache.hits = 0;
    cache.misses = 0;
  }
  for (const queue of state.queues) {
    queue.published = 0;
    queue.consumed = 0;
  }
  for (const external of state.externals) external.count = 0;
};
