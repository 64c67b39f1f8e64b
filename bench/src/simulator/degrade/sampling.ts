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

/** How many times likelier these are to be shown where weights are told: failures of the incident, the target's requests. */
const failedFirst = 3;
const targetFirst = 4;

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
  { large, head, target }: { large: boolean; head: boolean; target: number },
): ShownSampling => {
  const size = sizeOfRequest(system);
  const incidentShare = (timeline.endMs - timeline.onsetMs) / (timeline.endMs - timeline.startMs);
  const all = timeline.steps * timeline.requestsPerStep;
  // At the head: few traces are ever written, whatever the budget of who reads them.
  const wantedSpans = (large ? 50_000 : chance.between(3500, 7000)) * (head ? chance.between(0.1, 0.3) : 1);
  const wantedLines = large ? 180_000 : chance.between(2500, 7500);
  // Who reads within a budget looks closer at the bad time, the failures and who is asked about, and tells the weights;
  // a sampler at the head knows none of that. Some sets of traces are of one rate that nobody remembers.
  const known = head || chance.chance(0.85);
  const chooses = known && !head;
  const closer = chooses ? chance.between(1.5, 4) : 1;
  const boosts = system.entries.map((_, entry) => (chooses && entry === target ? targetFirst : 1));
  const boosted = system.entries.reduce((sum, { share }, entry) => sum + share * boosts[entry]!, 0);
  const spread = 1 / (1 - incidentShare + incidentShare * closer) / boosted;
  const share = (wanted: number, each: number): number => Math.min(1, (wanted / each / all) * spread);
  const spanShare = share(wantedSpans, size.spans);
  const lineShare = share(wantedLines, size.lines);
  const draws = chance.fork('draws');
  const isLate = (timeMs: number): boolean => timeMs >= timeline.onsetMs;
  const chosen = (base: number, timeMs: number, entry: number, failed: boolean): number => {
    const shown = base * boosts[entry]!;
    return Math.min(1, isLate(timeMs) ? shown * closer * (failed && chooses ? failedFirst : 1) : shown);
  };
  const weigh = (weight: number, shown: number): number =>
    known ? Number((weight / shown).toPrecision(4)) : 1;
  let drawn = 0;
  return {
    begin: (timeMs, entry) => {
      // One draw for both: who is traced is logged, when logs are kept at a higher rate. How it goes is not known yet.
      drawn = draws.next();
      return {
        traced: drawn < chosen(spanShare, timeMs, entry, true),
        logged: drawn < chosen(lineShare, timeMs, entry, true),
      };
    },
    settle: ({ weight }, timeMs, entry, failed) => {
      const spans = chosen(spanShare, timeMs, entry, failed);
      const logs = chosen(lineShare, timeMs, entry, failed);
      return {
        spans: drawn < spans ? weigh(weight, spans) : null,
        logs: drawn < logs ? weigh(weight, logs) : null,
      };
    },
    knownShare: head ? Number(spanShare.toPrecision(3)) : 1,
  };
};
