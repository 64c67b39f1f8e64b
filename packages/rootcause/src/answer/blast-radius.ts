import type { BlastRadius } from '@nightglass/model';
import type { Context } from '../detector.ts';
import { quantile, stableSum } from '../statistics/robust.ts';
import type { IndexedSpan } from '../traces/span-index.ts';

/** Services whose answers are worse than usual, the worst first: errors, or p95 at least 1.3 times its usual. */
export const blastRadius = (context: Context): BlastRadius[] => {
  const services = new Map<string, { good: IndexedSpan[]; bad: IndexedSpan[] }>();
  for (const span of context.spans.all) {
    const { row, parent } = span;
    const enters = parent === null || parent.row.service !== row.service;
    if (!enters) continue;
    let service = services.get(row.service);
    if (service === undefined) services.set(row.service, (service = { good: [], bad: [] }));
    (span.bad ? service.bad : service.good).push(span);
  }
  const found: BlastRadius[] = [];
  for (const name of [...services.keys()].sort()) {
    const { good, bad } = services.get(name)!;
    if (bad.length < 3) continue;
    const before = errorShare(good);
    const now = errorShare(bad);
    const slowdown = good.length < 3 ? null : p95(bad) / Math.max(0.001, p95(good));
    const worse = now > before + 0.01 || (slowdown !== null && slowdown >= 1.3);
    if (worse)
      found.push({
        entity: { kind: 'service', name },
        badShare: Number(now.toPrecision(4)),
        slowdown: slowdown === null ? null : Number(slowdown.toPrecision(4)),
      });
  }
  const weight = (b: BlastRadius): number => (b.badShare ?? 0) * 10 + Math.log(Math.max(1, b.slowdown ?? 1));
  return found.sort((a, b) => weight(b) - weight(a) || (a.entity.name < b.entity.name ? -1 : 1)).slice(0, 30);
};

const errorShare = (spans: readonly IndexedSpan[]): number => {
  const all = stableSum(spans.map((span) => span.row.weight));
  return all === 0 ? 0 : stableSum(spans.map((span) => (span.row.error ? span.row.weight : 0))) / all;
};

const p95 = (spans: readonly IndexedSpan[]): number =>
  quantile(
    spans.map((span) => span.row.durationMs),
    0.95,
  );
