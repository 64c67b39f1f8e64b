/** From findings to ranked hypotheses: an entity and a class of fault, each with a score. */
import type { ExplanationChange, ExplanationEntity, FaultClass } from '@nightglass/model';
import { compareText } from './canonical.ts';
import type { DetectorName, Finding } from './detector.ts';
import type { Examination, RequestFigures } from './examine.ts';
import type { CausalGraph } from './graph/causal-graph.ts';
import { strongestBelow } from './graph/strongest-below.ts';
import { entityKey } from './incident.ts';
import type { Weights } from './weights.ts';

export interface WeighedFinding {
  detector: DetectorName;
  independent: boolean;
  finding: Finding;
  entityKey: string;
  /** Weight times p, after all discounts. */
  q: number;
  /** It began after the symptom. */
  late: boolean;
  /** Key of the callee that explains it, and how much of it is left; null when none does. */
  explainedBy: { key: string; left: number } | null;
}

export interface ScoredHypothesis {
  key: string;
  entity: ExplanationEntity;
  entityKey: string;
  operation: string;
  faultClass: FaultClass;
  detail: string;
  change: ExplanationChange | null;
  score: number;
  coverage: number | null;
  onsetMs: number | null;
  /** Of its own class first, then what only says that the entity is sick; each by q. */
  findings: WeighedFinding[];
  reachable: boolean;
}

/** What says where trouble is, and which explanations of the same entity it supports. */
const supportsOthers: Partial<Record<FaultClass, readonly FaultClass[] | 'all'>> = {
  unknown: 'all',
  slow_code: [
    'dependency_down',
    'cpu',
    'memory',
    'disk',
    'network',
    'gc_pressure',
    'lock_contention',
    'event_loop',
    'goroutine_leak',
    'throttling',
    'pool_exhaustion',
    'change',
    'node',
    'cache',
    'deadlock',
    'config',
  ],
  code_error: [
    'change',
    'config',
    'go_panic',
    'go_map_race',
    'memory',
    'disk',
    'pool_exhaustion',
    'kubernetes',
    'early_return',
  ],
  network: ['cpu', 'node', 'kubernetes', 'throttling', 'memory', 'event_loop', 'gc_pressure', 'dns'],
  dependency_down: [
    'kubernetes',
    'go_panic',
    'go_map_race',
    'memory',
    'node',
    'network',
    'dns',
    'tls',
    'config',
  ],
  early_return: ['change', 'config', 'code_error'],
  // What broke, and the change that broke it.
  go_panic: ['change'],
  go_map_race: ['change'],
  goroutine_leak: ['change'],
  memory: ['change'],
  gc_pressure: ['change'],
  pool_exhaustion: ['change'],
  lock_contention: ['change'],
  event_loop: ['change'],
  cache: ['change'],
  config: ['change'],
};

/** What a new version of a program breaks by itself. */
const broken = new Set<FaultClass>([
  'code_error',
  'slow_code',
  'go_panic',
  'go_map_race',
  'early_return',
  'goroutine_leak',
  'deadlock',
]);
const namedVersion = 0.15;

/** Their coverage is what would have been good; others only bound what they can explain. */
const counterfactual = new Set<DetectorName>(['self_time', 'error_origin']);

/** Symptoms by nature: callers of a cause show them as well. */
const inheriting = new Set<DetectorName>([
  'novel_template',
  'event_pattern',
  'attribute_surprise',
  'alert_signature',
]);
/** These see a cause that need not show in the share of bad requests that traces give a party. */
const beyondTraces = new Set<DetectorName>(['change', 'kubernetes', 'tls', 'dns']);
/** A process that died did so whatever the traces of others show. */
export const died: ReadonlySet<FaultClass> = new Set<FaultClass>(['go_map_race', 'go_panic', 'deadlock']);
const dayMs = 86_400_000;
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
/** Callers that ask for more per request, whatever made them. */
const amplifies = (finding: Finding): boolean =>
  finding.faultClass === 'retry_storm' ||
  finding.faultClass === 'cache' ||
  finding.detail === 'repeated_calls';

/** Noisy-or of the strongest finding of each detector. */
const noisyOr = (findings: readonly WeighedFinding[]): number => {
  const best = new Map<DetectorName, number>();
  for (const { detector, q } of findings) best.set(detector, Math.max(best.get(detector) ?? 0, q));
  let left = 1;
  for (const detector of [...best.keys()].sort()) left *= 1 - best.get(detector)!;
  return 1 - left;
};

/** Ranked by score; ties by key, so that the order is one. */
export const score = (examination: Examination, weights: Weights): ScoredHypothesis[] => {
  const weighed = explainAway(examination, weigh(examination, weights), weights);
  const byEntity = groupBy(weighed, (w) => w.entityKey);
  const hypotheses: ScoredHypothesis[] = [];
  for (const key of [...byEntity.keys()].sort()) {
    const ofEntity = byEntity.get(key)!;
    const groups = groupBy(ofEntity, hypothesisKey);
    for (const group of [...groups.keys()].sort())
      hypotheses.push(toHypothesis(examination, group, groups.get(group)!, ofEntity, weights));
  }
  preferExplanations(hypotheses);
  return hypotheses.sort((a, b) => b.score - a.score || compareText(a.key, b.key));
};

/** An explanation this near to "it is sick" is worth more to the reader; the party keeps its score. */
const nearEnough = 0.6;

/** A change this sure goes before what it broke in the same party: it is the answer to "and why that?". */
const sureChange = 0.6;

/** Where a party's sickness alone scores higher than what explains it, the two change places. */
const preferExplanations = (hypotheses: readonly ScoredHypothesis[]): void => {
  for (const [, ofEntity] of groupBy(hypotheses, (h) => h.entityKey)) {
    const ranked = ofEntity.toSorted((a, b) => b.score - a.score || compareText(a.key, b.key));
    const changed = ranked.find((h) => h.faultClass === 'change' && h.findings[0]!.q >= sureChange);
    const top = ranked[0]!;
    if (changed !== undefined && changed !== top && changed.score >= 0.9 * top.score)
      [changed.score, top.score] = [top.score, changed.score];
    const sick = ofEntity.find((h) => h.faultClass === 'unknown');
    const best = ofEntity
      .filter((h) => h.faultClass !== 'unknown' && h.faultClass !== 'traffic_surge')
      .sort((a, b) => b.score - a.score || compareText(a.key, b.key))[0];
    if (sick === undefined || best === undefined) continue;
    if (best.score >= sick.score || best.score < nearEnough * sick.score) continue;
    [sick.score, best.score] = [best.score, sick.score];
  }
};

const groupBy = <T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const k = key(item);
    const group = groups.get(k);
    if (group === undefined) groups.set(k, [item]);
    else group.push(item);
  }
  return groups;
};

/** States of a cluster and changes are told apart by what they are; other details are only finer words. */
const hypothesisKey = ({ entityKey: key, finding }: WeighedFinding): string => {
  const told = finding.faultClass === 'kubernetes' || finding.faultClass === 'tls' ? finding.detail : '';
  return [key, finding.faultClass, told, finding.change?.id ?? ''].join('\u0000');
};

const weigh = (examination: Examination, weights: Weights): WeighedFinding[] => {
  const { context, findings } = examination;
  const tolerance = Math.max(60_000, (context.incident.endMs - context.incident.startMs) / 10);
  return findings.map(({ detector, independent, finding }) => {
    const late =
      finding.onsetMs !== null &&
      finding.onsetMs > context.onsetMs + tolerance &&
      finding.onsetMs < context.onsetMs + dayMs;
    const q = Math.min(
      0.999,
      weights[detector] * Math.min(1, Math.max(0, finding.p)) * (late ? weights.late : 1),
    );
    return {
      detector,
      independent,
      finding,
      entityKey: entityKey(finding.entity),
      q,
      late,
      explainedBy: null,
    };
  });
};

/** A sick callee takes from its callers what they only inherit (reference, section 5). */
const explainAway = (
  { context, requests }: Examination,
  weighed: readonly WeighedFinding[],
  weights: Weights,
): WeighedFinding[] => {
  const { graph } = context;
  const strength = new Map<string, number>();
  for (const [key, group] of groupBy(weighed, (w) => w.entityKey))
    strength.set(key, noisyOr(group.filter(({ finding }) => finding.faultClass !== 'traffic_surge')));
  const callees = new Map<string, string[]>();
  const next = (key: string): string[] => {
    let keys = callees.get(key);
    if (keys === undefined) {
      keys = [...graph.out(key), ...ofTheService(graph, key), ...behind(graph, key)].map(({ to }) => to);
      callees.set(key, keys);
    }
    return keys;
  };
  // A step further counts less: a party without figures of its own lets trouble through.
  const below = (key: string): { key: string; strength: number } =>
    strongestBelow(key, next, (to) => strength.get(to) ?? 0, { steps: 3, loss: 0.8 });
  const known = new Map<string, { key: string; strength: number }>();
  const surge = Math.max(0, ...weighed.map((w) => (w.finding.faultClass === 'traffic_surge' ? w.q : 0)));
  const amplified = amplifiedParties(graph, weighed);
  return weighed.map((given) => {
    const more = amplified.get(given.entityKey);
    const asked = Math.max(surge, more?.strength ?? 0);
    const overloaded =
      asked > 0 &&
      ofLoad.has(given.finding.faultClass) &&
      !amplifies(given.finding) &&
      (more?.certain === true ||
        loadAt(graph, requests.loads, given.entityKey) >=
          (surge > (more?.strength ?? 0) ? slightlyLoaded : loaded));
    const item = overloaded ? { ...given, q: given.q * (1 - surgeExplains * asked) } : given;
    const inherits = item.finding.inherits ?? inheriting.has(item.detector);
    if (!inherits || (item.independent && item.finding.inherits !== true)) return item;
    let sick = known.get(item.entityKey);
    if (sick === undefined) known.set(item.entityKey, (sick = below(item.entityKey)));
    const left = 1 - weights.explainAway * sick.strength ** 1.3;
    return sick.strength < 0.2 ? item : { ...item, q: item.q * left, explainedBy: { key: sick.key, left } };
  });
};

/** A machine's load is that of what runs on it; 1 when nothing is known. */
const loadAt = (graph: CausalGraph, loads: RequestFigures['loads'], key: string): number => {
  const own = loads.get(key);
  const { kind } = graph.entity(key);
  if (own !== undefined || (kind !== 'node' && kind !== 'pod')) return own ?? 1;
  return Math.max(1, ...residents(graph, key).map((k) => loads.get(k) ?? 1));
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

/** A pod calls what its service calls; a queue waits for who reads it. */
const ofTheService = (graph: CausalGraph, key: string): readonly { to: string }[] =>
  graph.entity(key).kind === 'queue'
    ? graph
        .in(key)
        .filter((e) => e.kind === 'consumes')
        .map((e) => ({ to: e.from }))
    : graph.entity(key).kind !== 'pod'
      ? []
      : graph
          .in(key)
          .flatMap((edge) => graph.out(edge.from))
          .filter((edge) => edge.kind !== 'runs_on');

/**
 * What may stand behind a party that sends no telemetry: a load balancer is called by the same callers as the service it
 * leads to. Were the silent party the cause, its siblings would be well.
 */
const behind = (graph: CausalGraph, key: string): { to: string }[] => {
  if (graph.entity(key).kind !== 'external') return [];
  return graph
    .in(key)
    .flatMap((edge) => graph.out(edge.from))
    .filter(({ to, kind }) => kind === 'call' && to !== key && graph.entity(to).kind === 'service');
};

const toHypothesis = (
  { context, requests }: Examination,
  key: string,
  own: readonly WeighedFinding[],
  ofEntity: readonly WeighedFinding[],
  weights: Weights,
): ScoredHypothesis => {
  const ranked = own.toSorted((a, b) => b.q - a.q || compareText(a.detector, b.detector));
  const first = ranked[0]!;
  const { faultClass } = first.finding;
  // What broke, and the version that broke it, belong together; it adds no score: it may have come by chance.
  const version = broken.has(faultClass)
    ? ofEntity.find(
        ({ finding, q }) =>
          finding.faultClass === 'change' && finding.detail === 'version' && q >= namedVersion,
      )
    : undefined;
  const others = ofEntity
    .filter((w) => !own.includes(w) && w !== version && supports(w.finding.faultClass, faultClass))
    .sort((a, b) => b.q - a.q || compareText(a.detector, b.detector));
  const alone = noisyOr(ranked);
  const symptom = noisyOr(others);
  // A weak explanation does not become strong only because its entity is sick.
  const joined = 1 - (1 - alone) * (1 - symptom * (alone ** 2 / (alone ** 2 + 0.2)));
  const reachable = Number.isFinite(context.graph.distance(first.entityKey));
  const independent = ranked.some((w) => w.independent);
  const reach = reachable || independent || knowsNoCalls(context.graph) ? 1 : weights.unreachable;
  const part = partOf(
    context.graph,
    requests,
    first.finding.entity,
    faultClass,
    ranked.some((w) => beyondTraces.has(w.detector) || (w.independent && died.has(faultClass))),
    ranked.some((w) => amplifies(w.finding)),
  );
  const onsets = ranked.flatMap(({ finding }) => (finding.onsetMs === null ? [] : [finding.onsetMs]));
  const coverages = [...ranked, ...others].flatMap(({ detector, finding }) =>
    finding.coverage === null || !counterfactual.has(detector) ? [] : [finding.coverage],
  );
  return {
    key,
    entity: first.finding.entity,
    entityKey: first.entityKey,
    operation:
      [...ranked, ...others].find(({ finding }) => finding.operation !== '')?.finding.operation ?? '',
    faultClass,
    detail: ranked.find(({ finding }) => finding.detail !== '')?.finding.detail ?? '',
    change:
      ranked.find(({ finding }) => finding.change !== null)?.finding.change ??
      version?.finding.change ??
      null,
    score: joined * reach * part,
    coverage: coverages.length === 0 ? null : Math.max(...coverages),
    onsetMs: onsets.length === 0 ? null : Math.min(...onsets),
    findings: [...ranked, ...(version === undefined ? [] : [version]), ...others],
    reachable,
  };
};

/** A party that a share of the bad requests, small as it is, goes back to counts in full. */
const enoughShare = 0.3;
const unwaited = 0.5;
/** A party that no bad request was seen to meet. */
const unmet = 0.6;

/**
 * What traces say of a party's own part in the bad requests; 1 where they say nothing. One that asks for more than usual
 * is answered for by those that it asks.
 */
const partOf = (
  graph: CausalGraph,
  { ownShares: shares, bad: requests }: RequestFigures,
  entity: ExplanationEntity,
  faultClass: FaultClass,
  beyond: boolean,
  amplifying: boolean,
): number => {
  if (shares === null) return 1;
  const key = entityKey(entity);
  // Nobody waits for what a queue holds, unless handing over to it has become slow or fails.
  if (entity.kind === 'queue' && (shares.get(key) ?? 0) < 0.05) return unwaited;
  const drained = graph
    .out(key)
    .filter((edge) => edge.kind === 'consumes')
    .map((edge) => edge.to);
  const keys =
    entity.kind === 'pod' || entity.kind === 'node'
      ? residents(graph, key)
      : amplifying
        ? [key, ...graph.out(key).map((edge) => edge.to)]
        : [key, ...drained.filter((to) => graph.entity(to).kind === 'queue')];
  const known = keys.flatMap((k) => shares.get(k) ?? []);
  if (known.length === 0) return beyond ? 1 : 1 - (1 - unmet) * (requests / (requests + 10));
  const least = beyond ? 0.7 : faultClass === 'unknown' ? 0.15 : 0.35;
  const part = least + (1 - least) * Math.min(1, Math.max(...known) / enoughShare);
  // A few requests do not tell shares apart.
  return 1 - (1 - part) * (requests / (requests + 10));
};

/** Services that run on a pod or a machine. */
const residents = (graph: CausalGraph, key: string): string[] =>
  graph
    .in(key)
    .filter((edge) => edge.kind === 'runs_on')
    .flatMap((edge) => [edge.from, ...residents(graph, edge.from)]);

const supports = (symptom: FaultClass, explanation: FaultClass): boolean => {
  const list = supportsOthers[symptom];
  // A surge is nobody's sickness: that a party is sick does not make it likelier.
  if (explanation === 'traffic_surge') return false;
  return list === 'all' ? symptom !== explanation : list?.includes(explanation) === true;
};

const knowsNoCalls = (graph: Examination['context']['graph']): boolean =>
  graph.nodes.every((key) => graph.out(key).every((edge) => edge.kind === 'runs_on'));
