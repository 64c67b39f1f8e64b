import type { Context, EvidenceDraft } from '../detector.ts';
import { evidenceDraft } from '../detector.ts';
import { sorted } from '../statistics/robust.ts';
import { normalTail } from '../statistics/tests.ts';
import { figure } from '../words/figures.ts';
import { chartOf } from './chart.ts';
import type { SeriesShift } from './shifts.ts';

/** The moved series as evidence: its usual and its present figure, its chart and the query that draws it again. */
export const shiftEvidence = (context: Context, shift: SeriesShift): EvidenceDraft => {
  const { series, medianBefore, z } = shift;
  const after = presentFigure(shift);
  const name = series.aggregation === '' ? series.name : `${series.name} (${series.aggregation})`;
  const from = figure(medianBefore, series.unit);
  const to = figure(after, series.unit);
  return evidenceDraft({
    signal: 'metric',
    entity: series.entity,
    subject: name,
    unit: series.unit,
    before: medianBefore,
    after,
    effect: Number(z.toPrecision(4)),
    effectUnit: 'z',
    n: shift.incident.length,
    p: normalTail(Math.abs(z)),
    text: {
      en: `${name} of ${series.entity.name} went from ${from} to ${to}.`,
      zh: `${series.entity.name} 的 ${name} 从 ${from} 变为 ${to}。`,
    },
    query: {
      kind: 'metric',
      name: series.name,
      aggregation: series.aggregation,
      service: series.entity.kind === 'service' ? series.entity.name : '',
      labels: series.labels,
      window: { startMs: context.baseline.startMs, endMs: context.incident.endMs },
    },
    series: chartOf(context, series),
  });
};

/** The median of the incident, or its 90th percentile where only that moved. */
const presentFigure = (shift: SeriesShift): number => {
  const { incident, medianBefore, medianAfter, scale } = shift;
  if (Math.abs(medianAfter - medianBefore) >= 2 * scale) return medianAfter;
  const ordered = sorted(incident);
  const high = ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * 0.9))]!;
  const low = ordered[Math.floor(ordered.length * 0.1)]!;
  return Math.abs(high - medianBefore) >= Math.abs(low - medianBefore) ? high : low;
};
