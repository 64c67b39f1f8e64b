/** The small chart of a piece of evidence: its times, the two windows that are compared, and the same in figures. */
import type { Evidence, EvidenceSeries, TimeWindow } from '@nightglass/model';

export interface Band {
  /** Unix seconds. */
  from: number;
  to: number;
}

export interface EvidencePicture {
  /** Unix seconds, ascending. */
  times: number[];
  values: readonly (number | null)[];
  range: { start: number; end: number };
  before: Band;
  after: Band;
}

const seconds = ({ startMs, endMs }: TimeWindow): Band => ({ from: startMs / 1000, to: endMs / 1000 });

/** Undefined when there is nothing to draw: no series, or not two figures in it. */
export const pictureOf = (
  evidence: Pick<Evidence, 'baseline' | 'window'> & { series: EvidenceSeries | null },
): EvidencePicture | undefined => {
  const { series } = evidence;
  if (series === null || series.stepMs <= 0) return undefined;
  if (series.values.filter((v) => v !== null).length < 2) return undefined;
  const times = series.values.map((_, i) => (series.startMs + i * series.stepMs) / 1000);
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  return {
    times,
    values: series.values,
    range: { start: first, end: Math.max(last, first + 1) },
    before: seconds(evidence.baseline),
    after: seconds(evidence.window),
  };
};

/** Mean of what was measured within a band; null when nothing was. */
export const meanWithin = ({ times, values }: EvidencePicture, { from, to }: Band): number | null => {
  const known = values.filter((v, i): v is number => {
    const at = times[i] ?? Number.NaN;
    return v !== null && at >= from && at < to;
  });
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
};
