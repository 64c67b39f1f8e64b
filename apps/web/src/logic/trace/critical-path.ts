/**
 * The critical path: the chain of spans that, had they been quicker, would have made the trace quicker.
 * Walks back from the end of the root: the child that ended last before the current moment was what the parent waited
 * for; the gaps belong to the parent itself (the algorithm of Jaeger's CriticalPath, after "CRISP", USENIX ATC 2022).
 */
import type { TraceNode, TraceTree } from './tree.ts';

/** Half-open, nanoseconds from the start of the trace. */
export type Interval = [start: number, end: number];

interface Visit {
  node: TraceNode;
  /** Children by end, latest first. */
  children: TraceNode[];
  next: number;
  /** Walking back: everything after this moment is explained. */
  moment: number;
  floor: number;
}

const visit = (node: TraceNode, end: number, floor: number): Visit => ({
  node,
  children: node.children.toSorted((a, b) => b.end - a.end),
  next: 0,
  moment: Math.min(node.end, end),
  floor: Math.max(node.start, floor),
});

/** The parts of each span (by key) on the critical path of the longest root, in order of time. */
export const criticalPath = (tree: TraceTree): Map<string, Interval[]> => {
  const path = new Map<string, Interval[]>();
  const root = tree.roots.reduce<TraceNode | undefined>(
    (best, n) => (best === undefined || n.end - n.start > best.end - best.start ? n : best),
    undefined,
  );
  if (root === undefined) return path;
  const add = (node: TraceNode, start: number, end: number): void => {
    if (end <= start) return;
    const parts = path.get(node.key);
    if (parts === undefined) path.set(node.key, [[start, end]]);
    else parts.unshift([start, end]);
  };
  const stack = [visit(root, root.end, root.start)];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = nextChild(top);
    if (child === undefined) {
      add(top.node, top.floor, top.moment);
      stack.pop();
      continue;
    }
    add(top.node, child.end, top.moment);
    top.moment = Math.max(child.start, top.floor);
    stack.push(visit(child, child.end, top.floor));
  }
  return path;
};

/** The child that ended last, but not after the moment; one that outlives its parent was not waited for. */
const nextChild = (visit: Visit): TraceNode | undefined => {
  while (visit.next < visit.children.length) {
    const child = visit.children[visit.next++];
    if (child !== undefined && child.end <= visit.moment && child.end > visit.floor) return child;
  }
  return undefined;
};

/** What a span did itself: its time without that of its children (overlaps counted once). In order of time. */
export const selfIntervals = (node: TraceNode): Interval[] => {
  const parts: Interval[] = [];
  let at = node.start;
  // Children are in order of start.
  for (const child of node.children) {
    const start = Math.min(Math.max(child.start, node.start), node.end);
    if (start > at) parts.push([at, start]);
    at = Math.max(at, Math.min(child.end, node.end));
    if (at >= node.end) break;
  }
  if (at < node.end) parts.push([at, node.end]);
  return parts;
};

export const totalOf = (parts: readonly Interval[]): number => parts.reduce((sum, [a, b]) => sum + b - a, 0);
