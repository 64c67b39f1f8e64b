/** Work that is ready and waits for its turn: Node's event loop, Go's scheduler, .NET's thread pool. */
import { type Context, type EvidenceDraft, evidenceDraft, type Finding, finding } from '../../detector.ts';
import { shiftEvidence } from '../../metrics/shift-evidence.ts';
import { type SeriesShift, seriesShifts, shiftProbability } from '../../metrics/shifts.ts';
import { unitScale } from '../../metrics/units.ts';
import { percent } from '../../words/figures.ts';
import { entityText } from '../../words/subject.ts';
import { keyOf, slowShare, trafficRose } from './load.ts';

/** The most moved series of each entity that is of this kind, in ascending order of keys. */
const mostMoved = (context: Context, isKind: (shift: SeriesShift) => boolean): [string, SeriesShift][] => {
  const best = new Map<string, SeriesShift>();
  for (const shift of seriesShifts(context)) {
    if (shift.z < 3 || !isKind(shift)) continue;
    const key = keyOf(context, shift.series);
    const known = best.get(key);
    if (known === undefined || shift.z > known.z) best.set(key, shift);
  }
  return [...best.keys()].sort().map((key) => [key, best.get(key)!]);
};

const inSeconds = ({ series, medianAfter, incident }: SeriesShift): number => {
  const scale = unitScale(series.unit);
  const high = incident.toSorted().at(Math.floor(incident.length * 0.9)) ?? medianAfter;
  return high * (scale?.base === 's' ? scale.factor : /_seconds/.test(series.name) ? 1 : 1e-3);
};

/** Delays of a few milliseconds are the timer's own resolution. */
const feltDelayS = 0.03;

/**
 * Event loop: p = P(shift of the delay) x .95 x (.35 + .65 x share of the service's operations that became slow at once; .8
 * without spans) x .6 when traffic rose. A fifth of it when the delay stays below 30 ms: nobody waits for that. A loop that
 * is blocked delays every request of its process, whatever it asks for, which nothing a single callee does can.
 */
const eventLoop = (context: Context): Finding[] =>
  mostMoved(context, ({ meaning, series }) => meaning === 'event_loop' && series.aggregation !== 'rate').map(
    ([key, shift]) => {
      const entity = context.graph.entity(key);
      const slow = slowShare(context, entity.name);
      const utilization = /utili[sz]ation/.test(shift.series.name);
      const felt = utilization ? shift.medianAfter > 0.9 : inSeconds(shift) >= feltDelayS;
      const traffic = trafficRose(context, key);
      const p =
        shiftProbability(shift.z) *
        0.95 *
        (slow === null ? 0.8 : 0.35 + 0.65 * slow.share) *
        (traffic ? 0.6 : 1) *
        (felt ? 1 : 0.2);
      return finding({
        entity,
        faultClass: 'event_loop',
        p,
        onsetMs: shift.onsetMs,
        evidence: [
          {
            ...shiftEvidence(context, shift),
            caveat: traffic
              ? {
                  en: 'Traffic rose as well: a busy loop can be its consequence.',
                  zh: '流量也上升了：事件循环繁忙可能是其后果。',
                }
              : null,
          },
          ...(slow === null ? [] : [togetherEvidence(context, key, slow)]),
        ],
      });
    },
  );

const togetherEvidence = (
  context: Context,
  key: string,
  { share, operations }: { share: number; operations: number },
): EvidenceDraft => {
  const entity = context.graph.entity(key);
  const who = entityText(entity);
  return evidenceDraft({
    signal: 'trace',
    entity,
    stance: share >= 0.5 ? 'supports' : 'contradicts',
    subject: 'operations',
    unit: '1',
    after: share,
    effect: share,
    effectUnit: 'share',
    n: operations,
    text: {
      en: `${percent(share)} of the ${operations} operations of ${who.en} became slow at once; a blocked loop delays all of them.`,
      zh: `${who.zh} 的 ${operations} 个操作中有 ${percent(share)} 同时变慢；被阻塞的事件循环会拖慢全部操作。`,
    },
    query:
      entity.kind === 'service'
        ? {
            kind: 'service',
            service: entity.name,
            window: { startMs: context.baseline.startMs, endMs: context.incident.endMs },
          }
        : null,
  });
};

/** Go: goroutines that are ready wait for a processor. p = .8 P(shift), a fifth of it when they wait less than 1 ms. */
const scheduler = (context: Context): Finding[] =>
  mostMoved(
    context,
    ({ series }) =>
      /^(?:process[._]runtime[._])?go[._]sched/.test(series.name) &&
      series.aggregation !== 'rate' &&
      !/gomaxprocs|goroutines|threads/.test(series.name),
  ).map(([key, shift]) =>
    finding({
      entity: context.graph.entity(key),
      faultClass: 'cpu',
      detail: 'scheduler',
      p: 0.8 * shiftProbability(shift.z) * (inSeconds(shift) >= 1e-3 ? 1 : 0.2),
      onsetMs: shift.onsetMs,
      evidence: [shiftEvidence(context, shift)],
    }),
  );

/** .NET: work items wait for a thread of the pool (`dotnet.thread_pool.queue.length`). p = .8 P(shift), a tenth for one item. */
const threadPool = (context: Context): Finding[] =>
  mostMoved(context, ({ series }) => /thread[._]?pool[._]?queue|threadpool_queue/i.test(series.name)).map(
    ([key, shift]) =>
      finding({
        entity: context.graph.entity(key),
        faultClass: 'pool_exhaustion',
        detail: 'threads',
        p: 0.8 * shiftProbability(shift.z) * (shift.medianAfter >= 2 ? 1 : 0.1),
        onsetMs: shift.onsetMs,
        evidence: [shiftEvidence(context, shift)],
      }),
  );

export const waitingFindings = (context: Context): Finding[] => [
  ...eventLoop(context),
  ...scheduler(context),
  ...threadPool(context),
];
