/** What a fault family is, and what it may look at when it picks a place. */
import type { ExplanationEntity, FaultClass } from '@nightglass/model';
import type { KubernetesState, LogRow, RuntimeRow } from '@nightglass/rootcause';
import type { Run } from '../engine/run.ts';
import type { State } from '../engine/state.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { Chance } from '../random.ts';
import type { Call, Database, Machine, Pod, System } from '../system/system.ts';
import type { ChangeDraft } from '../telemetry/changes.ts';
import type { Lines } from '../telemetry/lines.ts';
import type { Wording } from '../telemetry/wording.ts';
import type { Reach } from './reach.ts';

export interface Site {
  system: System;
  timeline: Timeline;
  reach: Reach;
  chance: Chance;
  wording: Wording;
  /** 1 at first; more when the symptom did not show. */
  severity: number;
}

/** What a fault leaves behind besides what the running system shows. */
export interface Residue {
  run: Run;
  logs: LogRow[];
  lines: Lines;
  runtime: RuntimeRow[];
  kubernetes: KubernetesState;
  chance: Chance;
  timeline: Timeline;
  wording: Wording;
}

export interface Strike {
  entity: ExplanationEntity;
  alsoAccepted?: ExplanationEntity[];
  faultClass: FaultClass;
  acceptedClasses?: FaultClass[];
  operation?: string;
  /** The change that did it. */
  change?: ChangeDraft;
  /** Called at every step from the onset on; `ageMs` since then. */
  bend(state: State, ageMs: number, timeMs: number): void;
  leave?(residue: Residue): void;
  /** It shows in the cluster's objects, so they are part of the data. */
  kubernetes?: true;
  /** A machine whose clock is wrong from the onset on, by so much. */
  clock?: { machine: Machine; ms: number };
}

export interface Family {
  name: string;
  /** One sentence for `--list`. */
  about: string;
  /** Of Go's runtime. */
  go?: true;
  /** Never drawn for tuning seeds: a kind of fault that nobody tuned for. */
  heldOut?: true;
  /** A place for it in this system; null when there is none. */
  place(site: Site): Strike | null;
}

/** 0 to 1 over `ms`, starting at the onset. */
export const ramp = (ageMs: number, ms: number): number => Math.min(1, Math.max(0, ageMs / ms));

export const queriesOn = (system: System, database: Database): Call[] =>
  system.calls.filter(
    (call) => (call.kind === 'query' || call.kind === 'cached') && call.query.database === database,
  );

export const podEntities = (pods: readonly Pod[]): ExplanationEntity[] =>
  pods.map((pod) => ({ kind: 'pod', name: pod.name }));
