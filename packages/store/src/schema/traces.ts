import { attributeItems } from './conditions.ts';
import type { Column, Table } from './table.ts';
import * as t from './types.ts';

const column = (name: string, type: string, codec: string = t.zstd): Column => ({ name, type, codec });

export const spans: Table = {
  name: 'spans',
  columns: [
    column('Timestamp', t.nanos, t.delta),
    column('TraceId', t.traceId, 'NONE'),
    column('SpanId', t.spanId, 'NONE'),
    column('ParentSpanId', t.spanId, 'NONE'),
    column('TraceState', t.text),
    column('SpanName', t.label),
    column('SpanKind', t.spanKind),
    column('ServiceName', t.label),
    column('ResourceId', 'UInt64'),
    column('ScopeId', 'UInt64'),
    column('ScopeName', t.label),
    column('SpanAttributes', t.labels),
    column('AttributeTypes', t.typeNotes),
    column('Duration', 'UInt64', 'T64, ZSTD(1)'),
    column('StatusCode', t.statusCode),
    column('StatusMessage', t.text),
    column('Flags', 'UInt32'),
    column('DroppedAttributesCount', 'UInt32'),
    column('DroppedEventsCount', 'UInt32'),
    column('DroppedLinksCount', 'UInt32'),
    column('Events.Timestamp', `Array(${t.nanos})`),
    column('Events.Name', `Array(${t.label})`),
    column('Events.Attributes', `Array(${t.labels})`),
    column('Events.DroppedAttributesCount', 'Array(UInt32)'),
    column('Links.TraceId', `Array(${t.traceId})`),
    column('Links.SpanId', `Array(${t.spanId})`),
    column('Links.TraceState', 'Array(String)'),
    column('Links.Attributes', `Array(${t.labels})`),
    column('Links.DroppedAttributesCount', 'Array(UInt32)'),
    column('Links.Flags', 'Array(UInt32)'),
    column('HttpRoute', t.label),
    column('HttpStatusCode', 'UInt16'),
    column('DbSystem', t.label),
    column('MessagingSystem', t.label),
    column('PeerService', t.label),
    column('ServerAddress', t.label),
    column('ExceptionType', t.label),
    column('Seq', 'UInt64', t.delta),
  ],
  indexes: [
    'idx_trace_id TraceId TYPE bloom_filter(0.01) GRANULARITY 1',
    `idx_attributes ${attributeItems('SpanAttributes')} TYPE text(tokenizer = 'array')`,
    'idx_resource ResourceId TYPE bloom_filter(0.01) GRANULARITY 1',
    'idx_duration Duration TYPE minmax GRANULARITY 1',
  ],
  engine: 'MergeTree()',
  partitionBy: 'toDate(Timestamp)',
  orderBy: '(toStartOfFiveMinutes(Timestamp), ServiceName, SpanName, Timestamp)',
  age: 'toDateTime(Timestamp)',
  retention: 'traces',
  shardBy: 'sipHash64(TraceId)',
  settings: t.bucketedMaps,
};

/** Calls per minute and duration class. Bucket b holds durations of [2^(b/8), 2^((b+1)/8)) ns; 0 ns counts as 1 ns. */
export const red1m: Table = {
  name: 'red_1m',
  columns: [
    column('Time', t.seconds, t.doubleDelta),
    column('ServiceName', t.label),
    column('SpanName', t.label),
    column('SpanKind', t.spanKind),
    column('IsRoot', 'Bool'),
    column('IsError', 'Bool'),
    column('Bucket', 'Int16'),
    column('Calls', 'UInt64', 'T64, ZSTD(1)'),
    column('DurationSum', 'UInt64', 'T64, ZSTD(1)'),
  ],
  engine: 'SummingMergeTree((Calls, DurationSum))',
  partitionBy: 'toDate(Time)',
  orderBy: '(toStartOfHour(Time), ServiceName, SpanName, SpanKind, IsRoot, IsError, Time, Bucket)',
  age: 'Time',
  retention: 'traces',
  shardBy: 'sipHash64(ServiceName, SpanName)',
};

/**
 * One row per trace once merged; before that one per trace and block, so always read with GROUP BY TraceId:
 * min(Start), max(End), sum(SpanCount), sum(ErrorCount), min(Root). `Root` orders the root span before any other span and
 * then the earliest first, so min() keeps the root, or the earliest span of a trace without one (RootMissing = 1).
 */
export const traceIndex: Table = {
  name: 'trace_index',
  columns: [
    column('TraceId', t.traceId, 'NONE'),
    column('Start', `SimpleAggregateFunction(min, ${t.nanos})`, t.delta),
    column('End', `SimpleAggregateFunction(max, ${t.nanos})`, t.delta),
    column('SpanCount', 'SimpleAggregateFunction(sum, UInt64)'),
    column('ErrorCount', 'SimpleAggregateFunction(sum, UInt64)'),
    column(
      'Root',
      `SimpleAggregateFunction(min, Tuple(RootMissing UInt8, Timestamp ${t.nanos}, ServiceName String, SpanName String, Duration UInt64))`,
    ),
    column('Day', 'Date'),
  ],
  indexes: ['idx_start Start TYPE minmax GRANULARITY 1', 'idx_end End TYPE minmax GRANULARITY 1'],
  engine: 'AggregatingMergeTree()',
  partitionBy: 'Day',
  orderBy: '(TraceId, Day)',
  age: "(toDateTime(Day, 'UTC') + toIntervalDay(1))",
  retention: 'traces',
  shardBy: 'sipHash64(TraceId)',
};

/** Calls between services (`rollServiceEdges`). Read with FINAL: recomputing a minute writes a higher Version. */
export const serviceEdges1m: Table = {
  name: 'service_edges_1m',
  columns: [
    column('Time', t.seconds, t.doubleDelta),
    column('Client', t.label),
    column('Server', t.label),
    column('ServerKind', t.edgeKind),
    column('IsError', 'Bool'),
    column('Bucket', 'Int16'),
    column('Calls', 'UInt64', 'T64, ZSTD(1)'),
    column('DurationSum', 'UInt64', 'T64, ZSTD(1)'),
    column('Version', 'UInt64'),
  ],
  engine: 'ReplacingMergeTree(Version)',
  partitionBy: 'toDate(Time)',
  orderBy: '(Time, Client, Server, ServerKind, IsError, Bucket)',
  age: 'Time',
  retention: 'traces',
  shardBy: 'sipHash64(Client, Server)',
};
