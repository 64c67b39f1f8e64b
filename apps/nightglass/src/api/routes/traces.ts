import { NightglassError } from '@nightglass/model';
import { attributes, duration, hexId, integer, oneOf, optionalText, range } from '../params.ts';
import { resolveRange, wholeTime } from '../range.ts';
import { type Route, route } from '../route.ts';

export const traceRoutes: readonly Route[] = [
  route({
    path: '/api/v1/traces',
    operationId: 'searchTraces',
    tag: 'traces',
    summary: 'Traces with a span that meets every filter, the newest match first',
    queryParams: {
      service: optionalText('Service of the span.', 1024).optional(),
      operation: optionalText('Name of the span.', 4096).optional(),
      status: oneOf('Status of the span.', ['error', 'ok', 'unset']).optional(),
      minDuration: duration('The span took at least this long.').optional(),
      maxDuration: duration('The span took at most this long.').optional(),
      attr: attributes('Attribute of the span or of its resource.').optional(),
      q: optionalText(
        'Words that are all in the span name, its status message or its attribute values; or a trace id.',
        1024,
      ).optional(),
      ...range,
      limit: integer('Traces per page.', 1, 1000, 20).optional(),
      cursor: optionalText('`nextCursor` of the page before.', 1024).optional(),
    },
    answer: { schema: 'TracesResponse' },
    errors: ['NG_BAD_CURSOR'],
    handle: ({ query, now, signal, store }) => {
      const { attr, start, end, ...filter } = query;
      const { minDuration, maxDuration } = filter;
      if (minDuration !== undefined && maxDuration !== undefined && minDuration > maxDuration) {
        throw new NightglassError('NG_BAD_PARAMETER', 'minDuration is longer than maxDuration', {
          parameter: 'minDuration',
          hint: 'Swap the two, or leave one out.',
        });
      }
      const isId = /^[0-9a-f]{32}$/i.test(filter.q?.trim() ?? '');
      const range = resolveRange({ start, end }, now, isId ? wholeTime : undefined);
      return store.traces({ ...filter, ...range, attributes: attr }, { signal });
    },
  }),
  route({
    path: '/api/v1/traces/{traceId}',
    operationId: 'getTrace',
    tag: 'traces',
    summary: 'Every span of one trace with its resources, in order of start time',
    description:
      'A span that was received twice (same id, service, name and times) is returned once. ' +
      'Different spans that share an id are all returned. Parents may be missing or form a cycle; ' +
      'the spans come as they were sent.',
    pathParams: { traceId: hexId('The trace.', 32) },
    queryParams: { limit: integer('Spans returned at most.', 1, 100_000, 20_000).optional() },
    answer: { schema: 'TraceResponse' },
    errors: ['NG_NOT_FOUND'],
    handle: async ({ path, query, signal, store }) => {
      const trace = await store.trace({ traceId: path.traceId, limit: query.limit }, { signal });
      if (trace) return trace;
      throw new NightglassError('NG_NOT_FOUND', `no span of trace ${path.traceId} is stored`, {
        parameter: 'traceId',
        hint: 'It may have expired, not have arrived yet, or not have been sampled.',
      });
    },
  }),
];
