import { setTimeout as sleepFor } from 'node:timers/promises';

/** What a source takes from the world besides its target; tests hand in their own, so that nothing waits. */
export interface CollectEnvironment {
  fetch: (url: URL, init: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 up to, not including, 1. */
  random(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` is aborted; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Aborted after `ms` milliseconds. */
  deadline(ms: number): AbortSignal;
}

export const systemEnvironment: CollectEnvironment = {
  fetch: (url, init) => fetch(url, init),
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) => sleepFor(ms, undefined, { signal }).catch(() => {}),
  deadline: (ms) => AbortSignal.timeout(ms),
};

/**
 * Milliseconds to wait after `failures` failures in a row: `first` doubled each time up to `most`, then between half
 * and the whole of it, so that many collectors do not come back at the same moment.
 */
export const retryDelay = (
  failures: number,
  limits: { first: number; most: number },
  random: () => number,
): number =>
  Math.min(limits.most, limits.first * 2 ** Math.min(Math.max(0, failures - 1), 30)) * (0.5 + random() / 2);
