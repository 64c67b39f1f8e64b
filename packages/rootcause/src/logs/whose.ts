/** Whose trouble a log line is: its writer's, or that of a party its writer calls. */
import type { ExplanationEntity, FaultClass } from '@nightglass/model';
import type { Context } from '../detector.ts';
import { entityKey, type LogRow } from '../incident.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { classifyText, type TextClass } from './classify-text.ts';
import { sentenceOf } from './evidence.ts';
import { partiesNamed } from './named-parties.ts';
import type { LogTemplate } from './template-table.ts';

export interface Ownership {
  entity: ExplanationEntity;
  faultClass: FaultClass;
  detail: string;
  /** How sure it is that this party is at fault: 0 to 1. */
  trust: number;
  /** It tells a state of the entity's own (out of memory, a nil pointer), not something that its callers would say as well. */
  own: boolean;
  /** Operation of the writer that logged it; '' when no span tells or another party is meant. */
  operation: string;
  said: TextClass | null;
}

/** Texts that say nothing more than that something went wrong. */
const vague = new Set(['code_error/exception', 'code_error/parse', 'code_error/type']);

/** Span of a record; ids of spans are unique in their trace only. */
export const spanOf = (context: Context, row: LogRow): IndexedSpan | undefined => {
  if (row.spanId === '') return undefined;
  const span = context.spans.byId.get(row.spanId);
  return span !== undefined && (row.traceId === '' || span.row.traceId === row.traceId) ? span : undefined;
};

const otherSide = (context: Context, span: IndexedSpan): ExplanationEntity | null => {
  if (span.row.kind !== 'client' && span.row.kind !== 'producer') return null;
  const answer = span.children.find((child) => child.row.service !== span.row.service);
  if (answer !== undefined) return { kind: 'service', name: answer.row.service };
  return span.row.peer === null ? null : context.graph.canonical(span.row.peer);
};

/** Spans of the writer in the record's trace, when the record names no span of it. */
const spansOf = (context: Context, row: LogRow | undefined): IndexedSpan[] => {
  if (row === undefined || row.traceId === '') return [];
  const own = spanOf(context, row);
  if (own !== undefined) return [own];
  return (spansByTrace(context).get(row.traceId) ?? []).filter((span) => span.row.service === row.service);
};

const cache = new WeakMap<Context, Map<string, IndexedSpan[]>>();
const spansByTrace = (context: Context): Map<string, IndexedSpan[]> => {
  let byTrace = cache.get(context);
  if (byTrace === undefined) {
    byTrace = Map.groupBy(context.spans.all, (span) => span.row.traceId);
    cache.set(context, byTrace);
  }
  return byTrace;
};

/** An error below it in another service: what it logs may only repeat it. */
const repeatsCallee = (span: IndexedSpan): boolean => {
  const stack = [...span.children];
  for (let at = stack.pop(), steps = 0; at !== undefined && steps < 200; at = stack.pop(), steps++) {
    if (at.row.error && at.row.service !== span.row.service) return true;
    stack.push(...at.children);
  }
  return false;
};

const onlyCallee = (context: Context, service: string): ExplanationEntity | null => {
  const calls = context.graph.out(`service:${service}`).filter((edge) => edge.kind === 'call');
  return calls.length === 1 ? context.graph.entity(calls[0]!.to) : null;
};

/** How far a complaint of another party marks that party: a limit is told by who sets it, a time-out may be anybody's. */
const blameTrust: Record<string, number> = {
  rate_limit: 0.8,
  quota: 0.8,
  connection_refused: 0.7,
  unavailable: 0.55,
  timeout: 0.5,
  call_failed: 0.5,
  circuit_open: 0.4,
};

const ofDatabase = new Set(['lock_contention/database', 'deadlock/database', 'slow_code/database_query']);

/** A driver's error that passes on what the server said of its own state. */
const saidByServer =
  /PSQLException|psycopg|\bpgx?\b|\bpq: |SQLSTATE|\bHY000\b|\bMySQL|MariaDB|ORA-\d{5}|SqlException|Mongo\w{0,20}(?:Error|Exception)|ClickHouse/i;

/** The database that the line is about: named, called by its span, or the only one its writer calls. */
const databaseOf = (
  context: Context,
  writer: ExplanationEntity,
  text: string,
  span: IndexedSpan | undefined,
): ExplanationEntity | null => {
  const called = span === undefined ? null : otherSide(context, span);
  if (called?.kind === 'database') return called;
  const named = partiesNamed(context, writer, text).find(({ entity }) => entity.kind === 'database');
  if (named !== undefined) return named.entity;
  const all = context.graph
    .out(entityKey(context.graph.canonical(writer)))
    .map((edge) => context.graph.entity(edge.to))
    .filter(({ kind }) => kind === 'database');
  return all.length === 1 ? all[0]! : null;
};

/** An answer that cannot be read is one that was given without its work. */
const ofCallee = (faultClass: FaultClass, detail: string): { faultClass: FaultClass; detail: string } =>
  faultClass === 'code_error' && detail === 'parse'
    ? { faultClass: 'early_return', detail: '' }
    : { faultClass, detail };

export const whose = (context: Context, template: LogTemplate): Ownership => {
  const text = sentenceOf(template);
  const said = classifyText(text);
  const writer: ExplanationEntity = { kind: 'service', name: template.service };
  const row = template.firstIncident ?? template.samples[0];
  const span = row === undefined ? undefined : spanOf(context, row);
  // A warning that names no fault says where, not what.
  const faultClass = said?.faultClass ?? (template.severity >= 17 ? 'code_error' : 'unknown');
  const detail = said?.detail ?? '';
  const operation = span?.row.name ?? '';
  const blaming = (entity: ExplanationEntity, trust: number): Ownership => ({
    entity,
    ...(said?.elsewhere ? ofCallee(faultClass, detail) : { faultClass: 'dependency_down', detail: '' }),
    // Of a party that sends nothing itself only others can tell.
    trust: Math.min(0.85, trust * (entity.kind === 'external' ? 1.2 : 1)),
    own: false,
    operation: '',
    said,
  });
  const writers = (trust: number): Ownership => ({
    entity: writer,
    faultClass,
    detail,
    trust,
    own: said !== null && !said.elsewhere && !vague.has(`${faultClass}/${detail}`),
    operation,
    said,
  });
  const complaint = said?.elsewhere === true ? (blameTrust[detail] ?? 0.6) : 0.6;
  // Its caller gave up: the writer is the last to blame.
  if (said?.faultClass === 'dependency_down' && said.detail === 'cancelled') return writers(0.2);
  // What a database answers is told by its clients: a lock, a deadlock, a statement that takes too long.
  if (
    said !== null &&
    (ofDatabase.has(`${faultClass}/${detail}`) || (faultClass === 'disk' && saidByServer.test(text)))
  ) {
    const database = databaseOf(context, writer, text, span);
    if (database !== null) return { ...writers(0.8), entity: database, operation: '' };
  }
  // What names its own state stays with the writer, whomever else it mentions.
  if (said !== null && !said.elsewhere && !vague.has(`${faultClass}/${detail}`)) return writers(1);
  const named = partiesNamed(context, writer, text).find((party) => party.relation !== 'caller');
  // To name a party is no complaint of it, unless the line is an error or says what went wrong.
  if (named !== undefined)
    return blaming(named.entity, said === null && template.severity < 17 ? 0.35 : complaint);
  const called = span === undefined ? null : otherSide(context, span);
  if (called !== null) return blaming(called, complaint);
  if (spansOf(context, row).some(repeatsCallee)) return writers(0.3);
  if (said?.elsewhere === true) {
    const callee = onlyCallee(context, template.service);
    return callee === null ? writers(0.4) : blaming(callee, 0.4);
  }
  return writers(0.8);
};
