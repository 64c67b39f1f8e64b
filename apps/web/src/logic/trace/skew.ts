/**
 * Corrects clock skew between processes, the way Jaeger's adjuster does (jaeger model/adjuster/clockskew): when a child
 * of another process does not lie within its parent, the child's process is moved so that the two network legs are
 * equally long. A child longer than its parent is only moved if it starts before it. Spans that run on after their
 * caller by nature (CONSUMER, or children of a PRODUCER) prove nothing about clocks.
 */
import { arrange, type TraceNode, type TraceTree } from './tree.ts';

export interface Skew {
  service: string;
  /** Nanoseconds added to this process's times; the largest one when callers disagree. */
  shift: number;
}

const needed = (parent: TraceNode, child: TraceNode): number => {
  if (parent.span.resourceId === child.span.resourceId) return 0;
  if (child.span.kind === 'CONSUMER' || parent.span.kind === 'PRODUCER') return 0;
  const [parentLength, childLength] = [parent.end - parent.start, child.end - child.start];
  if (childLength > parentLength) return child.start < parent.start ? parent.start - child.start : 0;
  if (child.start >= parent.start && child.end <= parent.end) return 0;
  return parent.start + (parentLength - childLength) / 2 - child.start;
};

/** Moves spans in place, keeps the trace starting at 0, and says which processes were moved. */
export const correctSkew = (tree: TraceTree): Skew[] => {
  const moved = new Map<string, Skew>();
  for (const node of tree.nodes) {
    const parent = node.parent;
    if (parent === null) continue;
    // A span of the same process follows its parent; of another process it is measured against the moved parent.
    const same = parent.span.resourceId === node.span.resourceId;
    const shift = same ? parent.shift : needed(parent, node);
    if (shift === 0) continue;
    node.shift = shift;
    node.start += shift;
    node.end += shift;
    const known = moved.get(node.span.resourceId);
    if (known === undefined || Math.abs(shift) > Math.abs(known.shift))
      moved.set(node.span.resourceId, { service: node.span.service, shift });
  }
  if (moved.size === 0) return [];
  const first = tree.nodes.reduce((min, n) => Math.min(min, n.start), Number.POSITIVE_INFINITY);
  for (const node of tree.nodes) {
    node.start -= first;
    node.end -= first;
  }
  tree.startUnixNano += BigInt(Math.round(first));
  tree.duration = tree.nodes.reduce((max, n) => Math.max(max, n.end), 0);
  tree.nodes = arrange(tree.roots);
  return [...moved.values()];
};
