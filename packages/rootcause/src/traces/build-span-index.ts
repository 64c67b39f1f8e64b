import type { TimeWindow } from '@nightglass/model';
import type { IncidentData } from '../incident.ts';
import { weightedQuantile } from '../statistics/robust.ts';
import type { IndexedSpan, SpanIndex } from './span-index.ts';

export const operationKey = (service: string, operation: string): string => `${service}\u0000${operation}`;

/**
 * Links spans to trees and marks the bad requests. A request enters at the topmost span of what was asked about: the
 * target's service and operation, or the whole trace when no service is asked about.
 * `spans` must be in canonical order.
 */
export const buildSpanIndex = (
  data: IncidentData,
  baseline: TimeWindow,
  incident: TimeWindow,
  onsetMs: number,
): SpanIndex => {
  const all: IndexedSpan[] = [];
  const byId = new Map<string, IndexedSpan>();
  const byTraceAndId = new Map<string, IndexedSpan>();
  const byOperation = new Map<string, IndexedSpan[]>();
  for (const row of data.spans) {
    const inside =
      (row.startMs >= baseline.startMs && row.startMs < baseline.endMs) ||
      (row.startMs >= incident.startMs && row.startMs < incident.endMs);
    if (!inside) continue;
    const span: IndexedSpan = {
      row,
      // The normal time may have been recorded afterwards.
      bad: row.startMs >= onsetMs && row.startMs < incident.endMs,
      parent: null,
      children: [],
      selfMs: row.durationMs,
    };
    all.push(span);
    byId.set(row.spanId, span);
    byTraceAndId.set(row.traceId + row.spanId, span);
    const key = operationKey(row.service, row.name);
    const same = byOperation.get(key);
    if (same === undefined) byOperation.set(key, [span]);
    else same.push(span);
  }
  for (const span of all) {
    if (span.row.parentId === '' || span.row.parentId === span.row.spanId) continue;
    const parent = byTraceAndId.get(span.row.traceId + span.row.parentId);
    if (parent === undefined || isBelow(parent, span)) continue;
    span.parent = parent;
    parent.children.push(span);
  }
  for (const span of all) span.selfMs = selfTime(span);
  const roots = entries(all, data.target.service, data.target.operation);
  const thresholds = thresholdOf(roots, data.target.thresholdMs);
  const badRoots = new Set(
    roots.filter((root) => root.bad && (root.row.error || root.row.durationMs > thresholds(root))),
  );
  return { all, byId, roots, byOperation, badRoots, thresholdMs: data.target.thresholdMs };
};

/** A parent that is below its own child would make a loop. */
const isBelow = (span: IndexedSpan, above: IndexedSpan): boolean => {
  for (let at: IndexedSpan | null = span, steps = 0; at !== null; at = at.parent, steps++) {
    if (at === above || steps > 10_000) return true;
  }
  return false;
};

/**
 * Duration less the union of the children that wait inside it; work handed to a queue does not count, nor does the pause
 * between a call that failed and its next attempt.
 */
const selfTime = (span: IndexedSpan): number => {
  if (span.children.length === 0) return span.row.durationMs;
  const start = span.row.startMs;
  const end = start + span.row.durationMs;
  let covered = 0;
  let until = start;
  let before: IndexedSpan['row'] | null = null;
  // Children are in order of their start, since all spans are.
  for (const { row } of span.children) {
    if (row.kind === 'consumer') continue;
    const retried = before?.error === true && before.name === row.name && before.kind === row.kind;
    const from = retried ? until : Math.max(until, row.startMs);
    before = row;
    const to = Math.min(end, row.startMs + row.durationMs);
    if (to <= from) continue;
    covered += to - from;
    until = to;
  }
  return Math.max(0, span.row.durationMs - covered);
};

const entries = (all: readonly IndexedSpan[], service: string, operation: string): IndexedSpan[] => {
  const isEntry = (span: IndexedSpan): boolean => {
    // Nobody waits for a consumer: what it handles is a request of its own.
    if (service === '') return span.parent === null || span.row.kind === 'consumer';
    if (span.row.service !== service) return false;
    if (operation !== '') return span.row.name === operation;
    return span.parent === null || span.parent.row.service !== service;
  };
  const found = all.filter(isEntry);
  // A service that is only known as a callee, or an operation nobody calls: then whole traces are what is left.
  if (service === '') return found;
  return found.length > 0 ? topmost(found) : entries(all, '', '');
};

/** A service that is called again further down, an operation within itself: the request entered at the first of them. */
const topmost = (found: readonly IndexedSpan[]): IndexedSpan[] => {
  const known = new Set(found);
  const below = new Map<IndexedSpan, boolean>();
  const isBelow = (span: IndexedSpan): boolean => {
    const way: IndexedSpan[] = [];
    let answer = false;
    for (let at = span.parent; at !== null; at = at.parent) {
      const before = below.get(at);
      if (known.has(at) || before === true) answer = true;
      if (answer || before === false) break;
      way.push(at);
    }
    for (const step of way) below.set(step, answer);
    return answer;
  };
  return found.filter((span) => !isBelow(span));
};

/** Slow is above twice the usual p95 of the operation when no threshold is given; unknown operations are never slow. */
const thresholdOf = (
  roots: readonly IndexedSpan[],
  given: number | null,
): ((root: IndexedSpan) => number) => {
  if (given !== null) return () => given;
  const usual = new Map<string, { values: number[]; weights: number[] }>();
  for (const root of roots) {
    if (root.bad) continue;
    const key = operationKey(root.row.service, root.row.name);
    let group = usual.get(key);
    if (group === undefined) usual.set(key, (group = { values: [], weights: [] }));
    group.values.push(root.row.durationMs);
    group.weights.push(root.row.weight);
  }
  const limits = new Map<string, number>();
  for (const [key, { values, weights }] of usual) {
    const p95 = weightedQuantile(values, weights, 0.95);
    limits.set(key, Math.max(p95 * 1.3, weightedQuantile(values, weights, 0.5) * 2, 1));
  }
  return (root) => limits.get(operationKey(root.row.service, root.row.name)) ?? Number.POSITIVE_INFINITY;
};
