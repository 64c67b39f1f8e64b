import { NightglassError } from '@nightglass/model';
import { hexId } from '../params.ts';
import { type Route, route } from '../route.ts';

export const correlateRoutes: readonly Route[] = [
  route({
    path: '/api/v1/correlate',
    operationId: 'correlate',
    tag: 'correlate',
    summary: 'What belongs to a span: its logs, the RED series of its operation, the metrics of its process',
    description: 'Without a spanId the root span of the trace (or its earliest span) is taken.',
    queryParams: {
      traceId: hexId('The trace.', 32),
      spanId: hexId('The span.', 16).optional(),
    },
    answer: { schema: 'CorrelateResponse' },
    errors: ['NG_NOT_FOUND'],
    handle: async ({ query, signal, store }) => {
      const found = await store.correlate(query, { signal });
      if (found) return found;
      throw new NightglassError('NG_NOT_FOUND', `nothing of trace ${query.traceId} is stored`, {
        parameter: 'traceId',
        hint: 'It may have expired, not have arrived yet, or not have been sampled.',
      });
    },
  }),
];
