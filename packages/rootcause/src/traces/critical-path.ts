/** Which spans a request waited for, and for how long each. */
import type { IndexedSpan } from './span-index.ts';

/**
 * Exclusive time of every span on the critical path of `root`, ms: walking back from the end, the child that ended last
 * carries the time up to its start, the gaps between children are the parent's own (the method of CRISP, USENIX ATC 22).
 * The times sum up to the root's duration. Consumers work on their own time and are left out.
 */
export const criticalPath = (root: IndexedSpan, into: Map<IndexedSpan, number>): void => {
  walk(root, root.row.startMs, root.row.startMs + root.row.durationMs, into, 0);
};

const maximumDepth = 200;

const walk = (
  span: IndexedSpan,
  from: number,
  to: number,
  into: Map<IndexedSpan, number>,
  depth: number,
): void => {
  let own = 0;
  let at = to;
  if (depth < maximumDepth && span.children.length > 0) {
    const byEnd = span.children
      .filter((child) => child.row.kind !== 'consumer' && child.row.startMs < to)
      .sort((a, b) => endOf(b) - endOf(a) || b.row.startMs - a.row.startMs);
    for (const child of byEnd) {
      const end = Math.min(endOf(child), to);
      if (child.row.startMs >= at || end <= from) continue;
      const until = Math.min(end, at);
      own += at - until;
      const start = Math.max(child.row.startMs, from);
      walk(child, start, until, into, depth + 1);
      at = start;
      if (at <= from) break;
    }
  }
  own += Math.max(0, at - from);
  into.set(span, (into.get(span) ?? 0) + own);
};

export const endOf = (span: IndexedSpan): number => span.row.startMs + span.row.durationMs;
