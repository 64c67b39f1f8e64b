/** Spans arranged for the detectors. */
import type { SpanRow } from '../incident.ts';

export interface IndexedSpan {
  row: SpanRow;
  /** Starts in the incident, at or after the onset: belongs to the incident; false: to the baseline. */
  bad: boolean;
  parent: IndexedSpan | null;
  children: IndexedSpan[];
  /** Duration less the union of the children's intervals, ms. */
  selfMs: number;
}

export interface SpanIndex {
  /** Spans of baseline and incident, in canonical order (start, trace, span). */
  all: readonly IndexedSpan[];
  /** By span id. */
  byId: ReadonlyMap<string, IndexedSpan>;
  /** Topmost known span of each trace. */
  roots: readonly IndexedSpan[];
  /** `service\u0000operation` -> its spans. */
  byOperation: ReadonlyMap<string, readonly IndexedSpan[]>;
  /** Roots that are bad requests of the incident: errors, or slower than the threshold. */
  badRoots: ReadonlySet<IndexedSpan>;
  thresholdMs: number | null;
}
