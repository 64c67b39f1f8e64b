/** Rows of `spans` to the API's Span. */
import type { Resource, Span, SpanKind, StatusCode } from '@nightglass/model';
import { raw, type Sql } from '../sql.ts';
import { type AttributeMap, readNotes, restoreAttributes } from './attributes.ts';
import type { Call } from './call.ts';
import { type Dimensions, scopeOf } from './dimensions.ts';

export interface SpanRow {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  traceState: string;
  flags: number;
  name: string;
  kind: string;
  start: string;
  duration: string;
  service: string;
  resourceId: string;
  scopeId: string;
  statusCode: string;
  statusMessage: string;
  attributes: AttributeMap;
  types: string[];
  dropped: number;
  droppedEvents: number;
  droppedLinks: number;
  eventTimes: string[];
  eventNames: string[];
  eventAttributes: AttributeMap[];
  eventDropped: number[];
  linkTraceIds: string[];
  linkSpanIds: string[];
  linkStates: string[];
  linkAttributes: AttributeMap[];
  linkDropped: number[];
  linkFlags: number[];
}

/** The columns of a SpanRow. */
export const spanColumns: Sql = raw(`
  lower(hex(TraceId)) AS traceId, lower(hex(SpanId)) AS spanId,
  if(ParentSpanId = toFixedString('', 8), '', lower(hex(ParentSpanId))) AS parentSpanId,
  TraceState AS traceState, Flags AS flags, SpanName AS name, toString(SpanKind) AS kind,
  toUnixTimestamp64Nano(Timestamp) AS start, Duration AS duration, ServiceName AS service,
  toString(ResourceId) AS resourceId, toString(ScopeId) AS scopeId,
  toString(StatusCode) AS statusCode, StatusMessage AS statusMessage,
  SpanAttributes AS attributes, AttributeTypes AS types, DroppedAttributesCount AS dropped,
  DroppedEventsCount AS droppedEvents, DroppedLinksCount AS droppedLinks,
  arrayMap(t -> toUnixTimestamp64Nano(t), Events.Timestamp) AS eventTimes, Events.Name AS eventNames,
  Events.Attributes AS eventAttributes, Events.DroppedAttributesCount AS eventDropped,
  arrayMap(x -> lower(hex(x)), Links.TraceId) AS linkTraceIds, arrayMap(x -> lower(hex(x)), Links.SpanId) AS linkSpanIds,
  Links.TraceState AS linkStates, Links.Attributes AS linkAttributes,
  Links.DroppedAttributesCount AS linkDropped, Links.Flags AS linkFlags`);

export const shapeSpans = async (
  call: Call,
  dimensions: Dimensions,
  rows: readonly SpanRow[],
): Promise<{ spans: Span[]; resources: Record<string, Resource> }> => {
  const [resources, scopes] = await dimensions.of(call, rows);
  const spans = rows.map((row): Span => {
    const notes = readNotes(row.types);
    return {
      traceId: row.traceId,
      spanId: row.spanId,
      parentSpanId: row.parentSpanId,
      traceState: row.traceState,
      flags: row.flags,
      name: row.name,
      kind: row.kind.toUpperCase() as SpanKind,
      startTimeUnixNano: row.start,
      endTimeUnixNano: String(BigInt(row.start) + BigInt(row.duration)),
      durationNano: Number(row.duration),
      service: row.service,
      resourceId: row.resourceId,
      scope: scopeOf(scopes, row.scopeId),
      status: { code: row.statusCode.toUpperCase() as StatusCode, message: row.statusMessage },
      attributes: restoreAttributes(row.attributes, notes),
      droppedAttributesCount: row.dropped,
      events: row.eventTimes.map((time, i) => ({
        timeUnixNano: time,
        name: row.eventNames[i] ?? '',
        attributes: restoreAttributes(row.eventAttributes[i] ?? {}, notes, `e${i}`),
        droppedAttributesCount: row.eventDropped[i] ?? 0,
      })),
      droppedEventsCount: row.droppedEvents,
      links: row.linkTraceIds.map((traceId, i) => ({
        traceId,
        spanId: row.linkSpanIds[i] ?? '',
        traceState: row.linkStates[i] ?? '',
        attributes: restoreAttributes(row.linkAttributes[i] ?? {}, notes, `l${i}`),
        droppedAttributesCount: row.linkDropped[i] ?? 0,
        flags: row.linkFlags[i] ?? 0,
      })),
      droppedLinksCount: row.droppedLinks,
    };
  });
  return { spans, resources };
};
