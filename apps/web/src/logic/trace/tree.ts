/**
 * A trace as a tree. Real traces are broken in every way: spans whose parent never came, cycles of parents, two spans
 * with one id. Each of them still gets exactly one node, marked with what is wrong with it. No recursion: a chain of
 * 10,000 spans must not overflow the stack.
 */
import type { Span } from '@nightglass/model';

export interface TraceNode {
  /** The span id, or `id~2` for the second span with that id: unique in the trace and usable in a URL. */
  key: string;
  span: Span;
  parent: TraceNode | null;
  /** In order of start time. */
  children: TraceNode[];
  depth: number;
  /** Nanoseconds since the start of the trace, after clock skew is corrected. */
  start: number;
  end: number;
  /** Nanoseconds added to the reported times to correct the clock skew of its process. */
  shift: number;
  problem: '' | 'missing-parent' | 'cycle' | 'duplicate-id';
  error: boolean;
  /** Spans below it. */
  descendants: number;
  /** Failed spans below it. */
  errorsBelow: number;
}

export interface TraceTree {
  roots: TraceNode[];
  /** Parents before children, children in order of start: the order of the waterfall. */
  nodes: TraceNode[];
  byKey: Map<string, TraceNode>;
  /** Unix nanoseconds of offset 0. */
  startUnixNano: bigint;
  /** Nanoseconds from offset 0 to the last end. */
  duration: number;
  problems: { missingParents: number; cycles: number; duplicateIds: number };
}

const nano = (text: string): bigint => {
  try {
    return BigInt(text);
  } catch {
    return 0n;
  }
};

const makeNodes = (spans: readonly Span[], origin: bigint): { nodes: TraceNode[]; duplicates: number } => {
  const seen = new Map<string, number>();
  let duplicates = 0;
  const nodes = spans.map((span): TraceNode => {
    const count = (seen.get(span.spanId) ?? 0) + 1;
    seen.set(span.spanId, count);
    if (count > 1) duplicates++;
    const start = Number(nano(span.startTimeUnixNano) - origin);
    // An end before the start would draw a bar backwards.
    const end = Math.max(start, Number(nano(span.endTimeUnixNano) - origin));
    return {
      key: count === 1 ? span.spanId : `${span.spanId}~${count}`,
      span,
      parent: null,
      children: [],
      depth: 0,
      start,
      end,
      shift: 0,
      problem: count === 1 ? '' : 'duplicate-id',
      error: span.status.code === 'ERROR',
      descendants: 0,
      errorsBelow: 0,
    };
  });
  return { nodes, duplicates };
};

/** Links nodes to parents and cuts every cycle at its earliest span, which becomes a root. */
const link = (nodes: readonly TraceNode[]): { missing: number; cycles: number } => {
  const byId = new Map<string, TraceNode>();
  for (const node of nodes) if (!byId.has(node.span.spanId)) byId.set(node.span.spanId, node);
  let missing = 0;
  for (const node of nodes) {
    const id = node.span.parentSpanId;
    if (id === '') continue;
    const parent = byId.get(id);
    if (parent === undefined) {
      missing++;
      if (node.problem === '') node.problem = 'missing-parent';
    } else node.parent = parent;
  }
  return { missing, cycles: cutCycles(nodes) };
};

const cutCycles = (nodes: readonly TraceNode[]): number => {
  // 0 not looked at, otherwise the number of the walk that came by.
  const walk = new Map<TraceNode, number>();
  let cycles = 0;
  nodes.forEach((from, index) => {
    let node: TraceNode | null = from;
    while (node !== null && !walk.has(node)) {
      walk.set(node, index);
      node = node.parent;
    }
    if (node === null || walk.get(node) !== index) return;
    // This walk met itself: go round once more to find the earliest span of the ring.
    let earliest = node;
    for (let n = node.parent; n !== null && n !== node; n = n.parent)
      if (n.start < earliest.start) earliest = n;
    earliest.parent = null;
    earliest.problem = 'cycle';
    cycles++;
  });
  return cycles;
};

const byStart = (a: TraceNode, b: TraceNode): number =>
  a.start - b.start || b.end - a.end || (a.key < b.key ? -1 : 1);

/** Sorts children, then walks from the roots to fill depth and the order of the waterfall. */
export const arrange = (roots: TraceNode[]): TraceNode[] => {
  const order: TraceNode[] = [];
  roots.sort(byStart);
  const stack = roots.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    node.depth = node.parent === null ? 0 : node.parent.depth + 1;
    order.push(node);
    node.children.sort(byStart);
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child !== undefined) stack.push(child);
    }
  }
  return order;
};

const countBelow = (order: readonly TraceNode[]): void => {
  for (const node of order) {
    node.descendants = 0;
    node.errorsBelow = 0;
  }
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i];
    if (node === undefined || node.parent === null) continue;
    node.parent.descendants += node.descendants + 1;
    node.parent.errorsBelow += node.errorsBelow + (node.error ? 1 : 0);
  }
};

export const buildTree = (spans: readonly Span[]): TraceTree => {
  let origin: bigint | undefined;
  for (const span of spans) {
    const start = nano(span.startTimeUnixNano);
    if (origin === undefined || start < origin) origin = start;
  }
  const { nodes, duplicates } = makeNodes(spans, origin ?? 0n);
  const { missing, cycles } = link(nodes);
  const roots: TraceNode[] = [];
  for (const node of nodes) {
    if (node.parent === null) roots.push(node);
    else node.parent.children.push(node);
  }
  const order = arrange(roots);
  countBelow(order);
  return {
    roots,
    nodes: order,
    byKey: new Map(order.map((n) => [n.key, n])),
    startUnixNano: origin ?? 0n,
    duration: order.reduce((max, n) => Math.max(max, n.end), 0),
    problems: { missingParents: missing, cycles, duplicateIds: duplicates },
  };
};
