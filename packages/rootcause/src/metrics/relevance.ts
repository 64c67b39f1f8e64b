/** How much a moved figure says of the symptom that was asked about. */
import type { Context } from '../detector.ts';
import type { MetricMeaning } from './meaning.ts';
import { shareOfSymptom } from './share-of-symptom.ts';
import type { SeriesShift } from './shifts.ts';

/** Few points say less, before as well as now. */
export const support = ({ baseline, incident }: SeriesShift): number =>
  (incident.length / (incident.length + 1)) * (baseline.length / (baseline.length + 5));

const symptomOf: Partial<Record<MetricMeaning, 'latency' | 'errors'>> = {
  latency: 'latency',
  errors: 'errors',
  availability: 'errors',
  timeouts: 'errors',
};

/** What is slow does not fail, and the other way round: figures of the other symptom say less. */
const otherSymptom = 0.6;

/** Factor of the probability, and the share of the target's loss it can explain (null: not known). */
export const relevance = (
  context: Context,
  shift: SeriesShift,
): { factor: number; coverage: number | null } => {
  const kind = shift.meaning === null ? undefined : symptomOf[shift.meaning];
  if (kind === undefined) return { factor: 1, coverage: null };
  const { symptom } = context.data.target;
  const matches = symptom !== 'latency' && symptom !== 'errors' ? true : symptom === kind;
  const coverage = matches ? shareOfSymptom(context, shift.series.entity, kind) : null;
  const share = coverage === null ? 1 : 0.3 + 0.7 * Math.min(1, coverage / 0.5);
  return { factor: (matches ? 1 : otherSymptom) * share, coverage };
};
