/** Rows of spans from their bytes, weighted. Pure. */
import type { SpanRow } from '@nightglass/rootcause';
import { kindOfTraces } from '../spans.ts';
import type { IncidentBlocks } from '../types.ts';
import { type Columns, columnsOf, interner } from './columns.ts';
import { setPeers } from './peers.ts';
import { weightOfSpan } from './sampling-weight.ts';
import { stratumWeights } from './stratum-weights.ts';

interface Stored {
  traceId: string;
  spanId: string;
  parentId: string;
  service: string;
  name: string;
  kind: number;
  startMs: number;
  durationMs: number;
  error: number | boolean;
  statusMessage: string;
  traceState: string;
  resource: string;
  attributes: Record<string, string>;
  exceptionTypes: string[];
  exceptionMessages: string[];
  /** Only when not all were taken. */
  stratum?: number;
}

/** By number of the column's enum; what says nothing is taken as internal. */
const kinds: readonly SpanRow['kind'][] = [
  'internal',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];

export interface ReadSpans {
  spans: SpanRow[];
  /** Share of the spans that their senders kept. */
  sampledShare: number;
  truncated: string[];
}

export const readSpans = (blocks: IncidentBlocks['spans'], budget: number): ReadSpans => {
  const read = columnsOf<Stored>(blocks.rows);
  if (read === undefined) return { spans: [], sampledShare: 1, truncated: [] };
  const { columns } = read;
  const kept = keptTraces(blocks, columns, budget);
  const byTrace = traceWeights(columns);
  const same = interner();
  const twice = repeated();
  const spans: SpanRow[] = [];
  let sent = 0;
  for (let i = 0; i < read.rows; i++) {
    const traceId = columns.traceId[i] ?? '';
    const ours = kept.get(traceId);
    const spanId = columns.spanId[i] ?? '';
    if (ours === undefined || twice(columns, i)) continue;
    const attributes = columns.attributes[i] ?? {};
    const theirs = weightOfSpan(columns.traceState[i] ?? '', attributes) ?? byTrace.get(traceId) ?? 1;
    sent += theirs;
    const kind = kinds[columns.kind[i] ?? 0] ?? 'internal';
    const types = columns.exceptionTypes[i] ?? [];
    const messages = columns.exceptionMessages[i] ?? [];
    spans.push({
      traceId,
      spanId,
      parentId: columns.parentId[i] ?? '',
      service: same(columns.service[i] ?? ''),
      name: same(columns.name[i] ?? ''),
      kind,
      startMs: columns.startMs[i] ?? 0,
      durationMs: columns.durationMs[i] ?? 0,
      error: Boolean(columns.error[i]),
      statusMessage: same(columns.statusMessage[i] ?? ''),
      weight: ours * theirs,
      resource: same(columns.resource[i] ?? ''),
      peer: null,
      attributes,
      exceptions: types.map((type, n) => ({ type, message: messages[n] ?? '' })),
    });
  }
  setPeers(spans);
  const cut = read.rows < blocks.total || kept.size < new Set(columns.traceId).size;
  const truncated = cut ? [`spans: ${spans.length} of ${blocks.total}, whole traces by hash, weighted`] : [];
  return { spans, sampledShare: sent > 0 ? spans.length / sent : 1, truncated };
};

/** Says whether a span was received before: same id, service, name, kind and times. */
const repeated = (): ((columns: Columns<Stored>, i: number) => boolean) => {
  const seen = new Set<string>();
  return ({ traceId, spanId, startMs, durationMs, service, name, kind }, i) => {
    const key = `${traceId[i]}${spanId[i]} ${startMs[i]} ${durationMs[i]} ${kind[i]} ${service[i]} ${name[i]}`;
    const known = seen.has(key);
    seen.add(key);
    return known;
  };
};

/** Weights of the traces that are kept; traces beyond the budget, in the order of their hash, are left out whole. */
const keptTraces = (
  blocks: IncidentBlocks['spans'],
  columns: Columns<Stored>,
  budget: number,
): Map<string, number> => {
  const sizes = new Map<string, number>();
  for (const traceId of columns.traceId) sizes.set(traceId, (sizes.get(traceId) ?? 0) + 1);
  const kept = new Map<string, number>();
  let left = budget;
  for (const [traceId, size] of sizes) {
    if (size > left) continue;
    left -= size;
    kept.set(traceId, 1);
  }
  if (columns.stratum === undefined) return kept;
  const stratumOf = new Map<string, number>();
  for (const [i, traceId] of columns.traceId.entries()) stratumOf.set(traceId, columns.stratum[i] ?? 0);
  const taken = new Map<number, number>();
  for (const traceId of kept.keys()) {
    const stratum = stratumOf.get(traceId) ?? 0;
    taken.set(stratum, (taken.get(stratum) ?? 0) + 1);
  }
  const weights = stratumWeights(blocks.sizes, taken, kindOfTraces);
  for (const traceId of kept.keys()) kept.set(traceId, weights.get(stratumOf.get(traceId) ?? 0) ?? 1);
  return kept;
};

/** A trace is sampled as a whole: what one of its spans says holds for those that say nothing. */
const traceWeights = (columns: Columns<Stored>): Map<string, number> => {
  const weights = new Map<string, number>();
  for (const [i, traceId] of columns.traceId.entries()) {
    const weight = weightOfSpan(columns.traceState[i] ?? '', columns.attributes[i] ?? {});
    if (weight !== undefined && weight > (weights.get(traceId) ?? 0)) weights.set(traceId, weight);
  }
  return weights;
};
