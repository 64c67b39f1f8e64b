/** Where failing requests fail first, and who that is. */
import type { ExplanationEntity, FaultClass } from '@nightglass/model';
import type { Context } from '../detector.ts';
import type { LogRow } from '../incident.ts';
import { classifyText, type TextClass } from '../logs/classify-text.ts';
import { partiesNamed } from '../logs/named-parties.ts';
import { answerOf, isAnswered } from './blame.ts';
import { endOf } from './critical-path.ts';
import type { IndexedSpan } from './span-index.ts';

/**
 * Deepest spans with an error that are joined to the entry by errors; the entry itself when it fails alone. A consumer fails
 * nobody's request, unless whoever handed over waited for its answer: then it ended first.
 */
export const originsOf = (entry: IndexedSpan): IndexedSpan[] => {
  const found: IndexedSpan[] = [];
  const stack = [entry];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const called = at.children.filter((child) => child.row.error && child.row.kind !== 'consumer');
    const failing = called.length > 0 ? called : failedReplies(at);
    if (failing.length === 0) found.push(at);
    else for (const child of failing) stack.push(child);
  }
  return found;
};

const failedReplies = (waiting: IndexedSpan): IndexedSpan[] => {
  const end = endOf(waiting);
  return [waiting, ...waiting.children.filter((child) => child.row.kind === 'producer')]
    .flatMap(({ children }) => children)
    .filter((child) => child.row.kind === 'consumer' && child.row.error && endOf(child) <= end);
};

export interface Blame {
  entity: ExplanationEntity;
  faultClass: FaultClass;
  detail: string;
  operation: string;
  /** It fails because of a party that it calls, which its span does not name, or whom a breaker no longer calls. */
  elsewhere: boolean;
  /** How sure it is that this party, and not its counterpart, is at fault: 0 to 1. */
  trust: number;
  /** The text that said so; '' when none did. */
  quote: string;
}

/** Error records on the span's own id, else its warnings, by span id. */
export const errorLogs = (context: Context): ReadonlyMap<string, LogRow[]> => {
  let known = logCache.get(context);
  if (known !== undefined) return known;
  known = new Map();
  for (const log of context.data.logs) {
    if (log.severity < 13 || log.spanId === '') continue;
    const list = known.get(log.spanId);
    if (list === undefined || (list[0]!.severity < 17 && log.severity >= 17)) known.set(log.spanId, [log]);
    else if (list.length < 5 && (log.severity >= 17 || list[0]!.severity < 17)) list.push(log);
  }
  logCache.set(context, known);
  return known;
};
const logCache = new WeakMap<Context, Map<string, LogRow[]>>();

/** Texts of a failure, the most telling first: exceptions, the status, error records of the span. */
const textsOf = (context: Context, span: IndexedSpan): string[] => {
  const { row } = span;
  const texts = row.exceptions.map(({ type, message }) => `${type}: ${message}`);
  if (row.statusMessage !== '') texts.push(row.statusMessage);
  for (const log of errorLogs(context).get(row.spanId) ?? []) texts.push(log.body);
  return texts;
};

/** Says who a failing span blames, by what it is and what it says. */
export const blameOf = (context: Context, span: IndexedSpan, callees: CalleesByCall): Blame => {
  const texts = textsOf(context, span);
  const quote = (texts[0] ?? '').slice(0, 500);
  const said = texts.map((text) => classifyText(text)).find((text) => text !== null) ?? null;
  const { row } = span;
  const own: ExplanationEntity = { kind: 'service', name: row.service };
  const called = row.kind === 'client' || row.kind === 'producer';
  const named = said?.elsewhere === true || called ? namedCallee(context, own, texts) : null;
  if (!called && named !== null) {
    const { faultClass, detail } = said!;
    const elsewhere = isBreaker(said);
    return { entity: named, faultClass, detail, operation: '', trust: 0.75, elsewhere, quote };
  }
  if (!called) {
    const faultClass = said?.faultClass ?? 'code_error';
    return {
      entity: own,
      faultClass,
      detail: said?.detail ?? '',
      operation: row.name,
      // A text that speaks of somebody else leaves open whether this party is at fault.
      trust: said?.elsewhere === true ? 0.5 : 1,
      elsewhere: said?.elsewhere === true,
      quote,
    };
  }
  const other = otherSide(context, span, named, callees);
  if (other === null) {
    return {
      entity: own,
      faultClass: said?.faultClass ?? 'dependency_down',
      detail: said?.detail ?? '',
      operation: row.name,
      trust: 0.6,
      elsewhere: said?.elsewhere === true,
      quote,
    };
  }
  // What a silent party answers is its own: a database that says its disk is full speaks of its own disk.
  const answers =
    span.row.peer !== null &&
    said !== null &&
    (ofTheAnswering.has(said.faultClass) || said.detail === 'database_query');
  if (said !== null && !said.elsewhere && !answers) {
    return {
      entity: own,
      faultClass: said.faultClass,
      detail: said.detail,
      operation: row.name,
      trust: 0.8,
      elsewhere: false,
      quote,
    };
  }
  const faultClass = said?.faultClass ?? 'dependency_down';
  // An answer came, was no error, and cannot be read: it is its sender's.
  if (isAnswered(span) && said?.faultClass === 'code_error' && said.detail === 'parse')
    return {
      entity: other,
      faultClass: 'early_return',
      detail: '',
      operation: '',
      trust: 0.7,
      quote,
      elsewhere: false,
    };
  // An answer came and was no error, yet the call failed: its own deadline, or the way between.
  if (isAnswered(span) && !calleeSlow(context, span))
    return {
      entity: own,
      faultClass: 'config',
      detail: 'timeout',
      operation: row.name,
      trust: 0.6,
      quote,
      elsewhere: false,
    };
  return {
    entity: other,
    faultClass,
    detail: said?.detail ?? '',
    operation: '',
    trust: 0.85,
    quote,
    elsewhere: isBreaker(said),
  };
};

/** A breaker opens for calls that failed before: they tell who is at fault. */
const isBreaker = (said: TextClass | null): boolean => said?.detail === 'circuit_open';

/** Faults that a party reports of itself in its answer, not ones that a client meets on its own side. */
const ofTheAnswering = new Set<FaultClass>([
  'disk',
  'memory',
  'cpu',
  'lock_contention',
  'deadlock',
  'throttling',
]);

/** `service\u0000name of the client's span` -> the service that usually answers it. */
export type CalleesByCall = ReadonlyMap<string, string>;

export const calleesByCall = (context: Context): CalleesByCall => {
  const counts = new Map<string, Map<string, number>>();
  for (const span of context.spans.all) {
    if (span.row.kind !== 'client' && span.row.kind !== 'producer') continue;
    const child = answerOf(span);
    if (child === undefined) continue;
    const key = `${span.row.service}\u0000${span.row.name}`;
    let answers = counts.get(key);
    if (answers === undefined) counts.set(key, (answers = new Map()));
    answers.set(child.row.service, (answers.get(child.row.service) ?? 0) + 1);
  }
  const usual = new Map<string, string>();
  for (const [key, answers] of counts) {
    const [name, count] = [...answers].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]!;
    const all = [...answers.values()].reduce((sum, n) => sum + n, 0);
    // `POST` may lead anywhere: then no answer is usual.
    if (count >= 0.8 * all) usual.set(key, name);
  }
  return usual;
};

const otherSide = (
  context: Context,
  span: IndexedSpan,
  named: ExplanationEntity | null,
  callees: CalleesByCall,
): ExplanationEntity | null => {
  const answer = answerOf(span);
  if (answer !== undefined) return { kind: 'service', name: answer.row.service };
  if (span.row.kind === 'producer' && span.row.peer !== null) return context.graph.canonical(span.row.peer);
  if (named !== null) return named;
  const usual = callees.get(`${span.row.service}\u0000${span.row.name}`);
  if (usual !== undefined) return { kind: 'service', name: usual };
  return span.row.peer === null ? null : context.graph.canonical(span.row.peer);
};

/** The first callee that the texts name. */
const namedCallee = (
  context: Context,
  own: ExplanationEntity,
  texts: readonly string[],
): ExplanationEntity | null => {
  for (const text of texts) {
    const found = partiesNamed(context, own, text).find(({ relation }) => relation === 'callee');
    if (found !== undefined) return found.entity;
  }
  return null;
};

const slowFactor = 1.1;

/** The answering span took longer than it usually does. */
const calleeSlow = (context: Context, span: IndexedSpan): boolean => {
  const child = answerOf(span);
  if (child === undefined) return false;
  const same = context.spans.byOperation.get(`${child.row.service}\u0000${child.row.name}`) ?? [];
  const good = same
    .filter((s) => !s.bad)
    .map((s) => s.row.durationMs)
    .sort((a, b) => a - b);
  if (good.length < 4) return true;
  return child.row.durationMs > good[Math.floor(good.length * 0.95)]! * slowFactor;
};
