/** `POD_metric.csv`: twenty figures of a pod, and of the machine below it, once a minute; and `front_service.csv`, of the entry. */
import type { ExplanationEntity } from '@nightglass/model';
import type { MetricSeries } from '@nightglass/rootcause';
import { csvRows, figure, readText } from '../csv.ts';

const unitOf: Record<string, string> = {
  '%': '%',
  s: 's',
  ms: 'ms',
  Mi: 'MiBy',
  m: 'm{cpu}',
  Ops: '/s',
};

const labels = new Set(['Time', 'TimeStamp', 'PodName', 'ServiceName']);

/**
 * `entity` of a column that starts with `Node` is the machine; null leaves it out. Percentiles of latency are left without a
 * unit: their header says seconds, their figures are partly milliseconds.
 */
export const readMetrics = (
  path: string,
  entity: ExplanationEntity,
  node: ExplanationEntity | null,
): MetricSeries[] => {
  const [header = [], ...rows] = csvRows(readText(path));
  const time = header.indexOf('TimeStamp');
  if (time === -1) throw new Error(`${path} has no column "TimeStamp"`);
  const timed = rows
    .map((row) => ({ row, timeMs: figure(row[time]) * 1000 }))
    .filter(({ timeMs }) => !Number.isNaN(timeMs))
    .sort((a, b) => a.timeMs - b.timeMs);
  const timesMs = Float64Array.from(timed, ({ timeMs }) => timeMs);
  return header.flatMap((column, place) => {
    if (labels.has(column)) return [];
    const owner = column.startsWith('Node') ? node : entity;
    if (owner === null) return [];
    const [, name = column, said = ''] = /^(.+?)\((.+)\)$/.exec(column) ?? [];
    const percentile = /Latency(P\d+)$/.exec(name)?.[1];
    const unit = percentile !== undefined ? '' : /Bytes$/.test(name) ? 'By/s' : (unitOf[said] ?? '');
    return {
      entity: owner,
      name,
      unit,
      aggregation: percentile?.toLowerCase() ?? (unit === '/s' || unit === 'By/s' ? 'rate' : 'avg'),
      labels: {},
      timesMs,
      values: Float64Array.from(timed, ({ row }) => figure(row[place])),
    };
  });
};
