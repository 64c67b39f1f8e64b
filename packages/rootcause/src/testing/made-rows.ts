/** FOR TESTS: traces and series described by what they are, for the windows of `contextOf`. */
import type { ExplanationEntity, TimeWindow } from '@nightglass/model';
import type { MetricSeries, SpanRow } from '../incident.ts';
import { spanRow, testBaseline, testIncident } from './context-of.ts';

export const serviceOf = (name: string): ExplanationEntity => ({ kind: 'service', name });

/** One span and what it does below, one after the other. */
export interface MadeCall {
  service: string;
  name: string;
  kind?: SpanRow['kind'];
  /** Time besides its calls, ms; default 10. */
  own?: number;
  calls?: MadeCall[];
  given?: Partial<SpanRow>;
}

/** A client's span of `from` and the server's span that answers it; `way` ms are lost between. */
export const callTo = (from: string, to: MadeCall, way = 1, given: Partial<SpanRow> = {}): MadeCall => ({
  service: from,
  name: `call ${to.service}`,
  kind: 'client',
  own: way,
  calls: [to],
  given,
});

/** A client's span to a party that sends no spans. */
export const silentCall = (
  from: string,
  peer: ExplanationEntity,
  own: number,
  given: Partial<SpanRow> = {},
): MadeCall => ({
  service: from,
  name: `query ${peer.name}`,
  kind: 'client',
  own,
  given: { peer, ...given },
});

/** Consumers work when nobody waits any more. */
const lengthOf = (call: MadeCall): number =>
  (call.own ?? 10) +
  (call.calls ?? []).reduce((sum, child) => sum + (child.kind === 'consumer' ? 0 : lengthOf(child)), 0);

export const traceOf = (traceId: string, startMs: number, root: MadeCall): SpanRow[] => {
  const rows: SpanRow[] = [];
  const put = (call: MadeCall, parentId: string, at: number): void => {
    const spanId = `${traceId}-${rows.length}`;
    rows.push(
      spanRow({ traceId, spanId, parentId }, call.service, call.name, at, {
        kind: call.kind ?? 'server',
        durationMs: lengthOf(call),
        ...call.given,
      }),
    );
    let next = at + (call.own ?? 10) / 2;
    for (const child of call.calls ?? []) {
      put(child, spanId, next);
      if (child.kind !== 'consumer') next += lengthOf(child);
    }
  };
  put(root, '', startMs);
  return rows;
};

/** `good` requests spread over the normal time and `bad` over the incident. */
export const tracesOf = (
  { good, bad }: { good: number; bad: number },
  request: (bad: boolean, i: number) => MadeCall,
  windows: { baseline: TimeWindow; incident: TimeWindow } = {
    baseline: testBaseline,
    incident: testIncident,
  },
): SpanRow[] => {
  const spread = (count: number, { startMs, endMs }: TimeWindow, isBad: boolean): SpanRow[] =>
    Array.from({ length: count }, (_, i) =>
      traceOf(
        `${isBad ? 'b' : 'g'}${String(i).padStart(4, '0')}`,
        startMs + ((i + 0.5) * (endMs - startMs)) / count,
        request(isBad, i),
      ),
    ).flat();
  return [...spread(good, windows.baseline, false), ...spread(bad, windows.incident, true)];
};

/** A series with a point every `stepMs`; `level` gives its value: (bad, number of the point, its time). */
export const seriesOf = (
  entity: ExplanationEntity | string,
  name: string,
  unit: string,
  level: (bad: boolean, i: number, timeMs: number) => number,
  {
    stepMs = 15_000,
    windows = [testBaseline, testIncident],
    ...given
  }: Partial<MetricSeries> & { stepMs?: number; windows?: readonly TimeWindow[] } = {},
): MetricSeries => {
  const timesMs: number[] = [];
  const values: number[] = [];
  for (const window of windows.toSorted((a, b) => a.startMs - b.startMs))
    for (let at = window.startMs; at < window.endMs; at += stepMs) {
      values.push(level(window === windows[1], values.length, at));
      timesMs.push(at);
    }
  return {
    entity: typeof entity === 'string' ? serviceOf(entity) : entity,
    name,
    unit,
    aggregation: 'avg',
    labels: {},
    timesMs,
    values,
    ...given,
  };
};

/** A little noise that is the same each time: -1, 0 or 1 by the number of the point. */
export const ripple = (i: number): number => (i % 3) - 1;
