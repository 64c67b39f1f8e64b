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

/** A pause of so many usual distances between figures is a gap. */
const gapFrom = 2.5;

/**
 * Places of the figures, and of the gaps between them. A grid finer than what was measured has nothing at every other
 * place: those are no gaps, and drawn as such they would leave dots instead of a line.
 */
const withoutRaster = (values: readonly (number | null)[]): number[] => {
  const known = values.flatMap((v, i) => (v === null ? [] : [i]));
  const distances = known.slice(1).map((i, n) => i - (known[n] ?? 0));
  const usual = distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 1;
  return known.flatMap((i, n) => {
    const next = known[n + 1];
    return next !== undefined && next - i > gapFrom * usual ? [i, i + 1] : [i];
  });
};

/** Undefined when there is nothing to draw: no series, or not two figures in it. */
export const pictureOf = (
  evidence: Pick<Evidence, 'baseline' | 'window'> & { series: EvidenceSeries | null },
): EvidencePicture | undefined => {
  const { series } = evidence;
  if (series === null || series.stepMs <= 0) return undefined;
  if (series.values.filter((v) => v !== null).length < 2) return undefined;
  const { startMs, stepMs, values } = series;
  const at = (i: number): number => (startMs + i * stepMs) / 1000;
  const kept = withoutRaster(values);
  const [first, last] = [at(0), at(values.length - 1)];
  return {
    times: kept.map(at),
    values: kept.map((i) => values[i] ?? null),
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
