import type { FaultClass, LocalText } from '@nightglass/model';
import { compareText } from '../canonical.ts';
import {
  type Context,
  type Detector,
  type EvidenceDraft,
  evidenceDraft,
  type Finding,
  finding,
} from '../detector.ts';
import { strongestBelow } from '../graph/strongest-below.ts';
import { classifyText } from '../logs/classify-text.ts';
import { longestQuote, searchText, sentenceOf } from '../logs/evidence.ts';
import type { LogTemplate } from '../logs/template-table.ts';
import { whose } from '../logs/whose.ts';
import { median } from '../statistics/robust.ts';
import { normalTail } from '../statistics/tests.ts';
import { type Execution, executionsOf } from '../traces/executions.ts';
import { percent } from '../words/figures.ts';
import { repeatedCalls } from './repeated-calls.ts';

/**
 * Conditional event patterns (reference 3.12). For an entry operation k of a service, the events of a run are the log
 * templates and exceptions on its spans, its inner operations, and the operations it calls. a and b are the
 * Laplace-smoothed probabilities of event e given k in incident and baseline:
 * z = |a - b| / sqrt(a (1 - a) / (n_A + 1) + b (1 - b) / (n_B + 1)), s = w max(0, |a - b| - 0.25) min(z, 8) / 2 (for an
 * event that vanishes the mean of b - a and of (b - a) / b instead of |a - b|), with
 * w = 1.6 for an error that appears, 1.0 for an event that vanishes, 0.8 for a new one. The score of a service is its
 * largest s, less 0.7 times that of a service it calls (0.8 of that per further step): the deepest service whose runs changed is the cause. That k ran is
 * given, so callees that are only called less are not blamed. Few runs count less (n / (n + 3)), a vanished event less when
 * a call of the run failed or became slow, an error line less when it speaks of a callee.
 *
 * p = 1 - exp(-0.55 s): an error in every run that was in none scores 4.8 and gives 0.93, a vanished call 3.0 and 0.81.
 */
export const eventPattern: Detector = {
  name: 'event_pattern',
  independent: false,
  detect: (context) => {
    const changes = new Map<string, Change[]>();
    const executions = executionsOf(context);
    for (const key of [...executions.keys()].sort()) {
      const runs = executions.get(key)!;
      const [service = '', operation = ''] = key.split('\u0000');
      const found = compare(context, service, operation, runs);
      if (found.length > 0) changes.set(service, [...(changes.get(service) ?? []), ...found]);
    }
    const callees = calleesOf(executions);
    const scores = new Map([...changes].map(([service, list]) => [service, topScore(list)]));
    const below = (service: string): number =>
      strongestBelow(
        service,
        (caller) => callees.get(caller) ?? [],
        (callee) => scores.get(callee) ?? 0,
        { steps: 5, loss: 0.8 },
      ).strength;
    const found = [...changes.keys()].sort().flatMap((service) => {
      const discount = 0.7 * below(service);
      return toFinding(context, service, changes.get(service)!, discount);
    });
    return [...found, ...repeatedCalls(context, executions)];
  },
};

const minimumRuns = 5;
const minimumZ = 3;
const minimumScore = 0.3;
const weightOf = { error: 1.6, vanished: 1, appeared: 0.8 };

interface Event {
  kind: 'log' | 'exception' | 'call' | 'step';
  /** The template's text, the exception's type, or the operation. */
  name: string;
  template: LogTemplate | null;
  runs: Set<Execution>;
}

interface Change {
  operation: string;
  event: Event;
  way: keyof typeof weightOf;
  before: number;
  after: number;
  n: number;
  z: number;
  score: number;
}

/** By kind and name. Keyed by what is at hand: there are as many events as rows. */
const eventsOf = (runs: readonly Execution[]): Event[] => {
  const all: Event[] = [];
  const made = <K>(known: Map<K, Event>, key: K, kind: Event['kind'], name: () => string): Event => {
    let event = known.get(key);
    if (event === undefined) {
      event = { kind, name: name(), template: null, runs: new Set() };
      known.set(key, event);
      all.push(event);
    }
    return event;
  };
  const logs = new Map<LogTemplate, Event>();
  const steps = new Map<string, Event>();
  const exceptions = new Map<string, Event>();
  const calls = new Map<string, Map<string, Event>>();
  for (const run of runs) {
    for (const template of run.templates) {
      const event = made(logs, template, 'log', () => template.template);
      event.template = template;
      event.runs.add(run);
    }
    for (const { row } of run.local) {
      if (row !== run.entry.row) made(steps, row.name, 'step', () => row.name).runs.add(run);
      for (const { type, message } of row.exceptions) {
        const name = type === '' ? message.slice(0, 80) : type;
        made(exceptions, name, 'exception', () => name).runs.add(run);
      }
    }
    for (const { row } of run.called) {
      let ofService = calls.get(row.service);
      if (ofService === undefined) calls.set(row.service, (ofService = new Map()));
      made(ofService, row.name, 'call', () => `${row.service} ${row.name}`).runs.add(run);
    }
  }
  return all.sort((a, b) => compareText(a.kind, b.kind) || compareText(a.name, b.name));
};

const compare = (
  context: Context,
  service: string,
  operation: string,
  runs: readonly Execution[],
): Change[] => {
  const bad = runs.filter((run) => run.entry.bad).length;
  const good = runs.length - bad;
  if (bad < minimumRuns || good < minimumRuns) return [];
  const changes: Change[] = [];
  for (const event of eventsOf(runs)) {
    let inBad = 0;
    for (const run of event.runs) if (run.entry.bad) inBad++;
    const a = (inBad + 0.5) / (bad + 1);
    const b = (event.runs.size - inBad + 0.5) / (good + 1);
    const z = Math.abs(a - b) / Math.sqrt((a * (1 - a)) / (bad + 1) + (b * (1 - b)) / (good + 1));
    if (z < minimumZ || Math.abs(a - b) <= 0.25) continue;
    const way = a < b ? 'vanished' : isError(event) ? 'error' : 'appeared';
    const fewer = Math.min(bad, good);
    const share = way === 'vanished' ? ownStop(runs, event) : ownShare(context, service, event, way);
    // What was done in some runs only, and is not done any more, is gone as well.
    const moved = way === 'vanished' ? 0.5 * (b - a) + (0.5 * (b - a)) / b : Math.abs(a - b);
    const size = (moved - 0.25) * (Math.min(z, 8) / 2) * (fewer / (fewer + 3));
    const score = weightOf[way] * size * share;
    changes.push({ operation, event, way, before: b, after: a, n: runs.length, z, score });
  }
  return changes;
};

const isError = ({ kind, template }: Event): boolean =>
  kind === 'exception' ||
  (template !== null &&
    (template.severity >= 17 || (template.severity >= 13 && classifyText(sentenceOf(template)) !== null)));

/** A line that speaks of a callee's failure is less its writer's own. */
const ownShare = (
  context: Context,
  service: string,
  { template, name }: Event,
  way: Change['way'],
): number => {
  if (way !== 'error') return 1;
  if (template === null) return classifyText(name)?.elsewhere === true ? 0.4 : 1;
  const { entity, trust } = whose(context, template);
  return entity.kind === 'service' && entity.name === service ? 0.4 + 0.6 * trust : 0.4;
};

/**
 * How far runs without the event stopped by their service's own doing: little when a call they made failed, or took three
 * times as long as usual and its callers may have given up.
 */
const ownStop = (runs: readonly Execution[], { runs: having }: Event): number => {
  const stopped = runs.filter((run) => run.entry.bad && !having.has(run));
  const failed = stopped.filter(
    (run) => run.called.some(({ row }) => row.error) || run.local.some(callFails),
  ).length;
  if (failed >= 0.5 * stopped.length) return 0.4;
  const before = median(runs.filter((run) => !run.entry.bad).map(longestCall));
  const now = median(stopped.map(longestCall));
  return now > 3 * before && now > before + 50 ? 0.5 : 1;
};

const callFails = ({ row }: Execution['entry']): boolean => row.kind === 'client' && row.error;

/** As the caller waited for it: the way there and back counts. */
const longestCall = (run: Execution): number => {
  let longest = 0;
  for (const { row, parent } of run.called) {
    const waited = parent !== null && parent.row.kind === 'client' ? parent.row.durationMs : row.durationMs;
    longest = Math.max(longest, waited);
  }
  return longest;
};

const topScore = (changes: readonly Change[]): number =>
  changes.reduce((top, { score }) => Math.max(top, score), 0);

/** Services that each service calls, in any of its runs. */
const calleesOf = (executions: ReadonlyMap<string, Execution[]>): Map<string, Set<string>> => {
  const callees = new Map<string, Set<string>>();
  for (const runs of executions.values())
    for (const { entry, called } of runs) {
      if (called.length === 0) continue;
      let own = callees.get(entry.row.service);
      if (own === undefined) callees.set(entry.row.service, (own = new Set()));
      for (const { row } of called) if (row.service !== entry.row.service) own.add(row.service);
    }
  return callees;
};

const classOf = (ranked: readonly Change[]): { faultClass: FaultClass; detail: string } => {
  const [first] = ranked;
  if (first!.way === 'error') {
    const { template, name } = first!.event;
    const said = classifyText(template === null ? name : sentenceOf(template));
    return said === null || said.elsewhere
      ? { faultClass: 'code_error', detail: '' }
      : { faultClass: said.faultClass, detail: said.detail };
  }
  const vanished = ranked.find(({ way }) => way === 'vanished');
  // New steps instead of old ones: another branch is taken.
  return vanished !== undefined && vanished.score >= 0.5 * first!.score
    ? { faultClass: 'early_return', detail: '' }
    : { faultClass: 'unknown', detail: '' };
};

const toFinding = (
  context: Context,
  service: string,
  changes: readonly Change[],
  discount: number,
): Finding[] => {
  const ranked = changes.toSorted(
    (a, b) =>
      b.score - a.score || compareText(a.event.name, b.event.name) || compareText(a.operation, b.operation),
  );
  const score = ranked[0]!.score - discount;
  if (score < minimumScore) return [];
  return [
    finding({
      entity: { kind: 'service', name: service },
      ...classOf(ranked),
      operation: ranked[0]!.operation,
      p: 1 - Math.exp(-0.55 * score),
      onsetMs: onsetOf(ranked[0]!, context),
      evidence: ranked.slice(0, 4).map((change) => evidence(context, service, change)),
    }),
  ];
};

const onsetOf = ({ event, way }: Change, context: Context): number => {
  if (way === 'vanished') return context.onsetMs;
  for (const run of event.runs) if (run.entry.bad) return run.entry.row.startMs;
  return context.onsetMs;
};

const what: Record<Event['kind'], LocalText> = {
  log: { en: 'log line', zh: '日志' },
  exception: { en: 'exception', zh: '异常' },
  call: { en: 'call', zh: '调用' },
  step: { en: 'step', zh: '步骤' },
};

const textOf = (service: string, { operation, event, before, after }: Change): LocalText => {
  const from = percent(before);
  const to = percent(after);
  // A log line is quoted as evidence; an operation is named here.
  const name = event.kind === 'log' ? '' : ` ${event.name.slice(0, 120)}`;
  return {
    en: `Of the runs of ${operation} in ${service}, ${to} have this ${what[event.kind].en}${name} now, ${from} before.`,
    zh: `${service} 的 ${operation} 中，有该${what[event.kind].zh}${name}的运行由 ${from} 变为 ${to}。`,
  };
};

/** Runs of the incident that show the change: with the event, or, when it vanished, without. */
const exemplarsOf = (context: Context, service: string, { event, way, operation }: Change) => {
  const spans = context.spans.byOperation.get(`${service}\u0000${operation}`) ?? [];
  const seen = new Set([...event.runs].map((run) => run.entry));
  return spans
    .filter((span) => span.bad && seen.has(span) !== (way === 'vanished'))
    .slice(0, 3)
    .map(({ row }) => ({ traceId: row.traceId, spanId: row.spanId, logId: '', timeMs: row.startMs }));
};

const evidence = (context: Context, service: string, change: Change): EvidenceDraft => {
  const { event, way, before, after, z, n, operation } = change;
  return evidenceDraft({
    signal: event.kind === 'log' ? 'log' : 'trace',
    subject: event.name.slice(0, 300),
    unit: '1',
    before: Number(before.toPrecision(4)),
    after: Number(after.toPrecision(4)),
    effect: Number((after - before).toPrecision(4)),
    effectUnit: 'difference',
    n,
    p: normalTail(z),
    text: textOf(service, change),
    quote: event.template === null ? '' : sentenceOf(event.template).slice(0, longestQuote),
    query:
      event.template === null
        ? {
            kind: 'traces',
            service,
            operation,
            status: '',
            minDurationMs: null,
            attributes: {},
            window: context.incident,
          }
        : {
            kind: 'logs',
            service,
            text: searchText(event.template),
            minSeverity: 0,
            window: way === 'vanished' ? context.baseline : context.incident,
          },
    exemplars: exemplarsOf(context, service, change),
  });
};
