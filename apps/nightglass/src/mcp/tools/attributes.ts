import type { Span, TraceSummary } from '@nightglass/model';
import { duration, optionalText, text } from '../../api/params.ts';
import { resolveRange } from '../../api/range.ts';
import { limit, range } from '../arguments.ts';
import { compareAttributes } from '../compare-attributes.ts';
import { type Tool, type ToolCall, tool } from '../tool.ts';
import { nameOf } from '../untrusted.ts';

/** Requests of each kind that are read. */
const sample = 60;
const atOnce = 6;

/** The spans that met the search, each with its resource's attributes. */
const spansOf = async (
  traces: readonly TraceSummary[],
  { store, signal }: ToolCall,
): Promise<Span['attributes'][]> => {
  const found: Span['attributes'][] = [];
  for (let i = 0; i < traces.length; i += atOnce) {
    const some = traces.slice(i, i + atOnce).map(async ({ traceId, matchedSpanId }) => {
      const trace = await store().trace({ traceId, limit: 2_000 }, { signal });
      const span = trace?.spans.find((s) => s.spanId === matchedSpanId);
      if (trace === null || span === undefined) return [];
      return [[...span.attributes, ...(trace.resources[span.resourceId]?.attributes ?? [])]];
    });
    found.push(...(await Promise.all(some)).flat());
  }
  return found;
};

export const attributeTools: readonly Tool[] = [
  tool({
    name: 'compare_attributes',
    title: 'What differs between bad and good requests',
    description:
      'Attributes (of the request and its resource) whose values are more frequent among bad requests of a service than ' +
      'among good ones: a version, a pod, a customer, a region. Bad are failed requests, or those slower than slow_from. ' +
      `Read on the newest ${sample} of each.`,
    shape: {
      service: text('Name of the service.', 1024),
      operation: optionalText('Only this operation.', 4096).optional(),
      slow_from: duration('Requests at least this slow are bad; without it those that failed.').optional(),
      ...range,
      limit: limit('Values', 100, 25),
    },
    run: async (asked, call) => {
      const { service, operation, slow_from: slow, start, end, limit: most = 25 } = asked;
      const { now, signal, store } = call;
      const about = { service, operation, ...resolveRange({ start, end }, now), limit: sample };
      const [bad, good] = await Promise.all([
        store().traces(
          { ...about, ...(slow === undefined ? { status: 'error' } : { minDuration: slow }) },
          { signal },
        ),
        slow === undefined
          ? store().traces({ ...about, limit: 2 * sample }, { signal })
          : store().traces({ ...about, maxDuration: slow - 1n }, { signal }),
      ]);
      const badIds = new Set(bad.traces.map((t) => t.traceId));
      const others = good.traces.filter(
        (t) => !badIds.has(t.traceId) && (slow !== undefined || t.errorCount === 0),
      );
      const [badSpans, goodSpans] = [
        await spansOf(bad.traces, call),
        await spansOf(others.slice(0, sample), call),
      ];
      return {
        result: {
          service: nameOf(service),
          bad_requests_read: badSpans.length,
          good_requests_read: goodSpans.length,
          differences: compareAttributes(badSpans, goodSpans).slice(0, most),
        },
        cuttable: [{ list: 'differences', how: 'Give a smaller limit.' }],
      };
    },
  }),
];
