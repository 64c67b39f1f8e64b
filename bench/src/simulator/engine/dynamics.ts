/** What one step leaves to the next: queues, garbage collection, memory, restarts. */
import type { PodState } from './pod-state.ts';
import type { State } from './state.ts';

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
