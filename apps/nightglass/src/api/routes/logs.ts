import { NightglassError } from '@nightglass/model';
import { attributes, hexId, integer, oneOf, optionalText, range, severity, text } from '../params.ts';
import { resolveRange, wholeTime } from '../range.ts';
import { type Route, route } from '../route.ts';
import type { TailHub } from '../tail/tail-hub.ts';

const filter = {
  query: optionalText(
    'Words that are all in the body; "a phrase"; -word for what is not in it; begin* for a beginning.',
    1024,
  ).optional(),
  service: optionalText('Service that wrote the record.', 1024).optional(),
  severity: severity('This severity and worse.').optional(),
  traceId: hexId('Trace the record belongs to.', 32).optional(),
  spanId: hexId('Span the record belongs to.', 16).optional(),
  attr: attributes('Attribute of the record or of its resource.').optional(),
};

export const logRoutes = (tails: TailHub): readonly Route[] => [
  route({
    path: '/api/v1/logs',
    operationId: 'searchLogs',
    tag: 'logs',
    summary: 'Log records that meet every filter',
    description: 'With a traceId the default range is the last 31 days.',
    queryParams: {
      ...filter,
      ...range,
      limit: integer('Records per page.', 1, 5000, 100).optional(),
      cursor: optionalText('`nextCursor` of the page before.', 1024).optional(),
      direction: oneOf('Newest first or oldest first; default backward.', ['backward', 'forward']).optional(),
    },
    answer: { schema: 'LogsResponse' },
    errors: ['NG_BAD_CURSOR'],
    handle: ({ query, now, signal, store }) => {
      const { attr, start, end, ...rest } = query;
      const range = resolveRange({ start, end }, now, rest.traceId === undefined ? undefined : wholeTime);
      return store.logs({ ...rest, ...range, attributes: attr }, { signal });
    },
  }),
  route({
    path: '/api/v1/logs/context',
    operationId: 'getLogContext',
    tag: 'logs',
    summary: 'The lines the same process wrote around one record',
    queryParams: {
      id: text('`id` of the record.', 256),
      before: integer('Records before it.', 0, 500, 10).optional(),
      after: integer('Records after it.', 0, 500, 10).optional(),
    },
    answer: { schema: 'LogContextResponse' },
    errors: ['NG_NOT_FOUND'],
    handle: async ({ query, signal, store }) => {
      const context = await store.logContext(query, { signal });
      if (context) return context;
      throw new NightglassError('NG_NOT_FOUND', 'the record of this id is not stored', {
        parameter: 'id',
        hint: 'It may have expired. Use an id from an answer of /api/v1/logs.',
      });
    },
  }),
  route({
    path: '/api/v1/logs/histogram',
    operationId: 'getLogsHistogram',
    tag: 'logs',
    summary: 'How many records met the filter over time, per class of severity',
    queryParams: { ...filter, ...range, buckets: integer('Buckets wanted.', 1, 500, 60).optional() },
    answer: { schema: 'LogsHistogramResponse' },
    handle: ({ query, now, signal, store }) => {
      const { attr, start, end, ...rest } = query;
      return store.logsHistogram(
        { ...rest, ...resolveRange({ start, end }, now), attributes: attr },
        { signal },
      );
    },
  }),
  route({
    path: '/api/v1/logs/tail',
    operationId: 'tailLogs',
    tag: 'logs',
    summary: 'New log records as they are stored, as server-sent events',
    description:
      'Events: `logs` (LogTailBatch), `dropped` (LogTailDropped: matched, but came faster than they were read), ' +
      '`failure` (ErrorBody; the stream goes on). A comment is sent every 15 s. Last-Event-ID resumes.',
    queryParams: filter,
    answer: { events: 'LogTailBatch' },
    errors: ['NG_TOO_MANY_CLIENTS'],
    handle: ({ query, request, response, signal, store }) => {
      const { attr, ...rest } = query;
      return tails.serve({ ...rest, attributes: attr }, { request, response, signal, store });
    },
  }),
];
