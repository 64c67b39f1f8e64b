/**
 * Where the parts of a wait graph stand: who holds on the left, what is held in the middle, who waits on the right,
 * and further right whoever waits for those. Parts that have nothing to do with each other stand one above the other,
 * the most tangled first. The same graph always gives the same picture.
 */
import type { WaitEdge, WaitGraph, WaitNode } from '@nightglass/model';

export interface WaitSizes {
  nodeWidth: number;
  nodeHeight: number;
  gapX: number;
  gapY: number;
}
interface PlacedWait {
  node: WaitNode;
  column: number;
  x: number;
  y: number;
}
export interface WaitLayout {
  nodes: PlacedWait[];
  edges: (WaitEdge & { path: string; labelX: number; labelY: number })[];
  width: number;
  height: number;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Nodes that are joined by edges, in the order they are drawn: with holders first, then by how many wait. */
export const waitGroups = (graph: WaitGraph): { nodes: WaitNode[]; edges: WaitEdge[] }[] => {
  const nodes = new Map(graph.nodes.map((n) => [n.id, n]));
  const edges = graph.edges.filter((e) => nodes.has(e.from) && nodes.has(e.to));
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges)
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const)
      neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
  const groupOf = new Map<string, number>();
  let groups = 0;
  for (const id of nodes.keys()) {
    if (groupOf.has(id)) continue;
    const waiting = [id];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (groupOf.has(at)) continue;
      groupOf.set(at, groups);
      waiting.push(...(neighbours.get(at) ?? []));
    }
    groups++;
  }
  const found = Array.from({ length: groups }, () => ({ nodes: [] as WaitNode[], edges: [] as WaitEdge[] }));
  for (const node of nodes.values()) found[groupOf.get(node.id) ?? 0]?.nodes.push(node);
  for (const edge of edges) found[groupOf.get(edge.from) ?? 0]?.edges.push(edge);
  const holds = (g: { edges: WaitEdge[] }): number => g.edges.filter((e) => e.kind === 'holds').length;
  const waiters = (g: { edges: WaitEdge[] }): number =>
    g.edges.reduce((sum, e) => sum + (e.kind === 'waits' ? e.count : 0), 0);
  return found.toSorted(
    (a, b) =>
      Number(holds(b) > 0) - Number(holds(a) > 0) ||
      waiters(b) - waiters(a) ||
      byText(a.nodes[0]?.id ?? '', b.nodes[0]?.id ?? ''),
  );
};

/**
 * The longest way to somebody who waits for nothing. A ring of waiters (a deadlock) has no such end: its columns
 * stop growing after as many rounds as there are nodes.
 */
const columnsOf = (nodes: readonly WaitNode[], edges: readonly WaitEdge[]): Map<string, number> => {
  const columns = new Map(nodes.map((n) => [n.id, 0]));
  const limit = nodes.length;
  for (let round = 0; round < limit; round++) {
    let moved = false;
    for (const { from, to } of edges) {
      const needed = (columns.get(to) ?? 0) + 1;
      if (needed > (columns.get(from) ?? 0) && needed < limit) {
        columns.set(from, needed);
        moved = true;
      }
    }
    if (!moved) break;
  }
  // Rings leave gaps behind: columns are counted anew so that none stands empty.
  const used = [...new Set(columns.values())].toSorted((a, b) => a - b);
  for (const [id, column] of columns) columns.set(id, used.indexOf(column));
  return columns;
};

export const layoutWaits = (graph: WaitGraph, size: WaitSizes): WaitLayout => {
  const placed = new Map<string, PlacedWait>();
  let top = 0;
  let width = 0;
  const groups = waitGroups(graph);
  for (const group of groups) {
    const columns = columnsOf(group.nodes, group.edges);
    const byColumn = new Map<number, WaitNode[]>();
    for (const node of group.nodes) {
      const column = columns.get(node.id) ?? 0;
      byColumn.set(column, [...(byColumn.get(column) ?? []), node]);
    }
    const tallest = Math.max(...[...byColumn.values()].map((c) => c.length));
    const step = size.nodeHeight + size.gapY;
    for (const [column, members] of byColumn) {
      const ordered = members.toSorted((a, b) => b.count - a.count || byText(a.id, b.id));
      const offset = ((tallest - ordered.length) * step) / 2;
      for (const [i, node] of ordered.entries())
        placed.set(node.id, {
          node,
          column,
          x: column * (size.nodeWidth + size.gapX),
          y: top + offset + i * step,
        });
      width = Math.max(width, column * (size.nodeWidth + size.gapX) + size.nodeWidth);
    }
    top += tallest * step + size.gapY;
  }
  const edges = groups.flatMap((g) => g.edges.map((e) => ({ ...e, ...edgeShape(e, placed, size) })));
  return { nodes: [...placed.values()], edges, width, height: Math.max(0, top - size.gapY * 2) };
};

/** From the waiter's left side to the right side of what it waits for; edges of a ring bow below. */
const edgeShape = (
  edge: WaitEdge,
  placed: ReadonlyMap<string, PlacedWait>,
  size: WaitSizes,
): { path: string; labelX: number; labelY: number } => {
  const [from, to] = [placed.get(edge.from), placed.get(edge.to)];
  if (from === undefined || to === undefined) return { path: '', labelX: 0, labelY: 0 };
  const [y1, y2] = [from.y + size.nodeHeight / 2, to.y + size.nodeHeight / 2];
  if (from.column > to.column) {
    const [x1, x2] = [from.x, to.x + size.nodeWidth];
    const bend = Math.min(size.gapX, x1 - x2) / 2;
    return {
      path: `M${x1} ${y1}C${x1 - bend} ${y1} ${x2 + bend} ${y2} ${x2} ${y2}`,
      labelX: (x1 + x2) / 2,
      labelY: (y1 + y2) / 2 - 5,
    };
  }
  const [x1, x2] = [from.x + size.nodeWidth / 2, to.x + size.nodeWidth / 2];
  const low = Math.max(from.y, to.y) + size.nodeHeight;
  return {
    path: `M${x1} ${from.y + size.nodeHeight}C${x1} ${low + size.gapY} ${x2} ${low + size.gapY} ${x2} ${to.y + size.nodeHeight}`,
    labelX: (x1 + x2) / 2,
    labelY: low + size.gapY * 0.75,
  };
};

/** What a thing is and where it is asked for, for two lines: `sync.Mutex 0xa7f270` and `asked for at main.go:132`. */
export const labelParts = (label: string): [what: string, where: string] => {
  for (const mark of [', ', ' in ', ' at ']) {
    const at = label.indexOf(mark);
    if (at > 0) return [label.slice(0, at), label.slice(mark === ', ' ? at + 2 : at + 1)];
  }
  return [label, ''];
};
