export {
  anyValueText,
  anyValueToJson,
  attributesToJson,
  doubleAt,
  doubleToJson,
  encodeAnyValue,
  renderDepth,
  textAt,
  varintAt,
} from './any-value.ts';
export { ValueView } from './attributes.ts';
export type { Edit, LogEdit } from './edit.ts';
export { concat, type Inspection, inspect, withoutRefused } from './inspect.ts';
export { BadJson } from './json/bad-json.ts';
export { maxJsonDepth } from './json/json-reader.ts';
export { transcodeJson } from './json/transcode.ts';
export { walkLogs } from './logs.ts';
export { MalformedOtlp, type MalformedReason } from './malformed.ts';
export { walkMetrics } from './metrics.ts';
export { readExemplar, readQuantile } from './points.ts';
export * as proto from './proto/index.ts';
export {
  type LogEditor,
  type MetricEditor,
  spliceLogs,
  spliceMetrics,
  spliceTraces,
  type TraceEditor,
} from './splice.ts';
export { readEvent, readLink, walkTraces } from './traces.ts';
export * from './views.ts';
export { ProtoWriter } from './writer.ts';
