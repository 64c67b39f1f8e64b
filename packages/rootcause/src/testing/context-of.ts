/** FOR TESTS: what detectors read, from rows made by hand. Windows are taken as given: no onset is looked for. */
import type { TimeWindow } from '@nightglass/model';
import { canonical } from '../canonical.ts';
import type { Context } from '../detector.ts';
import { buildGraph } from '../graph/build-graph.ts';
import { emptyIncident, type IncidentData, type LogRow, type SpanRow } from '../incident.ts';
import { buildTemplates } from '../logs/build-templates.ts';
import { buildSpanIndex } from '../traces/build-span-index.ts';

export const testBaseline: TimeWindow = { startMs: 0, endMs: 600_000 };
export const testIncident: TimeWindow = { startMs: 600_000, endMs: 900_000 };

export const contextOf = (given: Partial<IncidentData>): Context => {
  const data = canonical({ ...emptyIncident({}, testBaseline, testIncident), ...given });
  const { baseline, incident } = data;
  const onsetMs = incident.startMs;
  const spans = buildSpanIndex(data, baseline, incident, onsetMs);
  return {
    data,
    baseline,
    incident,
    onsetMs,
    spans,
    graph: buildGraph(data, spans),
    templates: buildTemplates(data, baseline, incident),
  };
};

export const logRow = (
  timeMs: number,
  service: string,
  body: string,
  given: Partial<LogRow> = {},
): LogRow => ({
  id: '',
  timeMs,
  service,
  severity: 9,
  body,
  traceId: '',
  spanId: '',
  resource: '',
  weight: 1,
  ...given,
});

export const spanRow = (
  id: { traceId: string; spanId: string; parentId?: string },
  service: string,
  name: string,
  startMs: number,
  given: Partial<SpanRow> = {},
): SpanRow => ({
  traceId: id.traceId,
  spanId: id.spanId,
  parentId: id.parentId ?? '',
  service,
  name,
  kind: 'server',
  startMs,
  durationMs: 10,
  error: false,
  statusMessage: '',
  weight: 1,
  resource: '',
  peer: null,
  attributes: {},
  exceptions: [],
  ...given,
});
