import { compareText } from '../canonical.ts';
import { type Context, evidenceDraft, type Finding, finding } from '../detector.ts';
import { stableSum } from '../statistics/robust.ts';
import { normalTail } from '../statistics/tests.ts';
import type { Execution } from '../traces/executions.ts';
import { count, times } from '../words/figures.ts';

/**
 * The same call many times in one run where it was few: a query per line of an order (N+1), a page size that shrank, a
 * cache that is no longer asked. For operation k and called operation e, m = mean calls per run; z by Welch with
 * variance at least m (Poisson). s = 0.8 log2(m_A / m_B) min(z, 8) / 8, told from twice and two more calls on.
 * Calls that mostly fail are retries, which have a detector of their own, unless there are more in a run than any usual
 * policy tries.
 * p = 0.85 (1 - exp(-s)).
 */
export const repeatedCalls = (
  context: Context,
  executions: ReadonlyMap<string, readonly Execution[]>,
): Finding[] => {
  const best = new Map<string, Repeat>();
  for (const key of [...executions.keys()].sort()) {
    const [service = '', operation = ''] = key.split('\u0000');
    for (const repeat of repeatsOf(service, operation, executions.get(key)!)) {
      const known = best.get(service);
      if (known === undefined || repeat.score > known.score) best.set(service, repeat);
    }
  }
  return [...best.keys()].sort(compareText).map((service) => toFinding(context, best.get(service)!));
};

interface Repeat {
  service: string;
  operation: string;
  callee: string;
  called: string;
  before: number;
  after: number;
  z: number;
  n: number;
  score: number;
  /** The run with the most calls. */
  worst: Execution;
}

interface Tally {
  callee: string;
  called: string;
  failed: number;
  /** Calls in the run, for runs with any. */
  bad: Map<Execution, number>;
  good: number[];
}

const minimumRuns = 4;
/** Calls per run beyond what clients try by themselves (3 to 5 attempts in gRPC, AWS SDKs and resilience4j). */
const beyondRetries = 6;

const mayRetry = (failedShare: number, perRun: number): boolean =>
  failedShare > 0.5 && perRun < beyondRetries;

const talliesOf = (runs: readonly Execution[]): Map<string, Tally> => {
  const tallies = new Map<string, Tally>();
  for (const run of runs) {
    const counts = new Map<string, { callee: string; called: string; calls: number; failed: number }>();
    const see = (callee: string, called: string, error: boolean): void => {
      const key = `${callee}\u0000${called}`;
      let entry = counts.get(key);
      if (entry === undefined) counts.set(key, (entry = { callee, called, calls: 0, failed: 0 }));
      entry.calls++;
      if (error) entry.failed++;
    };
    for (const { row } of run.called) see(row.service, row.name, row.error);
    for (const span of run.local)
      if (span.row.kind === 'client' && span.row.peer !== null && span.children.length === 0)
        see(span.row.peer.name, span.row.name, span.row.error);
    for (const [key, { callee, called, calls, failed }] of counts) {
      let tally = tallies.get(key);
      if (tally === undefined)
        tallies.set(key, (tally = { callee, called, failed: 0, bad: new Map(), good: [] }));
      if (run.entry.bad) {
        tally.bad.set(run, calls);
        tally.failed += failed;
      } else tally.good.push(calls);
    }
  }
  return tallies;
};

/** Two more calls per run can only be where there are two more spans below it: asked first, since it costs little. */
const callsMore = (runs: readonly Execution[], bad: number, good: number): boolean => {
  let now = 0;
  let before = 0;
  for (const { entry, local, called } of runs) {
    if (entry.bad) now += local.length + called.length;
    else before += local.length + called.length;
  }
  return now / bad >= before / good + 1;
};

const repeatsOf = (service: string, operation: string, runs: readonly Execution[]): Repeat[] => {
  const bad = runs.filter((run) => run.entry.bad).length;
  const good = runs.length - bad;
  if (bad < minimumRuns || good < minimumRuns || !callsMore(runs, bad, good)) return [];
  const repeats: Repeat[] = [];
  for (const tally of talliesOf(runs).values()) {
    const calls = [...tally.bad.values()];
    const total = stableSum(calls);
    const after = total / bad;
    const before = stableSum(tally.good) / good;
    if (after < 2 * before || after < before + 2 || mayRetry(tally.failed / total, after)) continue;
    const spread = (values: number[], mean: number, n: number): number =>
      Math.max(mean, (stableSum(values.map((v) => v * v)) - n * mean * mean) / Math.max(1, n - 1)) / n;
    const z =
      (after - before) /
      Math.sqrt(spread(calls, after, bad) + spread(tally.good, Math.max(before, 0.5), good));
    if (z < 4) continue;
    // An operation that was not called at all before is another path, not a repetition; one call then is assumed.
    const ratio = after / Math.max(before, 1);
    if (ratio < 2) continue;
    let worst: Execution | null = null;
    for (const [run, n] of tally.bad) if (worst === null || n > tally.bad.get(worst)!) worst = run;
    repeats.push({
      service,
      operation,
      callee: tally.callee,
      called: tally.called,
      before,
      after,
      z,
      n: runs.length,
      score: (0.8 * Math.log2(ratio) * Math.min(z, 8)) / 8,
      worst: worst!,
    });
  }
  return repeats.sort((a, b) => b.score - a.score || compareText(a.callee + a.called, b.callee + b.called));
};

const toFinding = (context: Context, repeat: Repeat): Finding => {
  const { service, operation, callee, called, before, after, z, n, score, worst } = repeat;
  const from = count(before);
  const to = count(after);
  return finding({
    entity: { kind: 'service', name: service },
    faultClass: 'slow_code',
    detail: 'repeated_calls',
    operation,
    p: 0.85 * (1 - Math.exp(-score)),
    inherits: false,
    onsetMs: context.onsetMs,
    title: {
      en: `${service} makes ${times(after / Math.max(before, 1))} times as many calls per request`,
      zh: `${service} 每个请求的调用次数增至 ${times(after / Math.max(before, 1))} 倍`,
    },
    evidence: [
      evidenceDraft({
        signal: 'trace',
        subject: `${operation} → ${called}`.slice(0, 300),
        unit: '1',
        before: Number(before.toPrecision(4)),
        after: Number(after.toPrecision(4)),
        effect: Number((after / Math.max(before, 1)).toPrecision(4)),
        effectUnit: 'ratio',
        n,
        p: normalTail(z),
        text: {
          en: `Each ${operation} of ${service} calls ${called} of ${callee} ${to} times, ${from} before.`,
          zh: `${service} 的每个 ${operation} 调用 ${callee} 的 ${called} ${to} 次，此前 ${from} 次。`,
        },
        query: { kind: 'trace', traceId: worst.entry.row.traceId, spanId: worst.entry.row.spanId },
        exemplars: [
          {
            traceId: worst.entry.row.traceId,
            spanId: worst.entry.row.spanId,
            logId: '',
            timeMs: worst.entry.row.startMs,
          },
        ],
      }),
    ],
  });
};
