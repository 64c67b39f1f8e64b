/** What the OTLP package does with a request, each as a case over sixteen different requests. */
import {
  type AttributeList,
  encodeAnyValue,
  inspect,
  type SpanView,
  spliceTraces,
  transcodeJson,
  walkLogs,
  walkMetrics,
  walkTraces,
} from '@nightglass/otlp';
import { generateLogs, generateMetrics, generateTraces, type Payload } from '../payload/index.ts';
import type { Case } from './measure.ts';
import { tracesJson } from './traces-json.ts';

const requestsOf = (make: (seed: number) => Payload): Payload[] =>
  Array.from({ length: 16 }, (_, i) => make(i + 1));

const over = (
  name: string,
  records: number,
  requests: readonly Uint8Array[],
  run: (bytes: Uint8Array) => void,
): Case => ({
  name,
  bytes: requests.reduce((sum, request) => sum + request.length, 0),
  records,
  run() {
    for (const request of requests) run(request);
  },
});

/** Something a sink can add up, so that nothing it is given goes unused. */
let seen = 0;
const groups = { resource() {}, scope() {} };
const spanSink = {
  ...groups,
  span(span: SpanView) {
    seen += span.attributes.count;
  },
};

const utf8 = new TextEncoder();
const cloudKey = utf8.encode('cloud.availability_zone');
const cloudValue = encodeAnyValue({ stringValue: 'eu-central-1a' });
const redacted = encodeAnyValue({ stringValue: '[redacted]' });
const secretKeys = ['enduser.id', 'client.address', 'db.query.text'].map((key) => utf8.encode(key));

const isSecret = (bytes: Uint8Array, list: AttributeList, i: number): boolean => {
  const from = list.slots[i * 5] ?? 0;
  const length = (list.slots[i * 5 + 1] ?? 0) - from;
  for (const key of secretKeys) {
    if (key.length !== length || key[0] !== bytes[from]) continue;
    let same = 1;
    while (same < length && key[same] === bytes[from + same]) same++;
    if (same === length) return true;
  }
  return false;
};

const redact = (bytes: Uint8Array): Uint8Array =>
  spliceTraces(bytes, {
    resource: (_, edit) => edit.appendAttribute(cloudKey, cloudValue),
    span(span, edit) {
      const { attributes } = span;
      for (let i = 0; i < attributes.count; i++) {
        if (isSecret(span.bytes, attributes, i)) edit.replaceAttribute(i, redacted);
      }
    },
  });

export const makeCases = (records: number): Case[] => {
  const traces = requestsOf((seed) => generateTraces({ seed, records })).map((payload) => payload.bytes);
  const logs = requestsOf((seed) => generateLogs({ seed, records })).map((payload) => payload.bytes);
  const metrics = requestsOf((seed) => generateMetrics({ seed, records })).map((payload) => payload.bytes);
  const json = traces.map(tracesJson);
  const all = records * 16;
  return [
    over('tokenise traces', all, traces, (bytes) => walkTraces(bytes, spanSink)),
    over('tokenise logs', all, logs, (bytes) =>
      walkLogs(bytes, { ...groups, log: (log) => (seen += log.flags) }),
    ),
    over('tokenise metrics', all, metrics, (bytes) =>
      walkMetrics(bytes, { ...groups, metric() {}, point: (_, point) => (seen += point.flags) }),
    ),
    over(
      'inspect traces (events and links too)',
      all,
      traces,
      (bytes) => (seen += inspect('traces', bytes).records),
    ),
    over('tokenise traces, copy through', all, traces, (bytes) => {
      walkTraces(bytes, spanSink);
      seen += bytes.slice().length;
    }),
    over('insert a resource attribute', all, traces, (bytes) => {
      seen += spliceTraces(bytes, {
        resource: (_, edit) => edit.appendAttribute(cloudKey, cloudValue),
      }).length;
    }),
    over('keep 10 % by trace id', all, traces, (bytes) => {
      seen += spliceTraces(bytes, {
        span(span, edit) {
          if ((span.bytes[span.traceId + 7] ?? 0) >= 26) edit.drop();
        },
      }).length;
    }),
    over('redact 3 keys, insert a resource attribute, keep all', all, traces, (bytes) => {
      seen += redact(bytes).length;
    }),
    over(
      'JSON to protobuf (MB of JSON)',
      all,
      json,
      (bytes) => (seen += transcodeJson('traces', bytes).length),
    ),
    over('JSON.parse alone, for comparison', all, json, (bytes) => {
      seen += Object.keys(
        JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()),
      ).length;
    }),
    over('a plain loop that adds bytes up, to compare machines', all, traces, (bytes) => {
      let sum = 0;
      for (let i = 0; i < bytes.length; i++) sum = (sum + bytes[i]!) | 0;
      seen += sum;
    }),
  ];
};
