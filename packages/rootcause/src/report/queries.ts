/** The queries of a diagnosis as text that can be run: paths of the API, and the command that explains again. */
import type { Diagnosis, EvidenceQuery, TimeWindow } from '@nightglass/model';
import { literalLogSearch, printable } from '@nightglass/model';

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
const iso = (ms: number): string =>
  Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString().replace('.000Z', 'Z') : '0';

const search = (pairs: readonly (readonly [string, string])[]): string =>
  pairs
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${encoded(value)}`)
    .join('&');

const range = ({ startMs, endMs }: TimeWindow): [string, string][] => [
  ['start', iso(startMs)],
  ['end', iso(endMs)],
];

const attributes = (labels: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ['attr', `${key}=${value}`]);

/** Path and query of `/api/v1`; everything of the telemetry is percent-encoded. */
export const queryPath = (query: EvidenceQuery): string => {
  switch (query.kind) {
    case 'metric':
      return `/api/v1/metrics/series?${search([
        ['name', query.name],
        ['service', query.service],
        ['aggregation', query.aggregation],
        ...attributes(query.labels),
        ...range(query.window),
      ])}`;
    case 'traces':
      return `/api/v1/traces?${search([
        ['service', query.service],
        ['operation', query.operation],
        ['status', query.status],
        ['minDuration', query.minDurationMs === null ? '' : `${query.minDurationMs}ms`],
        ...attributes(query.attributes),
        ...range(query.window),
      ])}`;
    case 'trace':
      return `/api/v1/traces/${encoded(query.traceId)}`;
    case 'logs':
      return `/api/v1/logs?${search([
        ['query', literalLogSearch(query.text)],
        ['service', query.service],
        ['severity', query.minSeverity > 0 ? String(query.minSeverity) : ''],
        ...range(query.window),
      ])}`;
    case 'runtime':
      return `/api/v1/runtime/artifacts/${encoded(query.artifactId)}`;
    case 'service':
      return `/api/v1/services/${encoded(query.service)}/operations?${search(range(query.window))}`;
  }
};

/** One word of a POSIX shell, whatever the text holds. */
const shellWord = (text: string): string => {
  const line = printable(text);
  return /^[\w@%+=:,./-]+$/.test(line) ? line : `'${line.replaceAll("'", `'\\''`)}'`;
};

/** `nightglass explain` with what this diagnosis was asked. */
export const explainCommand = ({ incident }: Diagnosis): string => {
  const { service, operation, window } = incident;
  // With `=`, a name that begins with a dash is no option.
  const options = [
    ...(service === '' ? [] : [`--service=${shellWord(service)}`]),
    ...(operation === '' ? [] : [`--operation=${shellWord(operation)}`]),
    `--start=${iso(window.startMs)}`,
    `--end=${iso(window.endMs)}`,
  ];
  return ['nightglass', 'explain', ...options].join(' ');
};
