/** What sick callees, surges and greedy callers take from the blame of a party. */
import type { FaultClass } from '@nightglass/model';
import type { DetectorName, Finding } from '../detector.ts';
import type { Examination, RequestFigures } from '../examine.ts';
import type { CausalGraph } from '../graph/causal-graph.ts';
import { strongestBelow } from '../graph/strongest-below.ts';
import type { Weights } from '../weights.ts';
import { amplifies } from './fault-relations.ts';
import { residents } from './own-part.ts';
import { groupBy, noisyOr, type WeighedFinding } from './weighed.ts';

/** Symptoms by nature: callers of a cause show them as well. */
const inheriting = new Set<DetectorName>([
  'novel_template',
  'event_pattern',
  'attribute_surprise',
  'alert_signature',
]);
/** What more requests than usual bring about by themselves, and how much of it they take. */
const ofLoad = new Set<FaultClass>([
  'unknown',
  'slow_code',
  'cpu',
  'throttling',
  'event_loop',
  'gc_pressure',
  'pool_exhaustion',
  'queue_lag',
  'retry_storm',
  'network',
  'memory',
]);
const surgeExplains = 0.8;
const loaded = 1.3;
/** Under a surge a party that is full answers no more than it can. */
const slightlyLoaded = 1.1;

/** What load and sick callees explain of every finding (reference, section 5). */
export const explainAway = (
  examination: Examination,
  weighed: readonly WeighedFinding[],
  weights: Weights,
): WeighedFinding[] => byCallees(examination, byLoad(examination, weighed), weights);

/** Who is overloaded only because more is asked of it is the less a cause, also of its callers' trouble. */
const byLoad = (
  { context: { graph }, requests }: Examination,
  weighed: readonly WeighedFinding[],
): WeighedFinding[] => {
  const surges = weighed.filter((w) => w.finding.faultClass === 'traffic_surge');
  const surge = Math.max(0, ...surges.map(({ q }) => q));
  const flooded = floodedBy(graph, surges);
  const amplified = amplifiedParties(graph, weighed);
  return weighed.map((given) => {
    const key = given.entityKey;
    const more = amplified.get(key);
    const asked = Math.max(surge, more?.strength ?? 0);
    if (asked === 0 || !ofLoad.has(given.finding.faultClass) || amplifies(given.finding)) return given;
    const load = loadAt(graph, requests.loads, key);
    const overloaded =
      more?.certain === true ||
      (load === null ? flooded.has(key) : load >= (surge > (more?.strength ?? 0) ? slightlyLoaded : loaded));
    return overloaded ? { ...given, q: given.q * (1 - surgeExplains * asked), ofLoad: true } : given;
  });
};

/** Whom a surge reaches, as far as calls are known. */
const floodedBy = (graph: CausalGraph, surges: readonly WeighedFinding[]): Set<string> => {
  const reached = new Set<string>();
  const stack = surges.filter(({ q }) => q >= clearSurge).map(({ entityKey: key }) => key);
  for (let key = stack.pop(); key !== undefined; key = stack.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    for (const { to, kind } of graph.out(key)) if (kind !== 'consumes') stack.push(to);
  }
  return reached;
};
const clearSurge = 0.5;

/** A sick callee takes from its callers what they only inherit. */
const byCallees = (
  { context: { graph } }: Examination,
  weighed: readonly WeighedFinding[],
  weights: Weights,
): WeighedFinding[] => {
  const strength = new Map<string, number>();
  /** Of queues: what is wrong besides that they are not emptied, which is no excuse for who should empty them. */
  const besidesLag = new Map<string, number>();
  for (const [key, group] of groupBy(weighed, (w) => w.entityKey)) {
    strength.set(key, noisyOr(group.filter(({ finding }) => finding.faultClass !== 'traffic_surge')));
    if (graph.entity(key).kind === 'queue')
      besidesLag.set(key, noisyOr(group.filter(({ finding }) => !ofLag(finding))));
  }
  const callees = new Map<string, string[]>();
  const next = (key: string): string[] => {
    let keys = callees.get(key);
    if (keys === undefined) {
      keys = [...graph.dependencies(key), ...ofTheService(graph, key), ...behind(graph, key)].filter(
        (to) => !writesFor(graph, to, key),
      );
      callees.set(key, keys);
    }
    return keys;
  };
  // A step further counts less: a party without figures of its own lets trouble through.
  const below = (key: string): { key: string; strength: number } =>
    strongestBelow(key, next, (to) => (reads(graph, key, to) ? besidesLag : strength).get(to) ?? 0, {
      steps: 3,
      loss: 0.8,
    });
  const known = new Map<string, { key: string; strength: number }>();
  return weighed.map((item) => {
    const inherits = item.finding.inherits ?? inheriting.has(item.detector);
    if (!inherits || (item.independent && item.finding.inherits !== true)) return item;
    let sick = known.get(item.entityKey);
    if (sick === undefined) known.set(item.entityKey, (sick = below(item.entityKey)));
    const left = 1 - weights.explainAway * sick.strength ** 1.3;
    return sick.strength < 0.2 ? item : { ...item, q: item.q * left, explainedBy: { key: sick.key, left } };
  });
};

/** A machine's load is that of what runs on it; null when nothing is known. */
const loadAt = (graph: CausalGraph, loads: RequestFigures['loads'], key: string): number | null => {
  const own = loads.get(key);
  const { kind } = graph.entity(key);
  if (own !== undefined || (kind !== 'node' && kind !== 'pod')) return own ?? null;
  const known = residents(graph, key).flatMap((k) => loads.get(k) ?? []);
  return known.length === 0 ? null : Math.max(1, ...known);
};

/**
 * Who is asked for more because of somebody else: the callees of one that calls more per request, and the databases beside
 * a cache that has lost its entries (`certain`: then their load need not be measured).
 */
const amplifiedParties = (
  graph: CausalGraph,
  weighed: readonly WeighedFinding[],
): Map<string, { strength: number; certain: boolean }> => {
  const found = new Map<string, { strength: number; certain: boolean }>();
  const add = (key: string, strength: number, certain: boolean): void => {
    const known = found.get(key);
    if (known === undefined || strength > known.strength) found.set(key, { strength, certain });
  };
  for (const { finding, entityKey: key, q } of weighed) {
    if (!amplifies(finding)) continue;
    if (finding.entity.kind === 'cache') {
      for (const caller of graph.in(key))
        for (const { to } of graph.out(caller.from))
          if (graph.entity(to).kind === 'database') add(to, q, true);
      continue;
    }
    for (const { to } of graph.out(key)) add(to, q, false);
  }
  return found;
};

/** A pod calls what its service calls. */
const ofTheService = (graph: CausalGraph, key: string): string[] =>
  graph.entity(key).kind !== 'pod'
    ? []
    : graph
        .in(key)
        .flatMap((edge) => graph.out(edge.from))
        .filter((edge) => edge.kind === 'call')
        .map(({ to }) => to);

const reads = (graph: CausalGraph, reader: string, queue: string): boolean =>
  graph.entity(queue).kind === 'queue' &&
  graph.out(reader).some((edge) => edge.to === queue && edge.kind === 'consumes');

/** Who hands work over is no excuse for who takes it up late. */
const writesFor = (graph: CausalGraph, writer: string, reader: string): boolean =>
  graph.entity(writer).kind !== 'queue' &&
  graph.out(reader).some((edge) => edge.to === writer) &&
  graph.out(reader).every((edge) => edge.to !== writer || edge.kind === 'consumes');

/** A queue that fills, whose figures moved, or through which no answer comes: whoever should empty it may do that to it. */
const ofLag = ({ faultClass, detail }: Finding): boolean =>
  faultClass === 'queue_lag' ||
  faultClass === 'unknown' ||
  (faultClass === 'dependency_down' && detail === 'timeout');

/**
 * What may stand behind a party that sends no telemetry: a load balancer is called by the same callers as the service it
 * leads to. Were the silent party the cause, its siblings would be well.
 */
const behind = (graph: CausalGraph, key: string): string[] => {
  if (graph.entity(key).kind !== 'external') return [];
  return (
    graph
      .in(key)
      .flatMap((edge) => graph.out(edge.from))
      .filter(({ to, kind }) => kind === 'call' && to !== key && graph.entity(to).kind === 'service')
      .map(({ to }) => to)
      // Who calls it does not stand behind it.
      .filter((to) => graph.out(to).every((edge) => edge.to !== key))
  );
};
