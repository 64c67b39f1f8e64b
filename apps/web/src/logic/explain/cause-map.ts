/**
 * The part of the service map that a hypothesis is about: the way from the symptom to the cause, what else was hit, and
 * the nearest of the healthy ones. A system of sixty services does not fit a page, and fifty of them have nothing to say.
 */
import type { Diagnosis, ExplanationEntity, Hypothesis } from '@nightglass/model';
import type { PlacedNode } from '../map-layout.ts';

export interface CauseNode {
  /** Kind and name: two kinds may share a name. */
  name: string;
  entity: ExplanationEntity;
  role: 'symptom' | 'cause' | 'way' | 'hit' | 'healthy';
  badShare: number | null;
  slowdown: number | null;
}
export interface CauseEdge {
  client: string;
  server: string;
  /** Part of the way from the symptom to the cause. */
  way: boolean;
}
export interface CauseMap {
  nodes: CauseNode[];
  edges: CauseEdge[];
  /** Healthy ones that are left out. */
  hidden: number;
}

export const entityKey = ({ kind, name }: ExplanationEntity): string => `${kind}:${name}`;

const mostNodes = 12;
/** Below these a figure is normal life. */
const badShare = 0.02;
const slower = 1.5;

const below = new Set<ExplanationEntity['kind']>(['node', 'pod', 'namespace', 'workload']);

type Edge = { from: string; to: string };

const between = (edges: readonly Edge[], a: string, b: string): boolean =>
  edges.some((e) => (e.from === a && e.to === b) || (e.from === b && e.to === a));

export const causeMap = (diagnosis: Diagnosis, hypothesis: Hypothesis): CauseMap => {
  const entities = new Map<string, ExplanationEntity>();
  const know = (entity: ExplanationEntity): string => {
    const key = entityKey(entity);
    if (!entities.has(key)) entities.set(key, entity);
    return key;
  };
  const cause = know(hypothesis.entity);
  const steps = hypothesis.path.map((s): Edge => ({ from: know(s.from), to: know(s.to) }));
  const onWay = new Set([cause, ...steps.flatMap((s) => [s.from, s.to])]);
  for (const node of diagnosis.graph.nodes) know(node);
  const calls = diagnosis.graph.edges.map((e): Edge => ({ from: know(e.from), to: know(e.to) }));
  // A step that no trace told (a pod on its machine) is drawn all the same.
  const edges = [...calls, ...steps.filter((s) => !between(calls, s.from, s.to))];
  const radius = new Map(diagnosis.blastRadius.map((b) => [entityKey(b.entity), b]));
  const isHit = (key: string): boolean => {
    const found = radius.get(key);
    return (found?.badShare ?? 0) >= badShare || (found?.slowdown ?? 0) >= slower;
  };
  const near = new Set(
    edges.filter((e) => onWay.has(e.from) || onWay.has(e.to)).flatMap((e) => [e.from, e.to]),
  );
  const rank = (key: string): number => (onWay.has(key) ? 0 : isHit(key) ? 1 : near.has(key) ? 2 : 3);
  // What everything stands on is drawn when it has a part in this: else it is only lines across the picture.
  const ranked = [...entities.keys()]
    .filter((key) => rank(key) < 2 || !below.has(entities.get(key)?.kind ?? 'service'))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  // A long way is shown whole, whatever the limit.
  const shown = new Set(ranked.slice(0, Math.max(mostNodes, onWay.size)));
  const symptom = steps[0]?.from ?? cause;
  const roleOf = (key: string): CauseNode['role'] => {
    if (key === cause) return 'cause';
    if (key === symptom) return 'symptom';
    return onWay.has(key) ? 'way' : isHit(key) ? 'hit' : 'healthy';
  };
  return {
    nodes: [...shown].flatMap((key) => {
      const entity = entities.get(key);
      if (entity === undefined) return [];
      const found = radius.get(key);
      return [
        {
          name: key,
          entity,
          role: roleOf(key),
          badShare: found?.badShare ?? null,
          slowdown: found?.slowdown ?? null,
        },
      ];
    }),
    edges: edges
      .filter((e) => shown.has(e.from) && shown.has(e.to))
      .map((e) => ({ client: e.from, server: e.to, way: between(steps, e.from, e.to) })),
    hidden: entities.size - shown.size,
  };
};

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** The node an arrow key leads to: the next layer at about the same height, or the next one in this layer. */
export const stepInMap = <N extends { name: string }>(
  nodes: readonly PlacedNode<N>[],
  name: string,
  arrow: Arrow,
): string => {
  const from = nodes.find((n) => n.node.name === name);
  if (from === undefined) return nodes[0]?.node.name ?? name;
  const sign = arrow === 'ArrowRight' || arrow === 'ArrowDown' ? 1 : -1;
  const across = arrow === 'ArrowLeft' || arrow === 'ArrowRight';
  const distance = (n: PlacedNode<N>): readonly [number, number] => {
    const [dx, dy] = [(n.layer - from.layer) * sign, (n.row - from.row) * sign];
    if (across) return [dx > 0 ? dx : Number.POSITIVE_INFINITY, Math.abs(n.y - from.y)];
    return [dx === 0 && dy > 0 ? dy : Number.POSITIVE_INFINITY, 0];
  };
  let best = from;
  let least: readonly [number, number] = [Number.POSITIVE_INFINITY, 0];
  for (const n of nodes) {
    const d = distance(n);
    if (d[0] < least[0] || (d[0] === least[0] && Number.isFinite(d[0]) && d[1] < least[1]))
      [best, least] = [n, d];
  }
  return best.node.name;
};
