import type { ExplanationEntity } from '@nightglass/model';
import { type Context, type Detector, evidenceDraft, type Finding, finding } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { loadRatio } from '../metrics/load.ts';
import { mad, median } from '../statistics/robust.ts';
import { mannWhitney, proportionGrowth } from '../statistics/tests.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { duration, percent } from '../words/figures.ts';

/**
 * How long messages wait, as traces tell it: from the start of the producer's span to that of the consumer's, per queue and
 * reader, in the incident against the normal time; and the share of messages that nobody has taken up. A queue that is not
 * emptied needs no figure of its lag to be seen. p = n / (n + 4) times the larger of the logistic of
 * (median after - before) / max(1.4826 MAD, 5 %, 50 ms), even at two, and of a - b for messages never taken up (z of two
 * proportions). Both are told of the queue, and of its reader when there is only one and no more is sent than usual.
 */
export const queueWait: Detector = {
  name: 'saturation',
  independent: true,
  detect: (context) => {
    const ways = collect(context);
    return [...ways.keys()].sort().flatMap((key) => toFindings(context, ways.get(key)!));
  },
};

interface Sent {
  /** From being handed over to being taken up, ms; null: not taken up as far as traces tell. */
  waitMs: number | null;
  span: IndexedSpan;
}
interface Queue {
  entity: ExplanationEntity;
  readers: Set<string>;
  good: Sent[];
  bad: Sent[];
}

const fewest = 5;
/** A shorter wait is no news, ms. */
const floorMs = 50;
/** Messages of the incident's last part may still be waiting for a good reason. */
const judgedShare = 0.8;

const collect = (context: Context): Map<string, Queue> => {
  const { incident, onsetMs } = context;
  const until = onsetMs + judgedShare * (incident.endMs - onsetMs);
  const queues = new Map<string, Queue>();
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

const toFindings = (context: Context, queue: Queue): Finding[] => {
  const { entity, readers, good, bad } = queue;
  if (good.length < fewest || bad.length < fewest || readers.size === 0) return [];
  const waits = (sent: readonly Sent[]): number[] => sent.flatMap(({ waitMs }) => waitMs ?? []);
  const longer = growth(waits(good), waits(bad));
  const lost = missing(good, bad);
  const p = Math.max(longer.p, lost.p) * (bad.length / (bad.length + 4));
  if (p < 0.1) return [];
  const told = longer.p >= lost.p ? longer : lost;
  const worst = bad.toSorted((a, b) => (b.waitMs ?? 0) - (a.waitMs ?? 0) || order(a, b));
  const common = {
    faultClass: 'queue_lag' as const,
    inherits: true,
    onsetMs: bad.find(({ waitMs }) => waitMs === null || waitMs > longer.limit)?.span.row.startMs ?? null,
    evidence: [
      evidenceDraft({
        signal: 'trace',
        entity,
        subject: entity.name.slice(0, 300),
        unit: told.unit,
        before: told.before,
        after: told.after,
        n: bad.length,
        p: told.chance,
        text: told.text(entity.name),
        query: {
          kind: 'traces',
          service: bad[0]!.span.row.service,
          operation: bad[0]!.span.row.name,
          status: '',
          minDurationMs: null,
          attributes: {},
          window: context.incident,
        },
        exemplars: worst.slice(0, 3).map(({ span: { row } }) => ({
          traceId: row.traceId,
          spanId: row.spanId,
          logId: '',
          timeMs: row.startMs,
        })),
      }),
    ],
  };
  const found = [finding({ ...common, entity, detail: 'growing', p })];
  if (readers.size > 1 || (loadRatio(context, entity) ?? 1) > surge) return found;
  const reader: ExplanationEntity = { kind: 'service', name: [...readers][0]! };
  return [...found, finding({ ...common, entity: reader, detail: 'slow_consumer', p: p * ofReader })];
};

const surge = 1.3;
/** It may also be what it stands on. */
const ofReader = 0.9;

const order = (a: Sent, b: Sent): number =>
  a.span.row.startMs - b.span.row.startMs || (a.span.row.spanId < b.span.row.spanId ? -1 : 1);

interface Told {
  p: number;
  before: number;
  after: number;
  unit: string;
  chance: number;
  /** Beyond this a message waits unusually long, ms. */
  limit: number;
  text(queue: string): { en: string; zh: string };
}

const growth = (good: readonly number[], bad: readonly number[]): Told => {
  const before = median(good);
  const after = median(bad);
  const scale = Math.max(1.4826 * mad(good, before), 0.05 * before, floorMs);
  const deviations = (after - before) / scale;
  const { p: chance, z } = mannWhitney([...good], [...bad]);
  const enough = good.length >= fewest && bad.length >= fewest && z >= 2 && deviations > 0.7;
  return {
    p: enough ? 1 / (1 + Math.exp(-2.2 * (Math.log1p(deviations) - Math.log1p(2)))) : 0,
    before,
    after,
    unit: 'ms',
    chance,
    limit: (before + after) / 2,
    text: (queue) => ({
      en: `Messages of ${queue} wait ${duration(after)} until they are taken up, ${duration(before)} before.`,
      zh: `${queue} 的消息等待 ${duration(after)} 才被取走，此前为 ${duration(before)}。`,
    }),
  };
};

const missing = (good: readonly Sent[], bad: readonly Sent[]): Told => {
  const count = (sent: readonly Sent[]): number => sent.filter(({ waitMs }) => waitMs === null).length;
  const { p: chance, z } = proportionGrowth(count(good), good.length, count(bad), bad.length);
  const before = count(good) / good.length;
  const after = count(bad) / bad.length;
  return {
    p: z < 3 ? 0 : (after - before) * Math.min(1, z / 6),
    before,
    after,
    unit: '1',
    chance,
    limit: Number.POSITIVE_INFINITY,
    text: (queue) => ({
      en: `${percent(after)} of the messages of ${queue} are not taken up, ${percent(before)} before.`,
      zh: `${queue} 有 ${percent(after)} 的消息未被取走，此前为 ${percent(before)}。`,
    }),
  };
};
