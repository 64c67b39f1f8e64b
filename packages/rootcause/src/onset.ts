/** When the trouble began. */
import type { TimeWindow } from '@nightglass/model';
import type { IncidentData } from './incident.ts';
import { type Point, requestPoints, stepPoints, symptomPoints } from './onset/points.ts';
import { type Split, splitOfRanks, splitOfSizes } from './onset/split.ts';

export interface Onset {
  /** Null when no change was found: the incident's own start is used. */
  foundMs: number | null;
  baseline: TimeWindow;
  incident: TimeWindow;
}

/** The hint may be off by this much on either side. */
const slackMs = 150_000;
/** A split below this statistic (squared t on ranks, about) is no change. */
const minimumStatistic = 18;
/** The most surprising of many rows without a change surprises more than a single one. */
const leastOf = (rows: number): number => minimumStatistic + 2 * Math.log(Math.max(1, rows));

/**
 * Looks for the split of the symptom in time around the given start (reference 3.3): of the requests and figures that were
 * asked about, and of every step that those requests take. The most surprising one counts. Baseline and incident are moved
 * to it: a start that is told late leaves trouble in the normal time, and what is as bad as that is no news.
 */
export const findOnset = (data: IncidentData): Onset => {
  const { baseline, incident } = data;
  const hint = incident.startMs;
  const joined = baseline.startMs < hint && hint - baseline.endMs < slackMs;
  // Half of the incident must be left after it; how far it lies back has nothing to do with what is left.
  const slack = Math.min(slackMs, (incident.endMs - hint) / 2);
  const from = joined
    ? Math.max(hint - slackMs, baseline.startMs + (baseline.endMs - baseline.startMs) / 2)
    : hint;
  const to = hint + slack;
  const search = (rows: Point[][], split: typeof splitOfRanks): Split[] =>
    rows.map((points) => split(points, from, to, leastOf(rows.length))).filter((one) => one !== null);
  const found = [
    ...search([requestPoints(data)], splitOfRanks),
    ...search(symptomPoints(data), splitOfRanks),
    ...search(stepPoints(data), splitOfSizes),
  ].sort((a, b) => b.statistic - a.statistic || a.timeMs - b.timeMs)[0];
  const onset = found?.timeMs ?? hint;
  return {
    foundMs: found?.timeMs ?? null,
    baseline: {
      startMs: baseline.startMs,
      endMs: baselineEnd(baseline, onset, joined && found !== undefined),
    },
    incident: { startMs: onset, endMs: incident.endMs },
  };
};

/** The normal time reaches up to a found onset, never over it; one that was recorded afterwards stays as it is. */
const baselineEnd = ({ startMs, endMs }: TimeWindow, onsetMs: number, upToOnset: boolean): number => {
  if (startMs >= onsetMs) return endMs;
  return upToOnset ? onsetMs : Math.min(endMs, onsetMs);
};
