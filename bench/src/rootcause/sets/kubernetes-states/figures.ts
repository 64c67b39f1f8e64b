/** Alerts with the figures in their texts, and the figures beside them, as rows. */
import type { ExplanationEntity } from '@nightglass/model';
import type { AlertRow, MetricSeries } from '@nightglass/rootcause';
import * as z from 'zod';
import { csvRows, figure } from '../csv.ts';

const alertFile = z.object({
  alerts: z
    .array(
      z.object({ type: z.string(), name: z.string(), time_range: z.string(), evidence: z.array(z.string()) }),
    )
    .default([]),
});
export type AlertFile = z.infer<typeof alertFile>;

export const readAlerts = (json: string): AlertFile => alertFile.parse(JSON.parse(json));

/** `2025-12-25 16:05:04 ~ 2025-12-25 16:06:59`, local time. */
export const windowOf = (file: AlertFile, zone: string): { startMs: number; endMs: number } | null => {
  const range = file.alerts[0]?.time_range
    .split(' ~ ')
    .map((time) => Date.parse(`${time.replace(' ', 'T')}${zone}`));
  return range?.length === 2 && range.every(Number.isFinite)
    ? { startMs: range[0]!, endMs: range[1]! }
    : null;
};

const entityOf = (type: string, name: string): ExplanationEntity => ({
  kind: type === 'Node' ? 'node' : 'service',
  name,
});

export const alertRows = (file: AlertFile, startMs: number): AlertRow[] =>
  file.alerts.flatMap(({ type, name, evidence }) =>
    evidence.map((text) => ({
      name: text.split(' | ')[0]!,
      entity: entityOf(type, name),
      startMs,
      severity: 'warning',
      text,
      firing: true,
    })),
  );

interface Meaning {
  name: string;
  unit: string;
  aggregation: string;
}

/** Names of columns and of figures in alerts, by the semantic conventions that mean the same. */
const meaningOf = (column: string, node: boolean): Meaning | null => {
  const latency = /^(p\d\d)latency$/.exec(column);
  if (latency !== null) return { name: 'rpc.server.duration', unit: 'ms', aggregation: latency[1]! };
  const prefix = node ? 'k8s.node' : 'container';
  switch (column) {
    case 'cpu':
      return {
        name: `${prefix}.cpu.${node ? 'utilization' : 'usage'}`,
        unit: node ? '%' : '{cpu}',
        aggregation: 'avg',
      };
    case 'mem':
      return {
        name: `${prefix}.memory.${node ? 'utilization' : 'usage'}`,
        unit: node ? '%' : 'By',
        aggregation: 'avg',
      };
    case 'cpu_cfs':
      return { name: 'container.cpu.throttled_time', unit: 's', aggregation: 'rate' };
    case 'rps':
      return { name: 'rpc.server.requests', unit: '/s', aggregation: 'rate' };
    case 'success_rate':
      return { name: 'rpc.server.success_ratio', unit: '1', aggregation: 'avg' };
    case 'network_receive':
      return { name: 'k8s.pod.network.receive.packets', unit: '/s', aggregation: 'rate' };
    case 'network_transmit':
      return { name: 'k8s.pod.network.transmit.packets', unit: '/s', aggregation: 'rate' };
    case 'tcp_retans':
      return { name: 'k8s.node.network.tcp.retransmits', unit: '/s', aggregation: 'rate' };
    default:
      return null;
  }
};

const series = (
  entity: ExplanationEntity,
  meaning: Meaning,
  times: number[],
  values: number[],
): MetricSeries => ({
  entity,
  ...meaning,
  labels: {},
  timesMs: Float64Array.from(times),
  values: Float64Array.from(values),
});

/** Columns `<name>-<figure>`; which names are machines is known from the cluster. */
export const csvSeries = (csv: string, zone: string, nodes: ReadonlySet<string>): MetricSeries[] => {
  const [header = [], ...rows] = csvRows(csv);
  const times = rows.map((row) => Date.parse(`${(row[0] ?? '').replace(' ', 'T')}${zone}`));
  return header.flatMap((column, place) => {
    const dash = column.lastIndexOf('-');
    const name = column.slice(0, dash);
    const node = nodes.has(name);
    const meaning = dash < 1 ? null : meaningOf(column.slice(dash + 1), node);
    if (meaning === null) return [];
    return [
      series(
        { kind: node ? 'node' : 'service', name },
        meaning,
        times,
        rows.map((row) => figure(row[place])),
      ),
    ];
  });
};

/** What an alert's figure is of, from the words before it. */
const columnOf = (title: string): string | null => {
  if (/cpu_cfs/i.test(title)) return 'cpu_cfs';
  if (/\bcpu\b/i.test(title)) return 'cpu';
  if (/\bmem(?:ory)?\b/i.test(title)) return 'mem';
  if (/\bRPS\b|THROUGHPUT/i.test(title)) return 'rps';
  if (/Retrans/i.test(title)) return 'tcp_retans';
  if (/Success Rate/i.test(title)) return 'success_rate';
  return null;
};

/** Points before and after that stand for the two levels an alert tells. */
const pointsEach = 6;

/** When only alerts were kept: their `Normal=.. -> Current=..` as two levels. */
export const alertSeries = (
  file: AlertFile,
  baseline: { startMs: number; endMs: number },
  incident: { startMs: number; endMs: number },
): MetricSeries[] => {
  const spread = ({ startMs, endMs }: { startMs: number; endMs: number }): number[] =>
    Array.from({ length: pointsEach }, (_, i) => startMs + ((endMs - startMs) * (i + 0.5)) / pointsEach);
  const times = [...spread(baseline), ...spread(incident)];
  return file.alerts.flatMap(({ type, name, evidence }) =>
    evidence.flatMap((text) => {
      const [title = '', ...parts] = text.split(' | ');
      return parts.flatMap((part) => {
        const level = /(?:Normal=([\d.]+)\S* -> )(?:Current|Cur)=([\d.]+)/.exec(part);
        const throttled = /Val: ([\d.]+)s \(Throttled\)/.exec(part);
        if (level === null && throttled === null) return [];
        const latency = /(p\d\dlatency)/.exec(part)?.[1];
        const node = type === 'Node';
        const meaning = meaningOf(latency ?? columnOf(title) ?? '', node);
        if (meaning === null) return [];
        const scale = meaning.unit === '1' ? 0.01 : 1;
        const before = Number(level?.[1] ?? 0) * scale;
        const after = Number(level?.[2] ?? throttled?.[1]) * scale;
        return [
          series(entityOf(type, name), meaning, times, [
            ...Array.from({ length: pointsEach }, () => before),
            ...Array.from({ length: pointsEach }, () => after),
          ]),
        ];
      });
    }),
  );
};
