/** Who a span's own time or failure belongs to. */
import type { ExplanationEntity } from '@nightglass/model';
import type { Context } from '../detector.ts';
import type { IndexedSpan } from './span-index.ts';

/**
 * The time of a client span without an answering span is the other side's, when it sends no spans: a database, an
 * external party, a service that is not instrumented. All other own time is the service's.
 */
export const ownerOf = (context: Context, span: IndexedSpan): ExplanationEntity => {
  const { row } = span;
  if (row.peer !== null && (row.kind === 'client' || row.kind === 'producer') && !isAnswered(span))
    return context.graph.canonical(row.peer);
  return { kind: 'service', name: row.service };
};

/** A consumer takes up what was handed over; it answers nobody. */
export const isAnswered = (span: IndexedSpan): boolean => answerOf(span) !== undefined;

export const answerOf = (span: IndexedSpan): IndexedSpan | undefined =>
  span.children.find((child) => child.row.service !== span.row.service && child.row.kind !== 'consumer');

/** The entry (a member of `roots`) above each span, itself included; computed once for all. */
export const entriesAbove = (context: Context): ReadonlyMap<IndexedSpan, IndexedSpan> => {
  let known = cache.get(context);
  if (known !== undefined) return known;
  const above = new Map<IndexedSpan, IndexedSpan>();
  const mark = (span: IndexedSpan, entry: IndexedSpan): void => {
    const stack = [span];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (above.has(at)) continue;
      above.set(at, entry);
      for (const child of at.children) stack.push(child);
    }
  };
  for (const root of context.spans.roots) mark(root, root);
  cache.set(context, (known = above));
  return known;
};
const cache = new WeakMap<Context, ReadonlyMap<IndexedSpan, IndexedSpan>>();
