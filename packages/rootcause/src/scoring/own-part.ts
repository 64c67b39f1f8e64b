/** A party's own part in the bad requests, as traces tell it. */
import type { ExplanationEntity, FaultClass } from '@nightglass/model';
import type { RequestFigures } from '../examine.ts';
import type { CausalGraph } from '../graph/causal-graph.ts';
import { entityKey } from '../incident.ts';

/** A party that a share of the bad requests, small as it is, goes back to counts in full. */
const enoughShare = 0.3;
const unwaited = 0.5;
/** A party that no bad request was seen to meet. */
const unmet = 0.6;

/**
 * What traces say of a party's own part in the bad requests; 1 where they say nothing. One that asks for more than usual
 * is answered for by those that it asks.
 */
export const partOf = (
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
  const keys =
    entity.kind === 'pod' || entity.kind === 'node'
      ? residents(graph, key)
      : amplifying
        ? [key, ...graph.out(key).map((edge) => edge.to)]
        : [key];
  const known = keys.flatMap((k) => shares.get(k) ?? []);
  if (known.length === 0) return beyond ? 1 : 1 - (1 - unmet) * (requests / (requests + 10));
  const least = beyond ? 0.7 : faultClass === 'unknown' ? 0.15 : 0.35;
  const part = least + (1 - least) * Math.min(1, Math.max(...known) / enoughShare);
  // A few requests do not tell shares apart.
  return 1 - (1 - part) * (requests / (requests + 10));
};

/** Services that run on a pod or a machine. */
export const residents = (graph: CausalGraph, key: string): string[] =>
  graph
    .in(key)
    .filter((edge) => edge.kind === 'runs_on')
    .flatMap((edge) => [edge.from, ...residents(graph, edge.from)]);
