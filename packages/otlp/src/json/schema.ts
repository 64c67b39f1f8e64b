/** OTLP's messages as JSON sees them: for each field its names, the tag it gets in protobuf and how its text is read. */
import type { Signal } from '@nightglass/model';
import { Request, ResourceGroup, ScopeGroup } from '../proto/collector.ts';
import {
  AnyValue,
  ArrayValue,
  InstrumentationScope,
  KeyValue,
  KeyValueList,
  Resource,
} from '../proto/common.ts';
import { LogRecord } from '../proto/logs.ts';
import {
  Buckets,
  Exemplar,
  ExponentialHistogramDataPoint,
  HistogramDataPoint,
  Metric,
  MetricData,
  NumberDataPoint,
  SummaryDataPoint,
  ValueAtQuantile,
} from '../proto/metrics.ts';
import { Event, Link, Span, Status } from '../proto/trace.ts';
import { FieldTable } from './field-table.ts';

export type FieldKind =
  | 'string'
  | 'hex'
  | 'base64'
  | 'bool'
  | 'enum'
  | 'int32'
  | 'uint32'
  | 'sint32'
  | 'fixed32'
  | 'int64'
  | 'uint64'
  | 'fixed64'
  | 'sfixed64'
  | 'double'
  | 'message';

export interface Field {
  /** lowerCamelCase; the snake_case name is accepted too. */
  name: string;
  tag: number;
  kind: FieldKind;
  /** A JSON array; repeated numbers are written packed. */
  repeated: boolean;
  /** Written even when it has the default value: members of a oneof and optional fields. */
  explicit: boolean;
  message: Message | undefined;
  /** Enum numbers by the names proto3 JSON allows beside integers. */
  names: ReadonlyMap<string, number> | undefined;
}

export interface Message {
  fields: FieldTable;
}

type FieldOptions = Partial<Pick<Field, 'repeated' | 'explicit' | 'message' | 'names'>>;

const field = (name: string, tag: number, kind: FieldKind, options: FieldOptions = {}): Field => ({
  name,
  tag,
  kind,
  repeated: false,
  explicit: false,
  message: undefined,
  names: undefined,
  ...options,
});
const one = (name: string, tag: number, message: Message): Field => field(name, tag, 'message', { message });
const many = (name: string, tag: number, message: Message): Field =>
  field(name, tag, 'message', { message, repeated: true });
const explicit = { explicit: true };
const repeated = { repeated: true };

const message = (...fields: Field[]): Message => ({ fields: new FieldTable(fields) });

const enumNames = (prefix: string, names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, number) => [prefix + name, number]));
const spanKindNames = enumNames('SPAN_KIND_', [
  'UNSPECIFIED',
  'INTERNAL',
  'SERVER',
  'CLIENT',
  'PRODUCER',
  'CONSUMER',
]);
const statusCodeNames = enumNames('STATUS_CODE_', ['UNSET', 'OK', 'ERROR']);
const temporalityNames = enumNames('AGGREGATION_TEMPORALITY_', ['UNSPECIFIED', 'DELTA', 'CUMULATIVE']);
const severityNames = enumNames('SEVERITY_NUMBER_', [
  'UNSPECIFIED',
  ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((s) => [s, `${s}2`, `${s}3`, `${s}4`]),
]);

// AnyValue holds itself: its table is filled behind the messages that refer to it.
const anyValue: Message = { fields: new FieldTable([]) };
const keyValue = message(field('key', KeyValue.key, 'string'), one('value', KeyValue.value, anyValue));
anyValue.fields = new FieldTable([
  field('stringValue', AnyValue.stringValue, 'string', explicit),
  field('boolValue', AnyValue.boolValue, 'bool', explicit),
  field('intValue', AnyValue.intValue, 'int64', explicit),
  field('doubleValue', AnyValue.doubleValue, 'double', explicit),
  one('arrayValue', AnyValue.arrayValue, message(many('values', ArrayValue.values, anyValue))),
  one('kvlistValue', AnyValue.kvlistValue, message(many('values', KeyValueList.values, keyValue))),
  field('bytesValue', AnyValue.bytesValue, 'base64', explicit),
]);

const attributes = (tag: number): Field => many('attributes', tag, keyValue);
const dropped = (tag: number): Field => field('droppedAttributesCount', tag, 'uint32');

const span = message(
  field('traceId', Span.traceId, 'hex'),
  field('spanId', Span.spanId, 'hex'),
  field('traceState', Span.traceState, 'string'),
  field('parentSpanId', Span.parentSpanId, 'hex'),
  field('flags', Span.flags, 'fixed32'),
  field('name', Span.name, 'string'),
  field('kind', Span.kind, 'enum', { names: spanKindNames }),
  field('startTimeUnixNano', Span.startTimeUnixNano, 'fixed64'),
  field('endTimeUnixNano', Span.endTimeUnixNano, 'fixed64'),
  attributes(Span.attributes),
  dropped(Span.droppedAttributesCount),
  many(
    'events',
    Span.events,
    message(
      field('timeUnixNano', Event.timeUnixNano, 'fixed64'),
      field('name', Event.name, 'string'),
      attributes(Event.attributes),
      dropped(Event.droppedAttributesCount),
    ),
  ),
  field('droppedEventsCount', Span.droppedEventsCount, 'uint32'),
  many(
    'links',
    Span.links,
    message(
      field('traceId', Link.traceId, 'hex'),
      field('spanId', Link.spanId, 'hex'),
      field('traceState', Link.traceState, 'string'),
      attributes(Link.attributes),
      dropped(Link.droppedAttributesCount),
      field('flags', Link.flags, 'fixed32'),
    ),
  ),
  field('droppedLinksCount', Span.droppedLinksCount, 'uint32'),
  one(
    'status',
    Span.status,
    message(
      field('message', Status.message, 'string'),
      field('code', Status.code, 'enum', { names: statusCodeNames }),
    ),
  ),
);

const logRecord = message(
  field('timeUnixNano', LogRecord.timeUnixNano, 'fixed64'),
  field('observedTimeUnixNano', LogRecord.observedTimeUnixNano, 'fixed64'),
  field('severityNumber', LogRecord.severityNumber, 'enum', { names: severityNames }),
  field('severityText', LogRecord.severityText, 'string'),
  one('body', LogRecord.body, anyValue),
  attributes(LogRecord.attributes),
  dropped(LogRecord.droppedAttributesCount),
  field('flags', LogRecord.flags, 'fixed32'),
  field('traceId', LogRecord.traceId, 'hex'),
  field('spanId', LogRecord.spanId, 'hex'),
  field('eventName', LogRecord.eventName, 'string'),
);

const exemplar = message(
  many('filteredAttributes', Exemplar.filteredAttributes, keyValue),
  field('timeUnixNano', Exemplar.timeUnixNano, 'fixed64'),
  field('asDouble', Exemplar.asDouble, 'double', explicit),
  field('asInt', Exemplar.asInt, 'sfixed64', explicit),
  field('spanId', Exemplar.spanId, 'hex'),
  field('traceId', Exemplar.traceId, 'hex'),
);

interface PointTags {
  startTimeUnixNano: number;
  timeUnixNano: number;
  attributes: number;
  flags: number;
}
const pointFields = (tags: PointTags): Field[] => [
  attributes(tags.attributes),
  field('startTimeUnixNano', tags.startTimeUnixNano, 'fixed64'),
  field('timeUnixNano', tags.timeUnixNano, 'fixed64'),
  field('flags', tags.flags, 'uint32'),
];

const numberPoint = message(
  ...pointFields(NumberDataPoint),
  field('asDouble', NumberDataPoint.asDouble, 'double', explicit),
  field('asInt', NumberDataPoint.asInt, 'sfixed64', explicit),
  many('exemplars', NumberDataPoint.exemplars, exemplar),
);

const histogramPoint = message(
  ...pointFields(HistogramDataPoint),
  field('count', HistogramDataPoint.count, 'fixed64'),
  field('sum', HistogramDataPoint.sum, 'double', explicit),
  field('bucketCounts', HistogramDataPoint.bucketCountsPacked, 'fixed64', repeated),
  field('explicitBounds', HistogramDataPoint.explicitBoundsPacked, 'double', repeated),
  many('exemplars', HistogramDataPoint.exemplars, exemplar),
  field('min', HistogramDataPoint.min, 'double', explicit),
  field('max', HistogramDataPoint.max, 'double', explicit),
);

const buckets = message(
  field('offset', Buckets.offset, 'sint32'),
  field('bucketCounts', Buckets.bucketCountsPacked, 'uint64', repeated),
);
const exponentialHistogramPoint = message(
  ...pointFields(ExponentialHistogramDataPoint),
  field('count', ExponentialHistogramDataPoint.count, 'fixed64'),
  field('sum', ExponentialHistogramDataPoint.sum, 'double', explicit),
  field('scale', ExponentialHistogramDataPoint.scale, 'sint32'),
  field('zeroCount', ExponentialHistogramDataPoint.zeroCount, 'fixed64'),
  one('positive', ExponentialHistogramDataPoint.positive, buckets),
  one('negative', ExponentialHistogramDataPoint.negative, buckets),
  many('exemplars', ExponentialHistogramDataPoint.exemplars, exemplar),
  field('min', ExponentialHistogramDataPoint.min, 'double', explicit),
  field('max', ExponentialHistogramDataPoint.max, 'double', explicit),
  field('zeroThreshold', ExponentialHistogramDataPoint.zeroThreshold, 'double'),
);

const summaryPoint = message(
  ...pointFields(SummaryDataPoint),
  field('count', SummaryDataPoint.count, 'fixed64'),
  field('sum', SummaryDataPoint.sum, 'double', explicit),
  many(
    'quantileValues',
    SummaryDataPoint.quantileValues,
    message(
      field('quantile', ValueAtQuantile.quantile, 'double'),
      field('value', ValueAtQuantile.value, 'double'),
    ),
  ),
);

const temporality = field('aggregationTemporality', MetricData.aggregationTemporality, 'enum', {
  names: temporalityNames,
});
const points = (point: Message): Field => many('dataPoints', MetricData.dataPoints, point);

const metric = message(
  field('name', Metric.name, 'string'),
  field('description', Metric.description, 'string'),
  field('unit', Metric.unit, 'string'),
  one('gauge', Metric.gauge, message(points(numberPoint))),
  one(
    'sum',
    Metric.sum,
    message(points(numberPoint), temporality, field('isMonotonic', MetricData.isMonotonic, 'bool')),
  ),
  one('histogram', Metric.histogram, message(points(histogramPoint), temporality)),
  one(
    'exponentialHistogram',
    Metric.exponentialHistogram,
    message(points(exponentialHistogramPoint), temporality),
  ),
  one('summary', Metric.summary, message(points(summaryPoint))),
  many('metadata', Metric.metadata, keyValue),
);

const resource = message(attributes(Resource.attributes), dropped(Resource.droppedAttributesCount));
const scope = message(
  field('name', InstrumentationScope.name, 'string'),
  field('version', InstrumentationScope.version, 'string'),
  attributes(InstrumentationScope.attributes),
  dropped(InstrumentationScope.droppedAttributesCount),
);

const request = (what: string, records: string, record: Message): Message =>
  message(
    many(
      `resource${what}`,
      Request.groups,
      message(
        one('resource', ResourceGroup.resource, resource),
        many(
          `scope${what}`,
          ResourceGroup.scopeGroups,
          message(
            one('scope', ScopeGroup.scope, scope),
            many(records, ScopeGroup.records, record),
            field('schemaUrl', ScopeGroup.schemaUrl, 'string'),
          ),
        ),
        field('schemaUrl', ResourceGroup.schemaUrl, 'string'),
      ),
    ),
  );

export const requests: Readonly<Record<Signal, Message>> = {
  traces: request('Spans', 'spans', span),
  logs: request('Logs', 'logRecords', logRecord),
  metrics: request('Metrics', 'metrics', metric),
};
