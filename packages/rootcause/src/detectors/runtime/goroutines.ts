/** Goroutines that grow: leaked, or waiting for somebody. */
import { trendOf } from '@nightglass/gorun';
import { type Context, type EvidenceDraft, evidenceDraft, type Finding, finding } from '../../detector.ts';
import { shiftEvidence } from '../../metrics/shift-evidence.ts';
import { type SeriesShift, seriesShifts, shiftProbability } from '../../metrics/shifts.ts';
import { median } from '../../statistics/robust.ts';
import { normalTail } from '../../statistics/tests.ts';
import { count, percent } from '../../words/figures.ts';
import { entityText, quotedName } from '../../words/subject.ts';
import { keyOf, memoryRose, moreInFlight, pointsIn, slowCallee } from './load.ts';

/** One request keeps its own goroutine, those of its connection on both sides, and what it starts. */
const perRequest = 6;
const mannKendall = 2.58;

/**
 * Goroutine growth. With the number before and after (medians), its shift z (reference 3.1) and its trend over the incident
 * (Theil-Sen slope, Mann-Kendall score and share of rising pairs),
 *
 *     p = grew x size x (.35 + .65 steady) x early x waiting x recovered
 *
 * grew: probability of the shift, at least .6 when the normal time already rose (Mann-Kendall above 2.58, by a fifth);
 * size: min(1, growth / 200) x min(1, after / before - 1); steady: 2 (rising share - .5); early: 1 when it began before the
 * symptom, .7 at the same time, .4 after it; waiting: .15 when requests in flight explain it (growth of at most 6 per further
 * request in flight by Little's law, or a slow callee with no growth before), .6 when that cannot be told; recovered: .4 when
 * the last quarter fell back by two thirds. A leak that takes memory along counts a fifth of the rest more.
 */
export const goroutineFindings = (context: Context): Finding[] => {
  const best = new Map<string, Growth>();
  for (const shift of seriesShifts(context)) {
    if (shift.meaning !== 'goroutines' || shift.series.aggregation === 'rate') continue;
    const growth = growthOf(context, shift);
    if (growth === null) continue;
    const known = best.get(growth.key);
    if (known === undefined || growth.p > known.p) best.set(growth.key, growth);
  }
  return [...best.keys()].sort().map((key) => toFinding(context, best.get(key)!));
};

interface Growth {
  key: string;
  shift: SeriesShift;
  p: number;
  perMinute: number;
  risingShare: number;
  score: number;
  points: number;
  grewBefore: boolean;
  early: boolean;
  recovered: boolean;
  /** Why it may only be waiting; '' when nothing says so. */
  waiting: '' | 'in_flight' | 'callee';
  callee: string | null;
  inFlight: number | null;
  memory: boolean;
}

const growthOf = (context: Context, shift: SeriesShift): Growth | null => {
  const { series, medianBefore: before, medianAfter: after, z } = shift;
  const grown = after - before;
  if (grown <= 0) return null;
  const usual = pointsIn(series, context.baseline.startMs, context.baseline.endMs);
  const now = pointsIn(series, context.incident.startMs, context.incident.endMs);
  const trendBefore = trendOf(usual.minutes, usual.values);
  const grewBefore =
    trendBefore !== null &&
    trendBefore.score > mannKendall &&
    trendBefore.last - trendBefore.first > Math.max(20, 0.2 * Math.abs(trendBefore.first)) &&
    after > trendBefore.last * 0.9;
  if (z < 3 && !grewBefore) return null;
  const trendNow = trendOf(now.minutes, now.values);

  const key = keyOf(context, series);
  const step = now.minutes.length > 1 ? (now.minutes[1]! - now.minutes[0]!) * 60_000 : 0;
  const startedMs = shift.onsetMs ?? context.onsetMs;
  const early = grewBefore || startedMs < context.onsetMs - Math.max(step, 1);
  const late = startedMs > context.onsetMs + 2 * step;
  const steady = trendNow === null ? 0.5 : Math.max(0, 2 * (trendNow.risingShare - 0.5));
  const lastQuarter = median(now.values.slice(-Math.max(1, now.values.length >> 2)));
  const recovered =
    lastQuarter < before + (now.values.reduce((most, value) => Math.max(most, value), before) - before) / 3;

  const callee = slowCallee(context, key);
  const inFlight = moreInFlight(context, context.graph.entity(key).name);
  const explained = inFlight !== null && grown <= perRequest * Math.max(0, inFlight);
  const waiting = explained ? 'in_flight' : callee !== null && !early ? 'callee' : '';
  const memory = memoryRose(context, key);
  const leak =
    (grewBefore ? Math.max(0.6, shiftProbability(z)) : shiftProbability(z)) *
    Math.min(1, grown / 200) *
    Math.min(1, after / Math.max(1, before) - 1) *
    (0.35 + 0.65 * steady) *
    (early ? 1 : late ? 0.4 : 0.7) *
    (waiting !== '' ? 0.15 : inFlight === null && callee === null && !early ? 0.6 : 1) *
    (recovered ? 0.4 : 1);
  return {
    key,
    shift,
    p: memory && waiting === '' ? 1 - (1 - leak) * (1 - 0.2 * leak) : leak,
    perMinute: trendNow?.slope ?? 0,
    risingShare: trendNow?.risingShare ?? 0.5,
    score: trendNow?.score ?? 0,
    points: now.values.length,
    grewBefore,
    early,
    recovered,
    waiting,
    callee,
    inFlight,
    memory,
  };
};

const toFinding = (context: Context, growth: Growth): Finding => {
  const { shift, key } = growth;
  const entity = context.graph.entity(key);
  return finding({
    entity,
    faultClass: 'goroutine_leak',
    detail: growth.waiting === '' ? '' : 'waiting_for_callee',
    p: growth.p,
    inherits: growth.waiting !== '',
    onsetMs: growth.grewBefore ? null : shift.onsetMs,
    evidence: [trendEvidence(context, growth), ...against(context, growth)],
  });
};

const trendEvidence = (context: Context, growth: Growth): EvidenceDraft => {
  const { shift } = growth;
  const who = entityText(context.graph.entity(growth.key));
  const name = quotedName(shift.series.name);
  const rate = growth.perMinute > 0 ? growth.perMinute : 0;
  const from = count(shift.medianBefore);
  const to = count(shift.medianAfter);
  return {
    ...shiftEvidence(context, shift),
    before: shift.medianBefore,
    after: shift.medianAfter,
    p: normalTail(Math.max(0, growth.score)),
    n: growth.points,
    text: {
      en: `${name} of ${who.en} went from ${from} to ${to} and rises by ${count(rate)} a minute (median slope; ${percent(growth.risingShare)} of all pairs of ${growth.points} points rise)${growth.grewBefore ? '; it already rose in the normal time' : ''}${growth.memory ? '; its memory rises too' : ''}.`,
      zh: `${who.zh} 的 ${name} 从 ${from} 变为 ${to}，每分钟上升 ${count(rate)}（斜率中位数；${growth.points} 个点的所有点对中 ${percent(growth.risingShare)} 上升）${growth.grewBefore ? '；平常时段已在上升' : ''}${growth.memory ? '；内存也在上升' : ''}。`,
    },
    caveat:
      growth.waiting === ''
        ? growth.early
          ? null
          : {
              en: 'It did not begin before the symptom: goroutines that wait for something slow look the same until it is quick again.',
              zh: '它并未早于症状开始：在等待缓慢对象的 goroutine 看起来也是这样，直到对方恢复。',
            }
        : {
            en: 'More goroutines are a consequence of slow answers as well; they go when these are quick again.',
            zh: 'goroutine 增多也可能是应答变慢的后果；恢复后会消失。',
          },
  };
};

const against = (context: Context, growth: Growth): EvidenceDraft[] => {
  const { shift } = growth;
  const entity = context.graph.entity(growth.key);
  const who = entityText(entity);
  const drafts: EvidenceDraft[] = [];
  const grown = count(shift.medianAfter - shift.medianBefore);
  if (growth.waiting === 'in_flight')
    drafts.push(
      evidenceDraft({
        signal: 'trace',
        entity,
        stance: 'contradicts',
        subject: shift.series.name,
        unit: '1',
        after: growth.inFlight,
        text: {
          en: `By its spans ${who.en} has ${count(growth.inFlight ?? 0)} more requests in flight than usual; they explain ${grown} more goroutines.`,
          zh: `按 span 计算，${who.zh} 同时处理的请求比平常多 ${count(growth.inFlight ?? 0)} 个，足以解释多出的 ${grown} 个 goroutine。`,
        },
      }),
    );
  if (growth.waiting !== '' && growth.callee !== null) {
    const callee = entityText(context.graph.entity(growth.callee));
    drafts.push(
      evidenceDraft({
        signal: 'trace',
        entity: context.graph.entity(growth.callee),
        stance: 'contradicts',
        subject: 'latency',
        text: {
          en: `${callee.en}, which ${who.en} calls, became slow: goroutines that wait for it pile up.`,
          zh: `${who.zh} 调用的 ${callee.zh} 变慢：等待它的 goroutine 会堆积。`,
        },
      }),
    );
  }
  if (growth.recovered)
    drafts.push(
      evidenceDraft({
        signal: 'metric',
        entity,
        stance: 'contradicts',
        subject: shift.series.name,
        text: {
          en: `At the end of the incident the number had fallen back: leaked goroutines do not come back.`,
          zh: '事故末尾数量已回落：泄漏的 goroutine 不会回落。',
        },
      }),
    );
  return drafts;
};
