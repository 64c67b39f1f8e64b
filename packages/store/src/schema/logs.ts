import { attributeItems } from './conditions.ts';
import type { Column, Table } from './table.ts';
import * as t from './types.ts';

const column = (name: string, type: string, codec: string = t.zstd): Column => ({ name, type, codec });

export const logs: Table = {
  name: 'logs',
  columns: [
    column('Timestamp', t.nanos, t.delta),
    column('ObservedTimestamp', t.nanos, t.delta),
    column('TraceId', t.traceId),
    column('SpanId', t.spanId),
    column('TraceFlags', 'UInt32'),
    column('SeverityText', t.label),
    column('SeverityNumber', 'UInt8'),
    column('ServiceName', t.label),
    column('Body', t.text),
    column('EventName', t.label),
    column('ResourceId', 'UInt64'),
    column('ScopeId', 'UInt64'),
    column('ScopeName', t.label),
    column('LogAttributes', t.labels),
    column('AttributeTypes', t.typeNotes),
    column('DroppedAttributesCount', 'UInt32'),
    column('Seq', 'UInt64', t.delta),
  ],
  indexes: [
    'idx_trace_id TraceId TYPE bloom_filter(0.01) GRANULARITY 1',
    "idx_body lower(Body) TYPE text(tokenizer = 'splitByNonAlpha')",
    `idx_attributes ${attributeItems('LogAttributes')} TYPE text(tokenizer = 'array')`,
    'idx_resource ResourceId TYPE bloom_filter(0.01) GRANULARITY 1',
    'idx_severity SeverityNumber TYPE minmax GRANULARITY 1',
  ],
  engine: 'MergeTree()',
  partitionBy: 'toDate(Timestamp)',
  orderBy: '(toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)',
  age: 'toDateTime(Timestamp)',
  retention: 'logs',
  shardBy: 'sipHash64(TraceId, Seq)',
  settings: t.bucketedMaps,
};
