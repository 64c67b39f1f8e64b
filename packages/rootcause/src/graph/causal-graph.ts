/** Who calls whom, and who stands on what: the ways trouble can travel. */
import type { ExplanationEntity } from '@nightglass/model';

export interface GraphEdge {
  from: string;
  to: string;
  /** `call`: from waits for to; `runs_on`: from stands on to (pod on node); `consumes`: from reads what to wrote. */
  kind: 'call' | 'runs_on' | 'consumes';
  /** Weighted calls in the incident, and before; null when no trace tells. */
  calls: number | null;
  baselineCalls: number | null;
}

export interface CausalGraph {
  /** Keys (entityKey) in ascending order. */
  nodes: string[];
  entity(key: string): ExplanationEntity;
  /** What `key` depends on, and who depends on it; edges in ascending order of keys. */
  out(key: string): readonly GraphEdge[];
  in(key: string): readonly GraphEdge[];
  /** Whose trouble can become that of `key`: what it calls and stands on; of a queue, who should empty it. Ascending. */
  dependencies(key: string): readonly string[];
  /** Keys from `from` along dependencies to `to`, both included; null when there is no way. Shortest, ties by key. */
  path(from: string, to: string): string[] | null;
  /** Steps along dependencies from the target, Infinity when not reachable; 0 for the target. */
  distance(key: string): number;
  /** Calls lead from it to the target: it may be what troubles it. False without a target. */
  leadsToTarget(key: string): boolean;
  /** Folds aliases (a pod, a remote endpoint) to the service they stand for. */
  canonical(entity: ExplanationEntity): ExplanationEntity;
}
