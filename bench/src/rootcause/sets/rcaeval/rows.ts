/** `logs.csv` and `traces.csv` of RCAEval's multi-source sets (RE2, RE3). */
import { existsSync } from 'node:fs';
import type { TimeWindow } from '@nightglass/model';
import type { LogRow, SpanRow } from '@nightglass/rootcause';
import { csvRecords, readText } from '../csv.ts';
import { severityOf } from '../severity.ts';
import { inferSpanKinds } from '../span-kinds.ts';

const within = (timeMs: number, windows: readonly TimeWindow[]): boolean =>
  windows.some(({ startMs, endMs }) => timeMs >= startMs && timeMs < endMs);

/** `timestamp` is Unix nanoseconds. */
export const readLogs = (path: string, windows: readonly TimeWindow[]): LogRow[] => {
  if (!existsSync(path)) return [];
  const logs: LogRow[] = [];
  for (const row of csvRecords(readText(path), ['timestamp', 'container_name', 'message', 'level'], path)) {
    const timeMs = Number(row.timestamp) / 1e6;
    if (!within(timeMs, windows)) continue;
    logs.push({
      id: '',
      timeMs,
      service: row.container_name,
      severity: severityOf(row.level, row.message),
      body: row.message,
      traceId: '',
      spanId: '',
      resource: '',
      weight: 1,
    });
  }
  return logs;
};

/** `startTime` and `duration` are microseconds; `statusCode` is of HTTP or gRPC, or empty. */
export const readSpans = (path: string, windows: readonly TimeWindow[]): SpanRow[] => {
  if (!existsSync(path)) return [];
  const spans: SpanRow[] = [];
  const columns = [
    'traceID',
    'spanID',
    'parentSpanID',
    'serviceName',
    'methodName',
    'operationName',
    'startTime',
    'duration',
    'statusCode',
  ] as const;
  for (const row of csvRecords(readText(path), columns, path)) {
    const startMs = Number(row.startTime) / 1e3;
    if (!within(startMs, windows)) continue;
    spans.push({
      traceId: row.traceID,
      spanId: row.spanID,
      parentId: row.parentSpanID,
      service: row.serviceName,
      name: row.operationName || row.methodName,
      kind: 'internal',
      startMs,
      durationMs: Number(row.duration) / 1e3,
      error: failed(row.statusCode),
      statusMessage: '',
      weight: 1,
      resource: '',
      peer: null,
      attributes: statusAttribute(row.statusCode),
      exceptions: [],
    });
  }
  inferSpanKinds(spans);
  return spans;
};

/** gRPC: anything but 0 up to 16; HTTP: from 500. */
const failed = (status: string): boolean => {
  const code = Number.parseFloat(status);
  return Number.isNaN(code) ? /err/i.test(status) : code >= 500 || (code > 0 && code <= 16);
};

const statusAttribute = (status: string): Record<string, string> => {
  const code = Number.parseInt(status, 10);
  if (Number.isNaN(code)) return {};
  return { [code > 16 ? 'http.response.status_code' : 'rpc.grpc.status_code']: String(code) };
};

/** Traces of RE2 call `frontendservice` what metrics and logs call `frontend`: one name for one service. */
export const withKnownNames = <R extends { service: string }>(rows: R[], known: ReadonlySet<string>): R[] =>
  rows.map((row) => {
    const short = row.service.replace(/-?service$/, '');
    return !known.has(row.service) && known.has(short) ? { ...row, service: short } : row;
  });
