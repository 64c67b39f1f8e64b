import type { Span, TraceSummary } from '@nightglass/model';
import { duration, optionalText, text } from '../../api/params.ts';
import { resolveRange } from '../../api/range.ts';
import { limit, range } from '../arguments.ts';
import { attributeDifferences } from '../compare-attributes.ts';
import { type Tool, type ToolCall, tool } from '../tool.ts';
import { nameOf } from '../untrusted.ts';

/** Requests of each kind that are read. */
const sample = 40;
const atOnce = 6;

/** Failed requests were asked for; that their attributes say they failed tells nothing. */
const outcomes = new Set([
  'error',
  'error.type',
  'http.response.status_code',
  'http.status_code',
  'rpc.grpc.status_code',
  'otel.status_code',
]);

interface Request {
  name: string;
  attributes: Span['attributes'];
}

/** The spans that met the search, each with its resource's attributes. */
const requestsOf = async (
  traces: readonly TraceSummary[],
  { store, signal }: ToolCall,
): Promise<Request[]> => {
  const found: Request[] = [];
  for (let i = 0; i < traces.length; i += atOnce) {
    const some = traces.slice(i, i + atOnce).map(async ({ traceId, matchedSpanId }): Promise<Request[]> => {
      const trace = await store().trace({ traceId, limit: 2_000 }, { signal });
      const span = trace?.spans.find((s) => s.spanId === matchedSpanId);
      if (trace === null || span === undefined) return [];
      const resource = trace.resources[span.resourceId]?.attributes ?? [];
      return [{ name: span.name, attributes: [...span.attributes, ...resource] }];
    });
    found.push(...(await Promise.all(some)).flat());
  }
  return found;
};

const mostFrequent = (names: readonly string[]): string | undefined => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];
};

export const attributeTools: readonly Tool[] = [
  tool({
    name: 'compare_attributes',
    title: 'What differs between bad and good requests',
    description:
      'Attributes (of the request and its resource) whose values are more frequent among bad requests of a service than ' +
      'among good ones of the same operation: a version, a pod, a customer, a region. Bad are failed requests, or those ' +
      `slower than slow_from. Read on the newest ${sample} of each.`,
    shape: {
      service: text('Name of the service.', 1024),
      operation: optionalText(
        'Only this operation; without it the one with most of the bad requests.',
        4096,
      ).optional(),
      slow_from: duration('Requests at least this slow are bad; without it those that failed.').optional(),
      ...range,
      limit: limit('Values', 100, 25),
    },
    run: async (asked, call) => {
      const { service, operation: wanted, slow_from: slow, start, end, limit: most = 25 } = asked;
      const { now, signal, store } = call;
      const about = { service, ...resolveRange({ start, end }, now) };
      const badly = slow === undefined ? { status: 'error' as const } : { minDuration: slow };
      const well = slow === undefined ? {} : { maxDuration: slow - 1n };
      const bad = await store().traces({ ...about, ...badly, operation: wanted, limit: sample }, { signal });
      const failing = await requestsOf(bad.traces, call);
      const operation = wanted ?? mostFrequent(failing.map((r) => r.name));
      const others =
        operation === undefined
          ? { traces: [] }
          : await store().traces({ ...about, ...well, operation, limit: 3 * sample }, { signal });
      const badIds = new Set(bad.traces.map((t) => t.traceId));
      const good = others.traces
        .filter((t) => !badIds.has(t.traceId) && (slow !== undefined || t.errorCount === 0))
        .slice(0, sample);
      const alike = failing.filter((r) => r.name === operation).map((r) => r.attributes);
      const fine = (await requestsOf(good, call)).map((r) => r.attributes);
      return {
        result: {
          service: nameOf(service),
          operation: operation === undefined ? null : nameOf(operation),
          bad_requests_read: alike.length,
          good_requests_read: fine.length,
          differences: attributeDifferences(alike, fine, {
            limit: most,
            without: slow === undefined ? outcomes : undefined,
          }),
        },
        cuttable: [{ list: 'differences', how: 'Give a smaller limit.' }],
      };
    },
  }),
];
