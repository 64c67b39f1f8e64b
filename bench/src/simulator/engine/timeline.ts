/** When everything happens. Times are Unix milliseconds. */
import type { Chance } from '../random.ts';

export interface Timeline {
  startMs: number;
  endMs: number;
  /** When the fault begins; in a normal window, when nothing does. */
  onsetMs: number;
  stepMs: number;
  steps: number;
  /** Sampled requests per step. */
  requestsPerStep: number;
}

const year2025 = Date.UTC(2025, 0, 1);

export const drawTimeline = (chance: Chance, large: boolean): Timeline => {
  const stepMs = 15_000;
  const baselineMs = large ? 120 * 60_000 : chance.integer(30, 45) * 60_000;
  const incidentMs = large ? 30 * 60_000 : chance.integer(6, 16) * 60_000;
  const startMs = year2025 + Math.floor((chance.next() * 600 * 86_400_000) / stepMs) * stepMs;
  const endMs = startMs + baselineMs + incidentMs;
  return {
    startMs,
    endMs,
    onsetMs: startMs + baselineMs - chance.below(stepMs),
    stepMs,
    steps: Math.round((endMs - startMs) / stepMs),
    requestsPerStep: 60,
  };
};

/** Factor on the usual traffic over time: the day's shape, slow wandering, short bursts. */
export const drawTraffic = (chance: Chance, timeline: Timeline): Float64Array => {
  const depth = chance.between(0.1, 0.4);
  const peakHour = chance.between(10, 20);
  const factors = new Float64Array(timeline.steps);
  let wander = 0;
  let burst = 0;
  let middle = 0;
  for (let i = 0; i < timeline.steps; i++) {
    const hour = ((timeline.startMs + i * timeline.stepMs) / 3_600_000) % 24;
    wander = 0.92 * wander + 0.018 * chance.gaussian();
    burst = burst > 0.01 ? burst * 0.7 : chance.chance(0.006) ? chance.between(0.1, 0.35) : 0;
    factors[i] = (1 + depth * Math.cos(((hour - peakHour) * Math.PI) / 12)) * (1 + wander + burst);
    middle += factors[i]! / timeline.steps;
  }
  // Capacity was set for the usual traffic: whatever the hour, the window as a whole is near it.
  const scale = 1 + 0.15 * (chance.next() - 0.5);
  return factors.map((factor) => (factor / middle) * scale);
};
