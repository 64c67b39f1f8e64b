import { NightglassError } from '@nightglass/model';
import { aggregations } from '@nightglass/store';
import { attributes, integer, list, oneOf, optionalText, range, step, text } from '../params.ts';
import { resolveRange } from '../range.ts';
import { type Route, route } from '../route.ts';

const types = ['gauge', 'sum', 'histogram', 'exponential_histogram', 'summary'] as const;
const name = text('Name of the metric.', 1024);
const service = optionalText('Service the metric comes from.', 1024).optional();
const attr = attributes('Attribute of the series or of its resource.').optional();

const unknownMetric = (metric: string): NightglassError =>
  new NightglassError('NG_NOT_FOUND', `no metric ${JSON.stringify(metric.slice(0, 100))} is stored`, {
    parameter: 'name',
    hint: 'Names are listed by /api/v1/metrics/names.',
  });

export const metricRoutes: readonly Route[] = [
  route({
    path: '/api/v1/metrics/names',
    operationId: 'listMetricNames',
    tag: 'metrics',
    summary: 'Metrics with their type, unit and services',
    queryParams: {
      q: optionalText('Part of the name.', 1024).optional(),
      service,
      ...range,
      limit: integer('Names returned at most.', 1, 5000, 500).optional(),
    },
    answer: { schema: 'MetricNamesResponse' },
    handle: ({ query, now, signal, store }) => {
      const { start, end, ...rest } = query;
      return store.metricNames({ ...rest, ...resolveRange({ start, end }, now) }, { signal });
    },
  }),
  route({
    path: '/api/v1/metrics/series',
    operationId: 'getMetricSeries',
    tag: 'metrics',
    summary: 'One metric over time, grouped by attributes',
    description:
      'Default aggregation: gauge avg, monotonic sum rate, other sum last, histograms p95, summary last. ' +
      'A rate is per second; a counter that restarts is never negative.',
    queryParams: {
      name,
      service,
      attr,
      groupBy: list('Attribute keys; `service` for the name of the service.').optional(),
      aggregation: oneOf('How points and series become one value.', aggregations).optional(),
      ...range,
      step: step('Time between points.').optional(),
      limit: integer('Series returned at most.', 1, 1000, 50).optional(),
    },
    answer: { schema: 'MetricSeriesResponse' },
    errors: ['NG_NOT_FOUND'],
    handle: async ({ query, now, signal, store }) => {
      const { attr, start, end, ...rest } = query;
      const found = await store.metricSeries(
        { ...rest, ...resolveRange({ start, end }, now), attributes: attr },
        { signal },
      );
      if (!found) throw unknownMetric(query.name);
      return found;
    },
  }),
  route({
    path: '/api/v1/metrics/points',
    operationId: 'getMetricPoints',
    tag: 'metrics',
    summary: 'The data points of one metric as they were received',
    queryParams: {
      name,
      service,
      attr,
      type: oneOf('Type, when one name has several.', types).optional(),
      ...range,
      limit: integer('Points returned at most.', 1, 10_000, 1000).optional(),
    },
    answer: { schema: 'MetricPointsResponse' },
    errors: ['NG_NOT_FOUND'],
    handle: async ({ query, now, signal, store }) => {
      const { attr, start, end, ...rest } = query;
      const found = await store.metricPoints(
        { ...rest, ...resolveRange({ start, end }, now), attributes: attr },
        { signal },
      );
      if (!found) throw unknownMetric(query.name);
      return found;
    },
  }),
];
