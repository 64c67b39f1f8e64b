/** From findings to ranked hypotheses: an entity and a class of fault, each with a score. */
import type { ExplanationChange, ExplanationEntity, FaultClass } from '@nightglass/model';
import { compareText } from './canonical.ts';
import type { DetectorName } from './detector.ts';
import type { Examination } from './examine.ts';
import { entityKey } from './incident.ts';
import { explainAway } from './scoring/explain-away.ts';
import { amplifies, died, supports } from './scoring/fault-relations.ts';
import { partOf } from './scoring/own-part.ts';
import { groupBy, noisyOr, type WeighedFinding } from './scoring/weighed.ts';
import type { Weights } from './weights.ts';

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

/** These see a cause that need not show in the share of bad requests that traces give a party. */
const beyondTraces = new Set<DetectorName>(['change', 'kubernetes', 'tls', 'dns']);
const dayMs = 86_400_000;
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

/** What goes on inside a process, and what of it anybody can measure from outside. */
const inside = new Set<FaultClass>([
  'event_loop',
  'gc_pressure',
  'lock_contention',
  'goroutine_leak',
  'deadlock',
]);
const outside = new Set<FaultClass>(['cpu', 'memory', 'slow_code']);
const asNear = 0.9;

/** Where a party's sickness alone scores higher than what explains it, the two change places. */
const preferExplanations = (hypotheses: readonly ScoredHypothesis[]): void => {
  for (const [, ofEntity] of groupBy(hypotheses, (h) => h.entityKey)) {
    const ranked = ofEntity.toSorted((a, b) => b.score - a.score || compareText(a.key, b.key));
    const changed = ranked.find((h) => h.faultClass === 'change' && h.findings[0]!.q >= sureChange);
    const top = ranked[0]!;
    const within = outside.has(top.faultClass) ? ranked.find((h) => inside.has(h.faultClass)) : undefined;
    const better = changed ?? within;
    if (better !== undefined && better !== top && better.score >= asNear * top.score)
      [better.score, top.score] = [top.score, better.score];
    const sick = ofEntity.find((h) => h.faultClass === 'unknown');
    const best = ofEntity
      .filter((h) => h.faultClass !== 'unknown' && h.faultClass !== 'traffic_surge')
      .sort((a, b) => b.score - a.score || compareText(a.key, b.key))[0];
    if (sick === undefined || best === undefined) continue;
    if (best.score >= sick.score || best.score < nearEnough * sick.score) continue;
    [sick.score, best.score] = [best.score, sick.score];
  }
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
      ofLoad: false,
      explainedBy: null,
    };
  });
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
  const exempt = independent && !isCalledByOthers(context.graph, first.entityKey);
  const reach = reachable || exempt || knowsNoCalls(context.graph) ? 1 : weights.unreachable;
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

/**
 * Its callers are known (of a pod its service's), so that their not leading to the target means something. Who calls the
 * target may be what troubles it.
 */
const isCalledByOthers = (graph: Examination['context']['graph'], key: string): boolean => {
  if (graph.entity(key).kind === 'node' || graph.leadsToTarget(key)) return false;
  return graph
    .in(key)
    .some(
      ({ kind, from }) =>
        kind === 'call' || (kind === 'runs_on' && graph.in(from).some((edge) => edge.kind === 'call')),
    );
};

const knowsNoCalls = (graph: Examination['context']['graph']): boolean =>
  graph.nodes.every((key) => graph.out(key).every((edge) => edge.kind === 'runs_on'));
