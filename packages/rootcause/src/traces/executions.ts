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

/** In the order of the entries' spans, by `service\u0000operation`. */
export const executionsOf = (context: Context): Map<string, Execution[]> => {
  const logged = templatesBySpan(context);
  const groups = new Map<string, Execution[]>();
  for (const entry of context.spans.all) {
    if (!isEntry(entry)) continue;
    const execution: Execution = { entry, local: [], called: [], templates: new Set() };
    const stack = [entry];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      execution.local.push(at);
      for (const template of logged.get(at) ?? []) execution.templates.add(template);
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

const templatesBySpan = (context: Context): Map<IndexedSpan, Set<LogTemplate>> => {
  const byTraceAndId = new Map<string, IndexedSpan>();
  for (const span of context.spans.all) byTraceAndId.set(`${span.row.traceId} ${span.row.spanId}`, span);
  const logged = new Map<IndexedSpan, Set<LogTemplate>>();
  for (const row of context.data.logs) {
    if (row.spanId === '') continue;
    const span =
      row.traceId === ''
        ? context.spans.byId.get(row.spanId)
        : byTraceAndId.get(`${row.traceId} ${row.spanId}`);
    if (span === undefined || span.row.service !== row.service) continue;
    const template = context.templates.of(row);
    if (template === undefined) continue;
    const set = logged.get(span);
    if (set === undefined) logged.set(span, new Set([template]));
    else set.add(template);
  }
  return logged;
};
