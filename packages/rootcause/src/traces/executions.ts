/** One run of an entry operation of a service: the entry's span, and what the same service did below it. */
import type { Context } from '../detector.ts';
import type { LogTemplate } from '../logs/template-table.ts';
import type { IndexedSpan } from './span-index.ts';

export interface Execution {
  entry: IndexedSpan;
  /** Spans of the service that belong to this run, the entry first. */
  local: IndexedSpan[];
  /** Spans of other services that they called. */
  called: IndexedSpan[];
  /** Templates of the records on the local spans. */
  templates: Set<LogTemplate>;
}

const isEntry = (span: IndexedSpan): boolean =>
  span.parent === null || span.parent.row.service !== span.row.service || span.row.kind === 'consumer';

const cache = new WeakMap<Context, Map<string, Execution[]>>();

/** In the order of the entries' spans, by `service\u0000operation`. */
export const executionsOf = (context: Context): Map<string, Execution[]> => {
  let groups = cache.get(context);
  if (groups === undefined) cache.set(context, (groups = compute(context)));
  return groups;
};

const compute = (context: Context): Map<string, Execution[]> => {
  const logged = templatesBySpan(context);
  const groups = new Map<string, Execution[]>();
  for (const entry of context.spans.all) {
    if (!isEntry(entry)) continue;
    const execution: Execution = { entry, local: [], called: [], templates: new Set() };
    const stack = [entry];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      execution.local.push(at);
      const templates = logged.get(at);
      if (templates !== undefined) for (const template of templates) execution.templates.add(template);
      for (let i = at.children.length - 1; i >= 0; i--) {
        const child = at.children[i]!;
        if (isEntry(child)) execution.called.push(child);
        else stack.push(child);
      }
    }
    const key = `${entry.row.service}\u0000${entry.row.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [execution]);
    else group.push(execution);
  }
  return groups;
};

/** Ids of spans are unique in their trace; mostly also among all, and then the joined key need not be made. */
const finderOf = ({ spans }: Context): ((traceId: string, spanId: string) => IndexedSpan | undefined) => {
  if (spans.byId.size === spans.all.length)
    return (traceId, spanId) => {
      const span = spans.byId.get(spanId);
      return span === undefined || traceId === '' || span.row.traceId === traceId ? span : undefined;
    };
  const joined = new Map<string, IndexedSpan>();
  for (const span of spans.all) joined.set(`${span.row.traceId} ${span.row.spanId}`, span);
  return (traceId, spanId) => (traceId === '' ? spans.byId.get(spanId) : joined.get(`${traceId} ${spanId}`));
};

const templatesBySpan = (context: Context): Map<IndexedSpan, LogTemplate[]> => {
  const find = finderOf(context);
  const logged = new Map<IndexedSpan, LogTemplate[]>();
  for (const row of context.data.logs) {
    if (row.spanId === '') continue;
    const span = find(row.traceId, row.spanId);
    if (span === undefined || span.row.service !== row.service) continue;
    const template = context.templates.of(row);
    if (template === undefined) continue;
    const list = logged.get(span);
    if (list === undefined) logged.set(span, [template]);
    else if (!list.includes(template)) list.push(template);
  }
  return logged;
};
