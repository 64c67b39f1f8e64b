/** Work that is ready and waits for its turn: Node's event loop, Go's scheduler, .NET's thread pool. */
import { type Context, type EvidenceDraft, evidenceDraft, type Finding, finding } from '../../detector.ts';
import { shiftEvidence } from '../../metrics/shift-evidence.ts';
import { type SeriesShift, seriesShifts, shiftProbability } from '../../metrics/shifts.ts';
import { unitScale } from '../../metrics/units.ts';
import { percent } from '../../words/figures.ts';
import { entityText } from '../../words/subject.ts';
import { keyOf, rose, slowShare, trafficRose } from './load.ts';

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

const clamp = (value: number): number => Math.max(0, Math.min(1, value));

/** Delays below this are the timer's own resolution; from the second on every request feels them. */
const feltDelayS = [0.03, 0.15] as const;

/**
 * Event loop: p = .95 P(shift of the delay) x felt x together x computing x asked.
 *
 * felt: .2 at a delay (90th percentile of the incident) of 30 ms, 1 from 150 ms on; for a utilization .2 below .9; together:
 * .35 + .65 of the share of the service's operations that became slow at once, .9 without spans: a blocked loop delays every
 * request of its process, whatever it asks for, which a single callee cannot; computing: 1 when its CPU rose (.8 when it is
 * throttled as well), .75 when nobody measures it, .35 when it did not: then the process waits for a CPU that others have;
 * asked: .7 when traffic rose.
 */
const eventLoop = (context: Context): Finding[] =>
  mostMoved(context, ({ meaning, series }) => meaning === 'event_loop' && series.aggregation !== 'rate').map(
    ([key, shift]) => {
      const entity = context.graph.entity(key);
      const slow = slowShare(context, entity.name);
      const [least, full] = feltDelayS;
      const felt = /utili[sz]ation/.test(shift.series.name)
        ? shift.medianAfter > 0.9
          ? 1
          : 0.2
        : 0.2 + 0.8 * clamp((inSeconds(shift) - least) / (full - least));
      const cpu = rose(context, key, 'cpu');
      const throttled = rose(context, key, 'cpu_throttling') === true;
      const traffic = trafficRose(context, key);
      const p =
        0.95 *
        shiftProbability(shift.z) *
        felt *
        (slow === null ? 0.9 : 0.35 + 0.65 * slow.share) *
        (cpu === false ? 0.35 : cpu === null ? 0.75 : throttled ? 0.8 : 1) *
        (traffic ? 0.7 : 1);
      return finding({
        entity,
        faultClass: 'event_loop',
        p,
        onsetMs: shift.onsetMs,
        evidence: [
          {
            ...shiftEvidence(context, shift),
            caveat: cpu === false ? idleCaveat : traffic ? trafficCaveat : null,
          },
          ...(slow === null ? [] : [togetherEvidence(context, key, slow)]),
        ],
      });
    },
  );

const idleCaveat = {
  en: 'Its CPU did not rise: a loop that gets no CPU time is late without being blocked.',
  zh: '其 CPU 并未上升：得不到 CPU 的事件循环会变慢，但并非被阻塞。',
};
const trafficCaveat = {
  en: 'Traffic rose as well: this can be its consequence.',
  zh: '流量也上升了：这可能是其后果。',
};

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

/**
 * Go: goroutines that are ready wait for a processor. p = .8 P(shift) x felt x cpu x asked. felt: .2 at 1 ms, 1 from 10 ms on,
 * by the logarithm; cpu: 1 when CPU or throttling rose, .75 when nobody measures them, .5 when they did not; asked: .6 when
 * traffic rose.
 */
const scheduler = (context: Context): Finding[] =>
  mostMoved(
    context,
    ({ series }) =>
      /^(?:process[._]runtime[._])?go[._]sched/.test(series.name) &&
      series.aggregation !== 'rate' &&
      !/gomaxprocs|goroutines|threads/.test(series.name),
  ).map(([key, shift]) => {
    const cpu = [rose(context, key, 'cpu'), rose(context, key, 'cpu_throttling')];
    const traffic = trafficRose(context, key);
    return finding({
      entity: context.graph.entity(key),
      faultClass: 'cpu',
      detail: 'scheduler',
      p:
        0.8 *
        shiftProbability(shift.z) *
        (0.2 + 0.8 * clamp(Math.log10(Math.max(1e-9, inSeconds(shift)) / 1e-3))) *
        (cpu.includes(true) ? 1 : cpu.includes(false) ? 0.5 : 0.75) *
        (traffic ? 0.6 : 1),
      onsetMs: shift.onsetMs,
      evidence: [{ ...shiftEvidence(context, shift), caveat: traffic ? trafficCaveat : null }],
    });
  });

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
