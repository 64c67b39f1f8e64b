/** Messages of each queue, and how long they waited to be taken up, as traces tell it. */
import type { ExplanationEntity } from '@nightglass/model';
import type { Context } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { mad, median } from '../statistics/robust.ts';
import { likelihood, mannWhitney, proportionGrowth } from '../statistics/tests.ts';
import type { IndexedSpan } from './span-index.ts';

export interface Sent {
  /** From being handed over to being taken up, ms; null: not taken up as far as traces tell. */
  waitMs: number | null;
  /** The producer's. */
  span: IndexedSpan;
}

export interface QueueWaits {
  entity: ExplanationEntity;
  /** Services that took messages up. */
  readers: ReadonlySet<string>;
  good: readonly Sent[];
  bad: readonly Sent[];
  /** Medians, ms, and how likely it is that messages wait longer than usual. */
  longer: { p: number; chance: number; before: number; after: number };
  /** Shares of the messages that nobody took up, and how likely it is that they are more than usual. */
  lost: { p: number; chance: number; before: number; after: number };
  /** The larger p, less for few messages. */
  p: number;
}

const fewest = 5;
/** A shorter wait is no news, ms. */
const floorMs = 50;
/** Messages of the incident's last part may still be waiting for a good reason. */
const judgedShare = 0.8;

const cache = new WeakMap<Context, readonly QueueWaits[]>();

/**
 * p = n / (n + 4) times the larger of the logistic of (median after - before) / max(1.4826 MAD, 5 %, 50 ms), even at two,
 * and of a - b for messages never taken up (z of two proportions). Ascending by queue; those with enough messages only.
 */
export const queueWaits = (context: Context): readonly QueueWaits[] => {
  let known = cache.get(context);
  if (known === undefined) cache.set(context, (known = compute(context)));
  return known;
};

interface Collected {
  entity: ExplanationEntity;
  readers: Set<string>;
  good: Sent[];
  bad: Sent[];
}

const compute = (context: Context): QueueWaits[] => {
  const queues = collect(context);
  return [...queues.keys()].sort().flatMap((key) => {
    const queue = queues.get(key)!;
    const { good, bad, readers } = queue;
    if (good.length < fewest || bad.length < fewest || readers.size === 0) return [];
    const longer = growth(good, bad);
    const lost = missing(good, bad);
    return [{ ...queue, longer, lost, p: Math.max(longer.p, lost.p) * (bad.length / (bad.length + 4)) }];
  });
};

const collect = (context: Context): Map<string, Collected> => {
  const { incident, onsetMs } = context;
  const until = onsetMs + judgedShare * (incident.endMs - onsetMs);
  const queues = new Map<string, Collected>();
  for (const span of context.spans.all) {
    const { row } = span;
    if (row.kind !== 'producer' || row.error || row.peer === null || (span.bad && row.startMs > until))
      continue;
    const entity = context.graph.canonical(row.peer);
    if (entity.kind !== 'queue') continue;
    const key = entityKey(entity);
    let queue = queues.get(key);
    if (queue === undefined) queues.set(key, (queue = { entity, readers: new Set(), good: [], bad: [] }));
    const taken = span.children.find((child) => child.row.kind === 'consumer');
    if (taken !== undefined) queue.readers.add(taken.row.service);
    (span.bad ? queue.bad : queue.good).push({
      waitMs: taken === undefined ? null : taken.row.startMs - row.startMs,
      span,
    });
  }
  return queues;
};

const growth = (good: readonly Sent[], bad: readonly Sent[]): QueueWaits['longer'] => {
  const waits = (sent: readonly Sent[]): number[] => sent.flatMap(({ waitMs }) => waitMs ?? []);
  const [b, a] = [waits(good), waits(bad)];
  const before = median(b);
  const after = median(a);
  const scale = Math.max(1.4826 * mad(b, before), 0.05 * before, floorMs);
  const deviations = (after - before) / scale;
  const { p: chance, z } = mannWhitney(b, a);
  const enough = b.length >= fewest && a.length >= fewest && z >= 2 && deviations > 0.7;
  const p = enough ? likelihood(deviations, 2) : 0;
  return { p, chance, before, after };
};

const missing = (good: readonly Sent[], bad: readonly Sent[]): QueueWaits['lost'] => {
  const count = (sent: readonly Sent[]): number => sent.filter(({ waitMs }) => waitMs === null).length;
  const { p: chance, z } = proportionGrowth(count(good), good.length, count(bad), bad.length);
  const before = count(good) / good.length;
  const after = count(bad) / bad.length;
  return { p: z < 3 ? 0 : (after - before) * Math.min(1, z / 6), chance, before, after };
};
