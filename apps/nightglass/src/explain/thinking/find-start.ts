/** When the trouble began within a range that a person named: a person knows about when, not when. Pure. */
import type { IncidentData, SpanRow } from '@nightglass/rootcause';

/** Requests of so many milliseconds are one figure; each counts the same, however many requests it is of. */
const binMs = 5_000;
const fewestBins = 12;
/** At least so much of the difference between bins must lie in the split. */
const leastExplained = 0.3;

interface Bin {
  startMs: number;
  /** Failed share, and mean logarithm of the durations. */
  failed: number;
  slow: number;
}

/** Requests that come in where it was asked: roots of the whole system, what the service answers, or the operation. */
const isEntry = ({ service, operation }: IncidentData['target'], span: SpanRow): boolean => {
  if (service === '') return span.parentId === '';
  return (
    span.service === service &&
    (operation === '' || span.name === operation) &&
    (span.kind === 'server' || span.kind === 'consumer' || span.parentId === '')
  );
};

const binsOf = (data: IncidentData): Bin[] => {
  const bins = new Map<number, { weight: number; failed: number; slow: number }>();
  for (const span of data.spans) {
    if (!isEntry(data.target, span)) continue;
    const at = Math.floor(span.startMs / binMs);
    const bin = bins.get(at) ?? { weight: 0, failed: 0, slow: 0 };
    bin.weight += span.weight;
    if (span.error) bin.failed += span.weight;
    bin.slow += span.weight * Math.log(span.durationMs + 1);
    bins.set(at, bin);
  }
  return [...bins]
    .sort(([a], [b]) => a - b)
    .map(([at, { weight, failed, slow }]) => ({
      startMs: at * binMs,
      failed: failed / weight,
      slow: slow / weight,
    }));
};

/** The split that leaves the least squares on both sides, and the share of the squares it takes away. */
const split = (bins: readonly Bin[], of: (bin: Bin) => number): { at: number; explained: number } => {
  const n = bins.length;
  const total = bins.reduce((sum, bin) => sum + of(bin), 0);
  const mean = total / n;
  const squares = bins.reduce((sum, bin) => sum + (of(bin) - mean) ** 2, 0);
  let best = { at: 0, explained: 0 };
  let before = 0;
  for (let i = 1; i < n - 1; i++) {
    before += of(bins[i - 1] ?? { startMs: 0, failed: 0, slow: 0 });
    if (i < 3) continue;
    const low = before / i;
    const high = (total - before) / (n - i);
    // Only what became worse is the beginning of trouble.
    const explained = high > low && squares > 0 ? ((i * (n - i)) / n) * ((high - low) ** 2 / squares) : 0;
    if (explained > best.explained) best = { at: i, explained };
  }
  return best;
};

/**
 * Moves the beginning of the incident to where requests became worse, when that is clear and lies inside what was asked
 * about; the time before it is normal time then. The engine looks for the exact moment around it.
 */
export const findStart = (data: IncidentData): IncidentData => {
  const bins = binsOf(data).filter(
    (bin) => bin.startMs >= data.baseline.startMs && bin.startMs < data.incident.endMs,
  );
  if (bins.length < fewestBins) return data;
  const found = [(bin: Bin) => bin.failed, (bin: Bin) => bin.slow]
    .map((of) => split(bins, of))
    .reduce((a, b) => (b.explained > a.explained ? b : a));
  const startMs = bins[found.at]?.startMs ?? 0;
  const inside = startMs > data.incident.startMs || data.incident.startMs - startMs < 2 * binMs;
  const young = data.baseline.endMs - data.baseline.startMs < 180_000;
  if (found.explained < leastExplained || !(inside || young)) return data;
  return {
    ...data,
    baseline: { startMs: data.baseline.startMs, endMs: startMs },
    incident: { startMs, endMs: data.incident.endMs },
  };
};
