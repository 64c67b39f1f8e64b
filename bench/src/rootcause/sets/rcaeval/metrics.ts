/** Columns named `service_metric`, as RCAEval's tables have them: `carts_cpu`, `carts-db_mem`, `orders_lat_99`, `ad_latency-50`. */
import type { MetricSeries } from '@nightglass/rootcause';
import { growthPerSecond, type WideTable } from '../wide-table.ts';

const percentile = /(?:^|[-_])p?(50|75|90|95|99)$/;

/** Unit and aggregation as the collection's description gives them: CPU in percent of a core, memory in bytes, latency in seconds. */
const kinds: readonly [RegExp, string, string][] = [
  [/^cpu$/, '%', 'avg'],
  [/^(mem|memory)$/, 'By', 'avg'],
  [/^(lat|latency)([-_]|$)/, 's', 'avg'],
  [/^(load|lod|workload)$/, '/s', 'rate'],
  [/^errors?$/, '/s', 'rate'],
  [/-bytes$/, 'By', ''],
  [/-seconds$/, 's', ''],
];

export const seriesOf = (tables: readonly WideTable[]): MetricSeries[] => {
  const merged = new Map<string, { timesMs: number[]; values: number[] }>();
  for (const { timesMs, columns } of tables)
    for (const { name, values } of columns) {
      const points = merged.get(name) ?? { timesMs: [], values: [] };
      if (points.timesMs.length === 0) merged.set(name, points);
      timesMs.forEach((timeMs, i) => {
        points.timesMs.push(timeMs);
        points.values.push(values[i] ?? Number.NaN);
      });
    }
  const series: MetricSeries[] = [];
  for (const [column, points] of merged) {
    const cut = column.indexOf('_');
    if (cut <= 0 || points.values.every(Number.isNaN)) continue;
    const metric = column.slice(cut + 1);
    const [, unit, aggregation] = kinds.find(([pattern]) => pattern.test(metric)) ?? [/./, '', ''];
    const counts = metric.endsWith('-total') && ascends(points.values);
    series.push({
      entity: {
        kind: metric.startsWith('node-') || metric.startsWith('node_') ? 'node' : 'service',
        name: column.slice(0, cut),
      },
      name: metric,
      unit: counts ? '/s' : unit,
      aggregation: counts ? 'rate' : percentileOf(metric) || aggregation,
      labels: {},
      timesMs: Float64Array.from(points.timesMs),
      values: counts ? growthPerSecond(points.timesMs, points.values) : Float64Array.from(points.values),
    });
  }
  return series;
};

const percentileOf = (metric: string): string => {
  const found = percentile.exec(metric)?.[1];
  return found === undefined ? '' : `p${found}`;
};

const ascends = (values: readonly number[]): boolean => {
  let last = -Infinity;
  for (const value of values) {
    if (value < last) return false;
    if (!Number.isNaN(value)) last = value;
  }
  return true;
};
