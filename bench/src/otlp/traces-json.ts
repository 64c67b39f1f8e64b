/** A trace request as OTLP/JSON text, for the transcoder's benchmark: what an http/json exporter would have sent. */
import {
  attributesToJson,
  EventView,
  type ExtentList,
  LinkView,
  readEvent,
  readLink,
  type SpanView,
  textAt,
  walkTraces,
} from '@nightglass/otlp';

const hex = (bytes: Uint8Array, at: number, length: number): string =>
  at < 0 ? '' : Buffer.from(bytes.subarray(at, at + length)).toString('hex');
const nanos = (bytes: Uint8Array, at: number): string =>
  String(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at, true));

const each = <View, Json>(
  { bytes }: SpanView,
  list: ExtentList,
  view: View,
  read: (bytes: Uint8Array, from: number, to: number, view: View) => void,
  json: (view: View) => Json,
): Json[] =>
  Array.from({ length: list.count }, (_, i) => {
    read(bytes, list.slots[2 * i] ?? 0, list.slots[2 * i + 1] ?? 0, view);
    return json(view);
  });

const spanJson = (span: SpanView): object => {
  const { bytes } = span;
  return {
    traceId: hex(bytes, span.traceId, 16),
    spanId: hex(bytes, span.spanId, 8),
    parentSpanId: hex(bytes, span.parentSpanId, 8),
    name: textAt(bytes, span.nameFrom, span.nameTo),
    kind: span.kind,
    startTimeUnixNano: nanos(bytes, span.startTime),
    endTimeUnixNano: nanos(bytes, span.endTime),
    attributes: attributesToJson(bytes, span.attributes),
    events: each(span, span.events, new EventView(), readEvent, (event) => ({
      timeUnixNano: nanos(bytes, event.time),
      name: textAt(bytes, event.nameFrom, event.nameTo),
      attributes: attributesToJson(bytes, event.attributes),
    })),
    links: each(span, span.links, new LinkView(), readLink, (link) => ({
      traceId: hex(bytes, link.traceId, 16),
      spanId: hex(bytes, link.spanId, 8),
      attributes: attributesToJson(bytes, link.attributes),
    })),
    status: { message: textAt(bytes, span.statusMessageFrom, span.statusMessageTo), code: span.statusCode },
    flags: span.flags,
  };
};

export const tracesJson = (request: Uint8Array): Uint8Array => {
  const resourceSpans: { resource: object; scopeSpans: { scope: object; spans: object[] }[] }[] = [];
  walkTraces(request, {
    resource(view) {
      resourceSpans.push({
        resource: { attributes: attributesToJson(view.bytes, view.attributes) },
        scopeSpans: [],
      });
    },
    scope(view) {
      const name = textAt(view.bytes, view.nameFrom, view.nameTo);
      const version = textAt(view.bytes, view.versionFrom, view.versionTo);
      resourceSpans.at(-1)?.scopeSpans.push({ scope: { name, version }, spans: [] });
    },
    span: (span) => resourceSpans.at(-1)?.scopeSpans.at(-1)?.spans.push(spanJson(span)),
  });
  return new TextEncoder().encode(JSON.stringify({ resourceSpans }));
};
