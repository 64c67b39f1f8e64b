/** Which sampled requests are shown, so that an incident has the size that a store would hand out within its budget. */
import type { Sampling } from '../engine/run.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { Chance } from '../random.ts';
import { usualRates } from '../system/capacity.ts';
import type { System } from '../system/system.ts';

export interface ShownSampling extends Sampling {
  /** As `coverage.sampledShare` tells it. */
  knownShare: number;
}

/** Failed requests of the incident are this many times likelier to be shown, where weights are told. */
const failedFirst = 3;

/** Spans and log lines that one request leaves on average. */
const sizeOfRequest = (system: System): { spans: number; lines: number } => {
  const rates = usualRates(system);
  let spans = 0;
  let visits = 0;
  for (const operation of system.operations) {
    const rate = rates.operations[operation.index]!;
    spans += rate * (operation.inner === '' ? 1 : 2);
    visits += rate * (operation.index % 3 === 0 ? 1.4 : 0.75);
  }
  for (const call of system.calls) spans += rates.calls[call.index]! * (call.kind === 'cached' ? 1.2 : 1);
  return { spans: spans / system.requestsPerSecond, lines: visits / system.requestsPerSecond };
};

export const drawSampling = (
  chance: Chance,
  system: System,
  timeline: Timeline,
  { large, head }: { large: boolean; head: boolean },
): ShownSampling => {
  const size = sizeOfRequest(system);
  const incidentShare = (timeline.endMs - timeline.onsetMs) / (timeline.endMs - timeline.startMs);
  const all = timeline.steps * timeline.requestsPerStep;
  // At the head: few traces are ever written, whatever the budget of who reads them.
  const wantedSpans = (large ? 50_000 : chance.between(3500, 7000)) * (head ? chance.between(0.1, 0.3) : 1);
  const wantedLines = large ? 180_000 : chance.between(2500, 7500);
  // With known weights the bad time may be looked at more closely; without them everything is kept at one rate.
  const known = head || chance.chance(0.7);
  // A store that reads within a budget takes failures first; a sampler at the head cannot know them.
  const stratified = known && !head;
  const closer = known && !head ? chance.between(1, 3) : 1;
  const spread = 1 / (1 - incidentShare + incidentShare * closer);
  const share = (wanted: number, each: number): number => Math.min(1, (wanted / each / all) * spread);
  const spanShare = share(wantedSpans, size.spans);
  const lineShare = share(wantedLines, size.lines);
  const draws = chance.fork('draws');
  const isLate = (timeMs: number): boolean => timeMs >= timeline.onsetMs;
  const chosen = (base: number, timeMs: number, failed: boolean): number =>
    Math.min(1, isLate(timeMs) ? base * closer * (failed && stratified ? failedFirst : 1) : base);
  const weigh = (weight: number, shown: number): number =>
    known ? Number((weight / shown).toPrecision(4)) : 1;
  let drawn = 0;
  return {
    begin: (timeMs) => {
      // One draw for both: who is traced is logged, when logs are kept at a higher rate.
      drawn = draws.next();
      const most = isLate(timeMs) && stratified ? failedFirst : 1;
      return {
        traced: drawn < chosen(spanShare, timeMs, false) * most,
        logged: drawn < chosen(lineShare, timeMs, false) * most,
      };
    },
    settle: ({ weight }, timeMs, failed) => {
      const spans = chosen(spanShare, timeMs, failed);
      const logs = chosen(lineShare, timeMs, failed);
      return {
        spans: drawn < spans ? weigh(weight, spans) : null,
        logs: drawn < logs ? weigh(weight, logs) : null,
      };
    },
    knownShare: head ? Number(spanShare.toPrecision(3)) : 1,
  };
};
