import type { ExplanationEntity, LocalText } from '@nightglass/model';
import { type Context, type Detector, evidenceDraft, type Finding, finding } from '../detector.ts';
import { loadRatio } from '../metrics/load.ts';
import { type QueueWaits, queueWaits, type Sent } from '../traces/queue-waits.ts';
import { duration, percent } from '../words/figures.ts';

/**
 * How long messages wait, as traces tell it: from the start of the producer's span to that of the consumer's, and the share
 * that nobody takes up, against the normal time (formulas in traces/queue-waits.ts). A queue that is not emptied needs no
 * figure of its lag to be seen. Told of the queue, and of its reader when there is only one and no more is sent than usual.
 */
export const queueWait: Detector = {
  name: 'saturation',
  independent: true,
  detect: (context) => queueWaits(context).flatMap((queue) => toFindings(context, queue)),
};

const leastP = 0.1;
/** More than usual is sent: then the reader need not be slow. */
const surge = 1.3;
/** It may also be what it stands on. */
const ofReader = 0.9;

const toFindings = (context: Context, queue: QueueWaits): Finding[] => {
  const { entity, readers, bad, longer, p } = queue;
  if (p < leastP) return [];
  const limit = (longer.before + longer.after) / 2;
  const common = {
    faultClass: 'queue_lag' as const,
    inherits: true,
    onsetMs: bad.find(({ waitMs }) => waitMs === null || waitMs > limit)?.span.row.startMs ?? null,
    evidence: [evidence(context, queue)],
  };
  const found = [finding({ ...common, entity, detail: 'growing', p })];
  if (readers.size > 1 || (loadRatio(context, entity) ?? 1) > surge) return found;
  const reader: ExplanationEntity = { kind: 'service', name: [...readers][0]! };
  return [...found, finding({ ...common, entity: reader, detail: 'slow_consumer', p: p * ofReader })];
};

const evidence = (context: Context, { entity, bad, longer, lost }: QueueWaits) => {
  const waits = longer.p >= lost.p;
  const { before, after, chance } = waits ? longer : lost;
  const worst = bad.toSorted((a, b) => (b.waitMs ?? 0) - (a.waitMs ?? 0) || order(a, b));
  return evidenceDraft({
    signal: 'trace',
    entity,
    subject: entity.name.slice(0, 300),
    unit: waits ? 'ms' : '1',
    before,
    after,
    n: bad.length,
    p: chance,
    text: waits ? longerText(entity.name, before, after) : lostText(entity.name, before, after),
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
  });
};

const order = (a: Sent, b: Sent): number =>
  a.span.row.startMs - b.span.row.startMs || (a.span.row.spanId < b.span.row.spanId ? -1 : 1);

/** Clocks of two machines may differ: before, a message may seem to be taken up before it was sent. */
const longerText = (queue: string, before: number, after: number): LocalText => ({
  en: `Messages of ${queue} wait ${duration(after)} until they are taken up, ${duration(Math.max(0, before))} before.`,
  zh: `${queue} 的消息等待 ${duration(after)} 才被取走，此前为 ${duration(Math.max(0, before))}。`,
});

const lostText = (queue: string, before: number, after: number): LocalText => ({
  en: `${percent(after)} of the messages of ${queue} are not taken up, ${percent(before)} before.`,
  zh: `${queue} 有 ${percent(after)} 的消息未被取走，此前为 ${percent(before)}。`,
});
