/**
 * The service map in layers: callers left of what they call. Cycles are allowed (an edge that closes one is drawn
 * backwards). Within a layer nodes are ordered by the mean place of their neighbours, which untangles most crossings
 * (the barycenter heuristic of Sugiyama, Tagawa and Toda 1981).
 */
import type { ServiceMapEdge, ServiceMapNode } from '@nightglass/model';

interface Named {
  name: string;
}
interface Call {
  client: string;
  server: string;
}
export interface PlacedNode<N extends Named = ServiceMapNode> {
  node: N;
  /** Layer from the left, place from the top; both from 0. */
  layer: number;
  row: number;
  x: number;
  y: number;
}
export interface MapLayout<N extends Named = ServiceMapNode, E extends Call = ServiceMapEdge> {
  nodes: PlacedNode<N>[];
  byName: Map<string, PlacedNode<N>>;
  edges: E[];
  width: number;
  height: number;
}
export interface MapSizes {
  nodeWidth: number;
  nodeHeight: number;
  gapX: number;
  gapY: number;
}

/** Longest path from a source; edges back into the path being walked are skipped. */
const layersOf = (names: readonly string[], out: ReadonlyMap<string, string[]>): Map<string, number> => {
  const incoming = new Set([...out.values()].flat());
  const layer = new Map<string, number>();
  const walking = new Set<string>();
  const visit = (name: string, depth: number): void => {
    if (walking.has(name) || depth <= (layer.get(name) ?? -1)) return;
    // More layers than nodes can only come from cycles.
    if (depth > names.length) return;
    layer.set(name, depth);
    walking.add(name);
    for (const next of out.get(name) ?? []) visit(next, depth + 1);
    walking.delete(name);
  };
  for (const name of names) if (!incoming.has(name)) visit(name, 0);
  for (const name of names) if (!layer.has(name)) visit(name, 0);
  return layer;
};

const sweep = (layers: string[][], neighbours: ReadonlyMap<string, string[]>): void => {
  const place = new Map(layers.flatMap((l) => l.map((name, i) => [name, i - (l.length - 1) / 2] as const)));
  for (const layer of layers) {
    const weight = (name: string): number => {
      const near = (neighbours.get(name) ?? []).map((n) => place.get(n) ?? 0);
      return near.length === 0 ? (place.get(name) ?? 0) : near.reduce((a, b) => a + b, 0) / near.length;
    };
    const weights = new Map(layer.map((name) => [name, weight(name)]));
    layer.sort((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0) || (a < b ? -1 : 1));
    layer.forEach((name, i) => {
      place.set(name, i - (layer.length - 1) / 2);
    });
  }
};

export const layoutMap = <N extends Named, E extends Call>(
  nodes: readonly N[],
  edges: readonly E[],
  size: MapSizes,
): MapLayout<N, E> => {
  const byName = new Map(nodes.map((n) => [n.name, n]));
  const names = [...byName.keys()].sort();
  const real = edges.filter((e) => byName.has(e.client) && byName.has(e.server));
  const out = new Map<string, string[]>();
  const near = new Map<string, string[]>();
  const put = (map: Map<string, string[]>, key: string, value: string): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [value]);
    else list.push(value);
  };
  for (const e of real) {
    if (e.client === e.server) continue;
    put(out, e.client, e.server);
    put(near, e.client, e.server);
    put(near, e.server, e.client);
  }
  const layer = layersOf(names, out);
  const used = [...new Set(names.map((n) => layer.get(n) ?? 0))].sort((a, b) => a - b);
  const layers = used.map((l) => names.filter((n) => (layer.get(n) ?? 0) === l));
  for (let i = 0; i < 4; i++) sweep(layers, near);
  const tallest = Math.max(1, ...layers.map((l) => l.length));
  const height = tallest * size.nodeHeight + (tallest - 1) * size.gapY;
  const placed: PlacedNode<N>[] = layers.flatMap((list, l) =>
    list.flatMap((name, row) => {
      const node = byName.get(name);
      if (node === undefined) return [];
      const own = list.length * size.nodeHeight + (list.length - 1) * size.gapY;
      const y = (height - own) / 2 + row * (size.nodeHeight + size.gapY);
      return [{ node, layer: l, row, x: l * (size.nodeWidth + size.gapX), y }];
    }),
  );
  return {
    nodes: placed,
    byName: new Map(placed.map((p) => [p.node.name, p])),
    edges: real,
    width: Math.max(1, layers.length) * (size.nodeWidth + size.gapX) - size.gapX,
    height,
  };
};

/** An SVG path from the side of one node to the side of another; backward and own edges bow below. */
export const edgePath = (a: PlacedNode<Named>, b: PlacedNode<Named>, size: MapSizes): string => {
  const midA = a.y + size.nodeHeight / 2;
  const midB = b.y + size.nodeHeight / 2;
  if (b.layer > a.layer) {
    const [x1, x2] = [a.x + size.nodeWidth, b.x];
    const bend = Math.max(24, (x2 - x1) / 2);
    return `M${x1} ${midA}C${x1 + bend} ${midA} ${x2 - bend} ${midB} ${x2} ${midB}`;
  }
  const low = Math.max(a.y, b.y) + size.nodeHeight;
  const [x1, x2] = [a.x + size.nodeWidth / 2, b.x + size.nodeWidth / 2 + (a === b ? 24 : 0)];
  const bow = low + size.gapY * 0.9;
  return `M${x1} ${a.y + size.nodeHeight}C${x1} ${bow} ${x2} ${bow} ${x2} ${b.y + size.nodeHeight}`;
};
