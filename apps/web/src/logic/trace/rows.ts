/** From the tree to the rows of the waterfall: subtrees that are closed, and runs of alike siblings drawn as one row. */
import type { TraceNode, TraceTree } from './tree.ts';

/** Fewer alike siblings than this are quicker to read one by one. */
export const shortestRun = 5;

export interface SpanRow {
  kind: 'span';
  key: string;
  node: TraceNode;
  depth: number;
  closed: boolean;
}
export interface RunRow {
  kind: 'run';
  /** `run:` and the key of its first span. */
  key: string;
  nodes: TraceNode[];
  depth: number;
  /** Sum of the durations, nanoseconds. */
  total: number;
  errors: number;
  start: number;
  end: number;
}
export type Row = SpanRow | RunRow;

const alike = (a: TraceNode, b: TraceNode): boolean =>
  a.span.name === b.span.name && a.span.service === b.span.service && a.span.kind === b.span.kind;

/** The siblings as runs: neighbours in time without children, alike, at least `shortestRun` of them. */
const group = (siblings: readonly TraceNode[]): TraceNode[][] => {
  const groups: TraceNode[][] = [];
  let open: TraceNode[] = [];
  const close = (): void => {
    if (open.length >= shortestRun) groups.push(open);
    else for (const node of open) groups.push([node]);
    open = [];
  };
  for (const node of siblings) {
    const last = open.at(-1);
    if (node.children.length > 0 || (last !== undefined && !alike(last, node))) close();
    if (node.children.length > 0) groups.push([node]);
    else open.push(node);
  }
  close();
  return groups;
};

const runRow = (nodes: TraceNode[], first: TraceNode): RunRow => ({
  kind: 'run',
  key: `run:${first.key}`,
  nodes,
  depth: first.depth,
  total: nodes.reduce((sum, n) => sum + n.end - n.start, 0),
  errors: nodes.reduce((sum, n) => sum + (n.error ? 1 : 0), 0),
  start: Math.min(...nodes.map((n) => n.start)),
  end: Math.max(...nodes.map((n) => n.end)),
});

export interface RowOptions {
  /** Keys of spans whose children are hidden. */
  closed: ReadonlySet<string>;
  /** Keys of runs (`run:…`) that are shown span by span. */
  opened: ReadonlySet<string>;
  /** A run that holds this span is shown span by span. */
  selected: string | undefined;
}

export const makeRows = (tree: TraceTree, { closed, opened, selected }: RowOptions): Row[] => {
  const rows: Row[] = [];
  const stack = group(tree.roots).toReversed();
  for (let nodes = stack.pop(); nodes !== undefined; nodes = stack.pop()) {
    const first = nodes[0];
    if (first === undefined) continue;
    if (nodes.length > 1) {
      if (opened.has(`run:${first.key}`) || nodes.some((n) => n.key === selected))
        for (const node of nodes)
          rows.push({ kind: 'span', key: node.key, node, depth: node.depth, closed: false });
      else rows.push(runRow(nodes, first));
      continue;
    }
    const isClosed = closed.has(first.key) && first.children.length > 0;
    rows.push({ kind: 'span', key: first.key, node: first, depth: first.depth, closed: isClosed });
    if (!isClosed) stack.push(...group(first.children).toReversed());
  }
  return rows;
};

/** The closed ancestors and nothing else: what to open so that a span can be seen. */
export const closedAbove = (node: TraceNode, closed: ReadonlySet<string>): string[] => {
  const keys: string[] = [];
  for (let n = node.parent; n !== null; n = n.parent) if (closed.has(n.key)) keys.push(n.key);
  return keys;
};
