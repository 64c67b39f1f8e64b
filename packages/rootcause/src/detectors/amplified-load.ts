import { compareText } from '../canonical.ts';
import { type Context, type Detector, evidenceDraft, type Finding, finding } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { coveredMinutes, loadRatios } from '../metrics/load.ts';
import { isOutbound } from '../metrics/meaning.ts';
import { shiftEvidence } from '../metrics/shift-evidence.ts';
import { type SeriesShift, seriesShifts } from '../metrics/shifts.ts';
import { times } from '../words/figures.ts';

/**
 * A party that is asked far more often while none of its callers is: one of them asks for more per request (a query per
 * item, retries without end, a cache that is no longer asked), also where too few traces are left to count calls.
 *
 * r = growth of the party's rate of requests (its most moved figure) over that of its callers, 1 at least; told from twice
 * on. p = 0.85 (1 - exp(-0.8 log2 r)) min(1, z / 6) x the caller's part in the additional calls by traces, or 1 / number of
 * its callers.
 */
export const amplifiedLoad: Detector = {
  name: 'event_pattern',
  independent: false,
  detect: (context) => {
    const best = new Map<string, Finding>();
    for (const [key, shift] of askedMore(context))
      for (const found of fromCallers(context, key, shift)) {
        const caller = entityKey(found.entity);
        if (found.p > (best.get(caller)?.p ?? 0)) best.set(caller, found);
      }
    return [...best.keys()].sort(compareText).map((key) => best.get(key)!);
  },
};

const leastRatio = 2;
const leastZ = 4;
const leastP = 0.1;

/** The most moved rate of requests of each party that others call, the target apart: more of it comes from outside. */
const askedMore = (context: Context): [string, SeriesShift][] => {
  const { graph } = context;
  const best = new Map<string, SeriesShift>();
  for (const shift of seriesShifts(context)) {
    const { series, meaning, z, medianBefore, medianAfter } = shift;
    if (meaning !== 'traffic' || z < leastZ || medianBefore <= 0 || medianAfter < leastRatio * medianBefore)
      continue;
    const key = entityKey(graph.canonical(series.entity));
    const { kind } = graph.entity(key);
    if ((kind !== 'service' && kind !== 'database') || (kind === 'service' && isOutbound(series.name)))
      continue;
    const isTarget = context.data.target.service !== '' && graph.distance(key) === 0;
    if (isTarget || graph.out(key).some((edge) => edge.kind === 'consumes')) continue;
    const known = best.get(key);
    if (known === undefined || shift.medianAfter > known.medianAfter) best.set(key, shift);
  }
  return [...best.keys()].sort(compareText).map((key) => [key, best.get(key)!]);
};

const fromCallers = (context: Context, key: string, shift: SeriesShift): Finding[] => {
  const { graph } = context;
  const loads = loadRatios(context);
  const isCache = (to: string): boolean => graph.entity(to).kind === 'cache';
  const callers = graph.in(key).filter((edge) => edge.kind === 'call');
  // A database is asked more as well when the cache before it has lost its entries, or is away.
  if (
    graph.entity(key).kind === 'database' &&
    callers.some(({ from }) => graph.out(from).some(({ to }) => isCache(to)))
  )
    return [];
  const known = callers.flatMap((edge) => loads.get(edge.from) ?? []);
  if (callers.length === 0 || known.length < callers.length) return [];
  const own = shift.medianAfter / shift.medianBefore;
  const ratio = own / Math.max(1, ...known);
  if (ratio < leastRatio) return [];
  // The windows differ in length: what is additional shows per minute.
  const minutes = coveredMinutes(context);
  const longer = minutes.good > 0 ? minutes.bad / minutes.good : 1;
  const more = callers.map((edge) => Math.max(0, (edge.calls ?? 0) - longer * (edge.baselineCalls ?? 0)));
  const total = more.reduce((sum, calls) => sum + calls, 0);
  const party = graph.entity(key).name;
  return callers.flatMap((edge, i) => {
    const part = total > 0 ? more[i]! / total : 1 / callers.length;
    const p = 0.85 * (1 - Math.exp(-0.8 * Math.log2(ratio))) * Math.min(1, shift.z / 6) * part;
    if (p < leastP) return [];
    const caller = graph.entity(edge.from);
    return [
      finding({
        entity: caller,
        faultClass: 'slow_code',
        detail: 'repeated_calls',
        p,
        inherits: false,
        onsetMs: shift.onsetMs,
        evidence: [
          evidenceDraft({
            ...shiftEvidence(context, shift),
            text: {
              en: `${party} is asked ${times(own)} times as often as usual, ${caller.name}, which calls it, ${times(Math.max(1, loads.get(edge.from) ?? 1))} times.`,
              zh: `${party} 的请求量为平常的 ${times(own)} 倍，而调用它的 ${caller.name} 为 ${times(Math.max(1, loads.get(edge.from) ?? 1))} 倍。`,
            },
          }),
        ],
      }),
    ];
  });
};
