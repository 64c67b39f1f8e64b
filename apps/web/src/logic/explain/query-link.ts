/**
 * Where the question behind a piece of evidence is asked again: the page that shows it, and the call of the API that the
 * page would make. Names and texts in a query come from telemetry; they only ever become values of a URL.
 */
import { type EvidenceQuery, literalLogSearch, type TimeWindow } from '@nightglass/model';
import { artifactPath, servicePath, tracePath } from '../paths.ts';
import { severityOf } from '../severity.ts';
import { isoSeconds } from '../time-range.ts';
import type { Changes } from '../url-state.ts';

export interface QueryLink {
  path: string;
  /** Parameters of the page; those that are null take the reader's own away. */
  own: Changes;
}

/** Whole seconds around the window: a page's range has no fractions, and none of the window may fall outside. */
export const rangeOf = ({ startMs, endMs }: TimeWindow): { last: null; from: string; to: string } => ({
  last: null,
  from: isoSeconds(Math.floor(startMs / 1000)),
  to: isoSeconds(Math.max(Math.ceil(endMs / 1000), Math.floor(startMs / 1000) + 1)),
});

/** `812ms`, rounded down so that what was found is found again; below a millisecond in microseconds. */
const durationText = (ms: number): string =>
  ms >= 1 ? `${Math.floor(ms)}ms` : `${Math.max(0, Math.floor(ms * 1000))}us`;

const pairs = (map: Readonly<Record<string, string>>): string[] =>
  Object.keys(map)
    .sort()
    .map((key) => `${key}=${map[key]}`);

const severityText = (least: number): string => (least < 1 ? '' : severityOf(least));

export const queryLink = (query: EvidenceQuery): QueryLink => {
  switch (query.kind) {
    case 'metric':
      return {
        path: '/metrics/explore',
        own: {
          name: query.name,
          service: query.service,
          aggregation: query.aggregation,
          attr: pairs(query.labels),
          ...rangeOf(query.window),
        },
      };
    case 'traces':
      return { path: '/traces', own: { ...traceFilters(query), ...rangeOf(query.window) } };
    case 'trace':
      return { path: tracePath(query.traceId), own: { span: query.spanId } };
    case 'logs':
      return { path: '/logs', own: { ...logFilters(query), ...rangeOf(query.window) } };
    case 'runtime':
      return { path: artifactPath(query.artifactId), own: {} };
    case 'service':
      return { path: servicePath(query.service), own: rangeOf(query.window) };
  }
};

/** The filters as the pages and the API both call them. */
export const traceFilters = (query: Extract<EvidenceQuery, { kind: 'traces' }>) => ({
  service: query.service,
  operation: query.operation,
  status: query.status,
  minDuration: query.minDurationMs === null ? '' : durationText(query.minDurationMs),
  attr: pairs(query.attributes),
});
export const logFilters = (query: Extract<EvidenceQuery, { kind: 'logs' }>) => ({
  service: query.service,
  query: literalLogSearch(query.text),
  severity: severityText(query.minSeverity),
});
export const metricFilters = (query: Extract<EvidenceQuery, { kind: 'metric' }>) => ({
  name: query.name,
  service: query.service,
  attr: pairs(query.labels),
});
/** Unix seconds, for the API. */
export const secondsOf = ({ startMs, endMs }: TimeWindow): { start: number; end: number } => ({
  start: Math.floor(startMs / 1000),
  end: Math.max(Math.ceil(endMs / 1000), Math.floor(startMs / 1000) + 1),
});
