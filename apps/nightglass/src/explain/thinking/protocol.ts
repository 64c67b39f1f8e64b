/** What the server and its thinking thread say to each other. Bytes are handed over. */
import type { Diagnosis } from '@nightglass/model';
import type { ChangeRow, IncidentTarget, RuntimeRow, SignatureCounts } from '@nightglass/rootcause';
import type { IncidentBlocks } from '@nightglass/store';

/** What is known of an incident besides its telemetry. */
export interface AboutIncident {
  target: IncidentTarget;
  changes: ChangeRow[];
  runtime: RuntimeRow[];
  droppedRecords: number;
  learned: SignatureCounts;
}

export interface ThinkJob {
  /** `data`: only the engine's input, as JSON. */
  kind: 'diagnose' | 'data';
  blocks: IncidentBlocks;
  about: AboutIncident;
}

export type Thought =
  | { kind: 'diagnose'; diagnosis: Diagnosis; thinkMs: number }
  | { kind: 'data'; json: Uint8Array<ArrayBuffer> };
