import type { Span, TraceResponse } from '@nightglass/model';
import { hexId } from '../../api/params.ts';
import { anyValueText } from '../../text-output.ts';
import type { Answer } from '../answer.ts';
import { limit } from '../arguments.ts';
import { inMs, isoNano } from '../numbers.ts';
import { notFound, type Tool, tool } from '../tool.ts';
import { nameOf, said } from '../untrusted.ts';

const pairs = (list: Span['attributes'], most: number) =>
  list.slice(0, most).map(({ key, value }) => ({ key: nameOf(key), ...said(anyValueText(value), 400) }));

const lineOf = (span: Span, startNano: bigint) => ({
  span_id: span.spanId,
  parent_id: span.parentSpanId,
  service: nameOf(span.service),
  name: nameOf(span.name),
  kind: span.kind,
  start_ms: inMs(Number(BigInt(span.startTimeUnixNano) - startNano)),
  duration_ms: inMs(span.durationNano),
  ...(span.status.code === 'ERROR' ? { error: said(span.status.message, 300) } : {}),
});

const wholeOf = (span: Span, resources: TraceResponse['resources']) => ({
  start: isoNano(span.startTimeUnixNano),
  attributes: pairs(span.attributes, 60),
  resource: pairs(resources[span.resourceId]?.attributes ?? [], 30),
  events: span.events.slice(0, 20).map((event) => ({
    time: isoNano(event.timeUnixNano),
    name: nameOf(event.name),
    attributes: pairs(event.attributes, 20),
  })),
  links: span.links.slice(0, 20).map((link) => ({ trace_id: link.traceId, span_id: link.spanId })),
});

/** Failed spans and long ones say most; they are shown in the order of their start. */
const chosen = (spans: readonly Span[], most: number): Span[] =>
  spans
    .map((span, at) => ({ span, at }))
    .sort(
      (a, b) =>
        Number(b.span.status.code === 'ERROR') - Number(a.span.status.code === 'ERROR') ||
        b.span.durationNano - a.span.durationNano ||
        a.at - b.at,
    )
    .slice(0, most)
    .sort((a, b) => a.at - b.at)
    .map(({ span }) => span);

const traceAnswer = (trace: TraceResponse, most: number): Answer => {
  const start = trace.spans.reduce(
    (least, s) => (BigInt(s.startTimeUnixNano) < least ? BigInt(s.startTimeUnixNano) : least),
    BigInt(trace.spans[0]?.startTimeUnixNano ?? '0'),
  );
  return {
    result: {
      trace_id: trace.traceId,
      start: isoNano(String(start)),
      spans_in_all: trace.totalSpans,
      spans: chosen(trace.spans, most).map((span) => lineOf(span, start)),
    },
    cuttable: [
      { list: 'spans', how: 'Give a smaller limit (failed and long spans are kept), or a span_id.' },
    ],
  };
};

export const traceTools: readonly Tool[] = [
  tool({
    name: 'get_trace',
    title: 'One trace',
    description:
      'The spans of a trace in order of start; of a large one those that failed or took longest. With a span_id: that ' +
      'span with its attributes, events and resource.',
    shape: {
      trace_id: hexId('The trace.', 32),
      span_id: hexId('One span of it.', 16).optional(),
      limit: limit('Spans', 500, 80),
    },
    run: async ({ trace_id: traceId, span_id: spanId, limit: most = 80 }, { signal, store }) => {
      const trace = await store().trace({ traceId, limit: 5_000 }, { signal });
      if (trace === null)
        throw notFound(
          `no span of trace ${traceId} is stored`,
          'trace_id',
          'It may have expired or not been sampled.',
        );
      if (spanId === undefined) return traceAnswer(trace, most);
      const span = trace.spans.find((s) => s.spanId === spanId);
      if (span === undefined)
        throw notFound(`the trace has no span ${spanId}`, 'span_id', 'get_trace without span_id lists them.');
      const start = BigInt(span.startTimeUnixNano);
      return {
        result: { trace_id: traceId, ...lineOf(span, start), ...wholeOf(span, trace.resources) },
        cuttable: ['links', 'events', 'resource', 'attributes'].map((list) => ({
          list,
          how: 'The page of the trace shows all.',
        })),
      };
    },
  }),
];
