/** What one step leaves to the next: queues, garbage collection, memory, restarts; and the levels that meters read. */
import type { Recorder } from './recorder.ts';
import type { PodState, State } from './state.ts';

/** Allocation of a busy core, MB per second, and what marking costs, core milliseconds per live MB. */
const allocatedPerCore = 160;
const markMsPerMb = 0.3;
const restartMs = [12_000, 25_000, 45_000, 85_000, 160_000];

/** Live heap of a pod, MB. */
export const liveMb = (podState: PodState): number =>
  podState.pod.service.memoryBaseMb * 0.45 +
  podState.leakMb +
  podState.inFlight * 0.12 +
  podState.goroutinesLeaked * 0.004;

/** Resident memory, MB. */
export const residentMb = (podState: PodState): number =>
  Math.min(
    podState.pod.service.memoryLimitMb * 1.02,
    podState.pod.service.memoryBaseMb +
      podState.leakMb * 1.15 +
      podState.inFlight * 0.2 +
      podState.goroutinesLeaked * 0.009,
  );

const collectGarbage = (podState: PodState): void => {
  const { language, memoryLimitMb, cores } = podState.pod.service;
  const live = Math.max(8, liveMb(podState));
  if (language === 'go') {
    const goal = Math.max(live + 0.6, Math.min(live * (1 + podState.gogc / 100), podState.memoryGoalMb));
    const cycles = podState.allocatedMbPerSecond / (goal - live);
    podState.gcCores = Math.min(
      cores * 0.5,
      (cycles * live * markMsPerMb) / 1000 + podState.goroutinesLeaked * 2e-6,
    );
  } else if (language === 'java' || language === 'node') {
    const room = Math.max(memoryLimitMb * 0.012, memoryLimitMb * 0.8 - live);
    const cycles = podState.allocatedMbPerSecond / room;
    podState.gcCores = Math.min(cores * 0.6, (cycles * live * markMsPerMb * 0.8) / 1000);
    if (live > memoryLimitMb * 0.62) {
      podState.pauseShare = Math.max(podState.pauseShare, Math.min(0.5, cycles * 0.08));
      podState.pauseMs = Math.max(podState.pauseMs, live * 0.9);
    }
  } else podState.gcCores = 0;
  podState.gcShare = podState.gcCores / cores;
};

export const advancePod = (state: State, podState: PodState, stepMs: number, timeMs: number): void => {
  const { service, machine } = podState.pod;
  const pressure = state.machineOf(machine).pressure;
  const allowed = service.cores * podState.coresFactor;
  const free = Math.max(allowed * 0.04, (allowed - podState.stolenCores - podState.gcCores) / pressure);
  podState.cpu.servers = service.language === 'node' ? Math.min(1, free) : free;
  podState.cpu.advance(stepMs);
  podState.stretch =
    pressure * (1 + Math.min(1, podState.gcShare)) * (1 + Math.min(3, podState.stolenCores / allowed) * 0.5);
  podState.usedCores = Math.min(
    allowed,
    podState.cpu.utilisation * podState.cpu.servers + podState.stolenCores + podState.gcCores,
  );
  const wanted = podState.cpu.utilisation + (podState.stolenCores + podState.gcCores) / allowed;
  podState.throttledShare = Math.max(
    podState.throttledShare,
    Math.min(0.95, Math.max(0, (wanted - 0.75) * 1.6)),
  );
  podState.allocatedMbPerSecond +=
    0.4 *
    (podState.cpu.utilisation * podState.cpu.servers * allocatedPerCore - podState.allocatedMbPerSecond);
  podState.inFlight = podState.heldMs / stepMs;
  if (podState.threads !== null) {
    podState.threads.servers = Math.max(
      0.05,
      service.threads * podState.threadsFactor - podState.threadsHeld,
    );
    podState.threads.advance(stepMs);
  }
  podState.lock.advance(stepMs);
  for (const pool of state.poolsOf(podState)) {
    pool.station.servers = Math.max(0.05, pool.pool.size * pool.sizeFactor - pool.leaked);
    pool.station.advance(stepMs);
  }
  collectGarbage(podState);
  if (residentMb(podState) >= service.memoryLimitMb && timeMs >= podState.downUntilMs) {
    const pause = restartMs[Math.min(restartMs.length - 1, podState.restarts)]!;
    state.stop(podState, {
      startMs: timeMs + stepMs,
      endMs: timeMs + stepMs + pause,
      reason: 'OOMKilled',
      exitCode: 137,
    });
  }
};

export const recordLevels = (state: State, recorder: Recorder, stepMs: number): void => {
  const seconds = stepMs / 1000;
  for (const podState of state.pods) {
    const key = `pod:${podState.pod.index}`;
    const down = podState.mode === 'refusing' || podState.mode === 'out';
    const { service } = podState.pod;
    recorder.level(`${key}:cores`, down ? service.cores * 0.01 : podState.usedCores);
    recorder.level(`${key}:throttled`, down ? 0 : podState.throttledShare);
    recorder.level(`${key}:resident`, down ? service.memoryBaseMb * 0.3 : residentMb(podState));
    recorder.level(`${key}:live`, liveMb(podState));
    recorder.level(`${key}:allocated`, podState.allocatedMbPerSecond);
    recorder.level(`${key}:gc`, podState.gcShare);
    recorder.level(`${key}:gogc`, podState.gogc);
    recorder.level(`${key}:inflight`, podState.inFlight);
    recorder.level(`${key}:begun`, podState.begun / seconds);
    recorder.level(`${key}:goroutines`, podState.inFlight * 2.2 + podState.goroutinesLeaked);
    recorder.level(`${key}:cpuwait`, podState.begun > 0 ? podState.waitedMs / podState.begun : 0);
    recorder.level(`${key}:pause`, podState.pauseShare * podState.pauseMs);
    recorder.level(`${key}:lockwait`, podState.lock.utilisation);
    recorder.level(`${key}:restarts`, podState.restarts);
    recorder.level(`${key}:ready`, podState.mode === 'ok' ? 1 : 0);
    recorder.level(`${key}:loss`, podState.loss);
    if (podState.threads !== null) {
      const threads = service.threads * podState.threadsFactor;
      recorder.level(
        `${key}:threads`,
        Math.min(threads, podState.threadsHeld + podState.threads.utilisation * podState.threads.servers),
      );
      recorder.level(`${key}:queued`, podState.threads.queued);
      recorder.level(`${key}:delay`, podState.threads.delayMs);
    }
    for (const pool of state.poolsOf(podState)) {
      const size = pool.pool.size * pool.sizeFactor;
      const poolKey = `${key}:pool:${pool.pool.database.index}`;
      recorder.level(
        `${poolKey}:used`,
        Math.min(size, pool.leaked + pool.station.utilisation * pool.station.servers),
      );
      recorder.level(`${poolKey}:max`, Math.round(size));
      recorder.level(`${poolKey}:pending`, pool.station.queued);
    }
    podState.begun = 0;
    podState.heldMs = 0;
    podState.waitedMs = 0;
  }
  for (const database of state.databases) {
    const key = `database:${database.database.index}`;
    recorder.level(`${key}:busy`, database.down ? 0 : Math.min(1, database.station.utilisation));
    recorder.level(`${key}:queries`, database.queries / seconds);
    recorder.level(`${key}:errors`, database.errors / seconds);
    recorder.level(
      `${key}:locks`,
      database.lock ? (database.queries / seconds) * database.lock.share * (database.lock.ms / 1000) : 0,
    );
    recorder.level(`${key}:io`, database.ioBusy);
    recorder.level(`${key}:disk`, database.diskUsedShare);
    recorder.level(`${key}:queued`, database.station.queued);
    database.queries = 0;
    database.errors = 0;
  }
  for (const cache of state.caches) {
    const key = `cache:${cache.cache.index}`;
    const asked = cache.hits + cache.misses;
    recorder.level(`${key}:hits`, cache.down !== null || asked === 0 ? Number.NaN : cache.hits / asked);
    recorder.level(`${key}:asked`, cache.down !== null ? 0 : asked / seconds);
    recorder.level(`${key}:evicted`, cache.evictedPerSecond);
    cache.hits = 0;
    cache.misses = 0;
  }
  for (const queue of state.queues) {
    const key = `queue:${queue.queue.index}`;
    let lag = 0;
    for (const podState of state.podsOf(queue.queue.consumer)) lag += podState.threads?.queued ?? 0;
    recorder.level(`${key}:published`, queue.published / seconds);
    recorder.level(`${key}:consumed`, queue.consumed / seconds);
    recorder.level(
      `${key}:lag`,
      lag + ((queue.stuckMs / 1000) * queue.stuckShare * queue.published) / seconds,
    );
    queue.published = 0;
    queue.consumed = 0;
  }
  for (const external of state.externals) {
    const key = `external:${external.external.index}`;
    recorder.level(`${key}:rate`, external.count / seconds);
    recorder.level(`${key}:errors`, external.errors / seconds);
    external.count = 0;
    external.errors = 0;
  }
  state.machines.forEach((machine, i) => {
    recorder.level(`machine:${i}:cores`, machine.usedCores);
    recorder.level(`machine:${i}:disk`, machine.diskUsedShare);
    recorder.level(`machine:${i}:io`, machine.ioBusy);
    recorder.level(`machine:${i}:ready`, machine.notReady ? 0 : 1);
  });
};
