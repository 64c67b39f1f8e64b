import type { ExplanationEntity } from '@nightglass/model';
import { compareText } from '../canonical.ts';
import { entityKey, type IncidentData } from '../incident.ts';
import { isAnswered } from '../traces/blame.ts';
import type { SpanIndex } from '../traces/span-index.ts';
import { foldAliases } from './aliases.ts';
import type { CausalGraph, GraphEdge } from './causal-graph.ts';

const service = (name: string): ExplanationEntity => ({ kind: 'service', name });

/**
 * The graph from traces (a call is a parent in one service and a child in another, or a span to a silent peer), from
 * known topology, and from the resources (service on pod, pod on node).
 */
export const buildGraph = (data: IncidentData, spans: SpanIndex): CausalGraph => {
  const fold = foldAliases(data);
  const entities = new Map<string, ExplanationEntity>();
  const edges = new Map<string, GraphEdge>();
  const node = (entity: ExplanationEntity): string => {
    const folded = fold(entity);
    const key = entityKey(folded);
    if (!entities.has(key)) entities.set(key, folded);
    return key;
  };
  const edge = (
    from: string,
    to: string,
    kind: GraphEdge['kind'],
    calls: number | null,
    bad: boolean,
  ): void => {
    if (from === to) return;
    const id = `${from}\u0000${to}\u0000${kind}`;
    let known = edges.get(id);
    if (known === undefined) edges.set(id, (known = { from, to, kind, calls: null, baselineCalls: null }));
    if (calls === null) return;
    if (bad) known.calls = (known.calls ?? 0) + calls;
    else known.baselineCalls = (known.baselineCalls ?? 0) + calls;
  };

  for (const span of spans.all) {
    const { row, parent, bad } = span;
    const own = node(service(row.service));
    if (parent !== null && parent.row.service !== row.service) {
      const caller = node(service(parent.row.service));
      if (row.kind === 'consumer' || parent.row.kind === 'producer')
        edge(own, caller, 'consumes', row.weight, bad);
      else edge(caller, own, 'call', row.weight, bad);
    }
    if (row.peer === null) continue;
    if (row.kind === 'consumer') edge(own, node(row.peer), 'consumes', row.weight, bad);
    else if (!isAnswered(span)) edge(own, node(row.peer), 'call', row.weight, bad);
  }
  for (const { from, to } of data.topology) edge(node(from), node(to), 'call', null, false);
  for (const key of Object.keys(data.resources).sort()) {
    const resource = data.resources[key]!;
    if (resource.service === '') continue;
    const own = node(service(resource.service));
    const pod = resource.pod === '' ? own : node({ kind: 'pod', name: resource.pod });
    edge(own, pod, 'runs_on', null, false);
    if (resource.node !== '') edge(pod, node({ kind: 'node', name: resource.node }), 'runs_on', null, false);
  }
  for (const series of data.series) node(series.entity);
  for (const alert of data.alerts) node(alert.entity);
  for (const name of new Set(data.logs.map((log) => log.service))) if (name !== '') node(service(name));
  const target = data.target.service === '' ? null : entityKey(targetEntity(data, entities, fold));
  return new Graph(entities, [...edges.values()], target, fold);
};

/** The target is a service, unless something else of the input has its name. */
const targetEntity = (
  data: IncidentData,
  entities: ReadonlyMap<string, ExplanationEntity>,
  fold: (entity: ExplanationEntity) => ExplanationEntity,
): ExplanationEntity => {
  const own = fold(service(data.target.service));
  if (entities.has(entityKey(own))) return own;
  const named = [...entities.keys()].sort().find((key) => entities.get(key)?.name === data.target.service);
  return named === undefined ? own : entities.get(named)!;
};

class Graph implements CausalGraph {
  readonly nodes: string[];
  readonly #entities: ReadonlyMap<string, ExplanationEntity>;
  readonly #out = new Map<string, GraphEdge[]>();
  readonly #in = new Map<string, GraphEdge[]>();
  readonly #dependencies = new Map<string, readonly string[]>();
  readonly #distance = new Map<string, number>();
  readonly #upstream = new Set<string>();
  readonly #fold: (entity: ExplanationEntity) => ExplanationEntity;

  constructor(
    entities: ReadonlyMap<string, ExplanationEntity>,
    edges: GraphEdge[],
    target: string | null,
    fold: (entity: ExplanationEntity) => ExplanationEntity,
  ) {
    this.#entities = entities;
    this.#fold = fold;
    this.nodes = [...entities.keys()].sort();
    edges.sort(
      (a, b) => compareText(a.from, b.from) || compareText(a.to, b.to) || compareText(a.kind, b.kind),
    );
    for (const edge of edges) {
      push(this.#out, edge.from, edge);
      push(this.#in, edge.to, edge);
    }
    this.#measure(target);
  }

  entity(key: string): ExplanationEntity {
    const known = this.#entities.get(key);
    if (known !== undefined) return known;
    // A detector may speak of a party that no row names: a zone, a registry.
    const colon = key.indexOf(':');
    return { kind: key.slice(0, colon) as ExplanationEntity['kind'], name: key.slice(colon + 1) };
  }
  out(key: string): readonly GraphEdge[] {
    return this.#out.get(key) ?? [];
  }
  in(key: string): readonly GraphEdge[] {
    return this.#in.get(key) ?? [];
  }
  dependencies(key: string): readonly string[] {
    let known = this.#dependencies.get(key);
    if (known === undefined) this.#dependencies.set(key, (known = this.#dependenciesOf(key)));
    return known;
  }
  distance(key: string): number {
    return this.#distance.get(key) ?? Number.POSITIVE_INFINITY;
  }
  leadsToTarget(key: string): boolean {
    return this.#upstream.has(key);
  }
  canonical(entity: ExplanationEntity): ExplanationEntity {
    return this.#fold(entity);
  }
  path(from: string, to: string): string[] | null {
    const before = new Map<string, string | null>([[from, null]]);
    const queue = [from];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      if (at === to) {
        const way: string[] = [];
        for (let step: string | null = at; step !== null; step = before.get(step) ?? null) way.unshift(step);
        return way;
      }
      for (const next of this.dependencies(at)) {
        if (before.has(next)) continue;
        before.set(next, at);
        queue.push(next);
      }
    }
    return null;
  }

  /** Without a target everything is asked about, so everything is near. */
  #measure(target: string | null): void {
    if (target === null) {
      for (const key of this.nodes) this.#distance.set(key, 0);
      return;
    }
    this.#distance.set(target, 0);
    const queue = [target];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      for (const next of this.dependencies(at)) {
        if (this.#distance.has(next)) continue;
        this.#distance.set(next, (this.#distance.get(at) ?? 0) + 1);
        queue.push(next);
      }
    }
    const up = [target];
    for (let at = up.pop(); at !== undefined; at = up.pop()) {
      if (this.#upstream.has(at)) continue;
      this.#upstream.add(at);
      for (const { from } of this.in(at)) up.push(from);
    }
  }

  #dependenciesOf(key: string): string[] {
    const found = new Set(this.out(key).map(({ to }) => to));
    if (this.entity(key).kind === 'queue')
      for (const edge of this.in(key)) if (edge.kind === 'consumes') found.add(edge.from);
    return [...found].sort(compareText);
  }
}

const push = (map: Map<string, GraphEdge[]>, key: string, edge: GraphEdge): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [edge]);
  else list.push(edge);
};
