import { aggregations, type StoreQueries } from '@nightglass/store';
import { z } from 'zod';
import { oneOf, optionalText } from '../../api/params.ts';
import { resolveRange } from '../../api/range.ts';
import type { Answer } from '../answer.ts';
import { attributes, filters, limit, range, service } from '../arguments.ts';
import { isoMs, shortOrNull } from '../numbers.ts';
import { notFound, type Tool, tool } from '../tool.ts';
import { nameOf, said } from '../untrusted.ts';

type Series = NonNullable<Awaited<ReturnType<StoreQueries['metricSeries']>>>;
type Names = Awaited<ReturnType<StoreQueries['metricNames']>>;

const namesAnswer = ({ names }: Names): Answer => ({
  result: {
    metrics: names.map((m) => ({
      name: nameOf(m.name),
      type: m.type,
      unit: nameOf(m.unit, 40),
      series: m.seriesCount,
      services: m.services.slice(0, 10).map((s) => nameOf(s)),
      description: said(m.description, 160),
    })),
  },
  cuttable: [{ list: 'metrics', how: 'Give a part of the name with contains, or a service.' }],
});

const seriesAnswer = (found: Series): Answer => ({
  result: {
    name: nameOf(found.name),
    type: found.type,
    unit: nameOf(found.unit, 40),
    description: said(found.description, 300),
    aggregation: found.aggregation,
    start: isoMs(found.start * 1000),
    step_seconds: found.step,
    more_series_than_shown: found.truncated,
    series: found.series.map(({ labels, points }) => ({
      labels: Object.entries(labels).map(([key, value]) => ({ key: nameOf(key), ...said(value, 200) })),
      first: points[0] === undefined ? null : isoMs(points[0][0] * 1000),
      values: points.map(([, value]) => shortOrNull(value)),
    })),
  },
  cuttable: [{ list: 'series', how: 'Give a longer step, a filter, or fewer keys in group_by.' }],
});

export const metricTools: readonly Tool[] = [
  tool({
    name: 'query_metrics',
    title: 'Metrics',
    description:
      'Without a name: the metrics there are. With one: its values over time, grouped by attributes. Counters come as ' +
      'growth per second, histograms as percentiles.',
    shape: {
      name: optionalText('Name of the metric.', 1024).optional(),
      contains: optionalText('Without a name: only metrics whose name holds this.', 1024).optional(),
      service,
      attributes,
      group_by: z
        .array(z.string().min(1).max(1024))
        .max(5)
        .optional()
        .meta({ description: 'Attribute keys; `service` for the name of the service.' }),
      aggregation: oneOf(
        'How points become one value; the default depends on the type.',
        aggregations,
      ).optional(),
      ...range,
      step_seconds: z
        .int()
        .min(1)
        .max(86_400)
        .optional()
        .meta({ description: 'Time between values. Default: about 60 of them.' }),
      limit: limit('Series (or metrics)', 100, 20),
    },
    run: async (asked, { now, signal, store }) => {
      const { name, contains, service: of, limit: most = 20, start, end } = asked;
      const time = resolveRange({ start, end }, now);
      if (name === undefined)
        return namesAnswer(
          await store().metricNames({ ...time, q: contains, service: of, limit: most }, { signal }),
        );
      const seconds = Number((time.to - time.from) / 1_000_000_000n);
      const found = await store().metricSeries(
        {
          ...time,
          name,
          service: of,
          attributes: filters(asked.attributes),
          groupBy: asked.group_by,
          aggregation: asked.aggregation,
          step: asked.step_seconds ?? Math.max(1, Math.ceil(seconds / 60)),
          limit: most,
        },
        { signal },
      );
      if (found === null)
        throw notFound(
          `no metric ${nameOf(JSON.stringify(name), 100)} is stored`,
          'name',
          'Ask without a name for those there are.',
        );
      return seriesAnswer(found);
    },
  }),
];
