/** Rows of `logs` to the API's LogRecord, and the conditions of a log search. */
import type { LogRecord, Resource } from '@nightglass/model';
import { traceCondition } from '../schema/index.ts';
import { join, raw, type Sql, sql } from '../sql.ts';
import { type AttributeMap, readNotes, restoreAttributes, restoreBody } from './attributes.ts';
import type { Call } from './call.ts';
import { type Dimensions, scopeOf } from './dimensions.ts';
import { attributeConditions } from './filters.ts';
import { bodyCondition } from './text-search.ts';
import type { LogFilter } from './types.ts';

export interface LogRow {
  time: string;
  seq: string;
  observed: string;
  severityNumber: number;
  severityText: string;
  service: string;
  resourceId: string;
  scopeId: string;
  body: string;
  attributes: AttributeMap;
  types: string[];
  dropped: number;
  eventName: string;
  flags: number;
  traceId: string;
  spanId: string;
}

/** The columns of a LogRow. */
export const logColumns: Sql = raw(`
  toUnixTimestamp64Nano(Timestamp) AS time, Seq AS seq, toUnixTimestamp64Nano(ObservedTimestamp) AS observed,
  SeverityNumber AS severityNumber, SeverityText AS severityText, ServiceName AS service,
  toString(ResourceId) AS resourceId, toString(ScopeId) AS scopeId, Body AS body,
  LogAttributes AS attributes, AttributeTypes AS types, DroppedAttributesCount AS dropped,
  EventName AS eventName, TraceFlags AS flags,
  if(TraceId = toFixedString('', 16), '', lower(hex(TraceId))) AS traceId,
  if(SpanId = toFixedString('', 8), '', lower(hex(SpanId))) AS spanId`);

/** A record is named by its time and its Seq: unique, and found without a search. */
export const logId = (row: { time: string; seq: string }): string => `${row.time}-${row.seq}`;

export const parseLogId = (id: string): { time: bigint; seq: bigint } | undefined => {
  const m = /^(\d{1,19})-(\d{1,20})$/.exec(id);
  return m ? { time: BigInt(m[1] ?? ''), seq: BigInt(m[2] ?? '') } : undefined;
};

export const logCondition = async (call: Call, filter: LogFilter): Promise<Sql> => {
  const parts: Sql[] = [];
  if (filter.service !== undefined) parts.push(sql`ServiceName = ${filter.service}`);
  if (filter.severity !== undefined) parts.push(sql`SeverityNumber >= ${filter.severity}`);
  if (filter.traceId !== undefined) parts.push(traceCondition(filter.traceId));
  if (filter.spanId !== undefined) parts.push(sql`SpanId = ${Buffer.from(filter.spanId, 'hex')}`);
  parts.push(...(await attributeConditions(call, 'log', filter.attributes ?? [])));
  if (filter.query !== undefined) parts.push(bodyCondition(filter.query));
  return join(parts, ' AND ', sql`1`);
};

export const shapeLogs = async (
  call: Call,
  dimensions: Dimensions,
  rows: readonly LogRow[],
): Promise<{ logs: LogRecord[]; resources: Record<string, Resource> }> => {
  const [resources, scopes] = await dimensions.of(call, rows);
  const logs = rows.map((row): LogRecord => {
    const notes = readNotes(row.types);
    return {
      id: logId(row),
      timeUnixNano: row.time,
      observedTimeUnixNano: row.observed,
      severityNumber: row.severityNumber,
      severityText: row.severityText,
      service: row.service,
      resourceId: row.resourceId,
      scope: scopeOf(scopes, row.scopeId),
      body: restoreBody(row.body, notes),
      attributes: restoreAttributes(row.attributes, notes),
      droppedAttributesCount: row.dropped,
      eventName: row.eventName,
      flags: row.flags,
      traceId: row.traceId,
      spanId: row.spanId,
    };
  });
  return { logs, resources };
};
