/** Which sampled requests are shown, so that an incident has the size that a store would hand out within its budget. */
import type { Request } from '../engine/request.ts';
import type { Sampling } from '../engine/run.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { Chance } from '../random.ts';
import { usualRates } from '../system/capacity.ts';
import type { System } from '../system/system.ts';

export interface ShownSampling extends Sampling {
  spanWeight(request: Request, timeMs: number): number;
  logWeight(request: Request, timeMs: number): number;
  /** As `coverage.sampledShare` tells it. */
  knownShare: number;
}

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
  const closer = known && !head ? chance.between(1, 3) : 1;
  const spread = 1 / (1 - incidentShare + incidentShare * closer);
  const share = (wanted: number, each: number): number => Math.min(1, (wanted / each / all) * spread);
  const spanShare = share(wantedSpans, size.spans);
  const lineShare = share(wantedLines, size.lines);
  const draws = chance.fork('draws');
  const at = (base: number, timeMs: number): number =>
    Math.min(1, timeMs >= timeline.onsetMs ? base * closer : base);
  let logged = 0;
  const weigh = (request: Request, shown: number): number =>
    known ? Number((request.weight / shown).toPrecision(4)) : 1;
  return {
    traced: (timeMs) => {
      // One draw for both: who is traced is logged, when logs are kept at a higher rate.
      logged = draws.next();
      return logged < at(spanShare, timeMs);
    },
    logged: (timeMs) => logged < at(lineShare, timeMs),
    spanWeight: (request, timeMs) => weigh(request, at(spanShare, timeMs)),
    logWeight: (request, timeMs) => weigh(request, at(lineShare, timeMs)),
    knownShare: head ? Number(spanShare.toPrecision(3)) : 1,
  };
};
