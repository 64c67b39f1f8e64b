/** The files of one minute: `HH_MM_trace.csv` and `HH_MM_log.csv`, plain or gzip. */
import type { LogRow, SpanRow } from '@nightglass/rootcause';
import { csvRecords, readText } from '../csv.ts';
import { severityOf } from '../severity.ts';
import { serviceOfPod } from './pods.ts';

export const readSpans = (path: string): SpanRow[] => {
  const columns = [
    'TraceID',
    'SpanID',
    'ParentID',
    'PodName',
    'OperationName',
    'StartTimeUnixNano',
    'EndTimeUnixNano',
  ] as const;
  return Array.from(csvRecords(readText(path), columns, path), (row) => ({
    traceId: row.TraceID,
    spanId: row.SpanID,
    parentId: row.ParentID === 'root' ? '' : row.ParentID,
    service: serviceOfPod(row.PodName),
    name: row.OperationName,
    kind: 'internal',
    startMs: fromNano(row.StartTimeUnixNano),
    durationMs: Number(BigInt(row.EndTimeUnixNano) - BigInt(row.StartTimeUnixNano)) / 1e6,
    error: false,
    statusMessage: '',
    weight: 1,
    resource: row.PodName,
    peer: null,
    attributes: {},
    exceptions: [],
  }));
};

/** `nodes` is told which machine each pod runs on. */
export const readLogs = (path: string, nodes: Map<string, string>): LogRow[] => {
  const columns = ['Timestamp', 'TimeUnixNano', 'Node', 'PodName', 'TraceID', 'SpanID', 'Log'] as const;
  return Array.from(csvRecords(readText(path), columns, path), (row) => {
    if (row.Node !== '') nodes.set(row.PodName, row.Node);
    const body = lineOf(row.Log);
    return {
      id: '',
      timeMs: timeOf(row.TimeUnixNano, row.Timestamp),
      service: serviceOfPod(row.PodName),
      severity: severityOf('', body),
      body: withoutIds(body),
      traceId: idOf(row.TraceID),
      spanId: idOf(row.SpanID),
      resource: row.PodName,
      weight: 1,
    };
  });
};

const fromNano = (text: string): number => {
  const nano = BigInt(text);
  return Number(nano / 1000n) / 1000;
};

/** Lines that came without a time have Go's zero time as `TimeUnixNano`, and UTC without saying so as `Timestamp`. */
const timeOf = (nano: string, timestamp: string): number =>
  nano.startsWith('-') ? Date.parse(`${timestamp.replace(/Z$/, '')}Z`) : fromNano(nano);

const idOf = (text: string): string => (/^[0-9a-f]+$/.test(text) ? text : '');

/** Docker's JSON log driver wraps each line. */
const lineOf = (text: string): string => {
  try {
    const wrapped: unknown = JSON.parse(text);
    if (
      typeof wrapped === 'object' &&
      wrapped !== null &&
      'log' in wrapped &&
      typeof wrapped.log === 'string'
    )
      return wrapped.log.trimEnd();
  } catch {
    // not wrapped
  }
  return text.trimEnd();
};

/** The ids have columns of their own; OpenTelemetry would not leave them in the body. */
const withoutIds = (line: string): string =>
  line.replace(/\bTraceID: ?[0-9a-f]* ?/i, '').replace(/\bSpanID: ?[0-9a-f]* ?/i, '');
