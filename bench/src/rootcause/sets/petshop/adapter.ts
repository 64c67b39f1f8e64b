/**
 * The PetShop layout: `TRAFFIC/graph.csv`, `TRAFFIC/noissue/metrics.csv` and `TRAFFIC/{train,test}/issue_N/{metrics.csv,target.json}`.
 *
 * - graph.csv is an adjacency matrix; a 1 in row A and column B says that A calls B (the rows of the entry page and of the
 *   services hold the databases and remote ends, whose own rows are empty).
 * - A figure stands for five minutes from its time on; it is given the middle of them, so that it falls on the side of the
 *   alert where most of what it measures happened.
 * - The normal time is `noissue` of the same traffic. It was recorded months after the issues. A traffic without it cannot be
 *   compared with anything, its issues are left out.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ExplanationEntity } from '@nightglass/model';
import { type CallEdge, emptyIncident, type IncidentTarget, type MetricSeries } from '@nightglass/rootcause';
import * as z from 'zod';
import { type Adapter, type BenchCase, rankEntities } from '../../case.ts';
import { csvRows, figure, readText } from '../csv.ts';
import { foldersIn } from '../folders.ts';
import { entityOfNode } from './nodes.ts';

const bucketMs = 300_000;

const targetFile = z.object({
  target: z.object({ node: z.string(), metric: z.string(), timestamp: z.number() }),
  root_cause: z.object({ node: z.string() }),
});

const splits = ['train', 'test'];

export const petshop: Adapter = {
  name: 'petshop',
  about: 'nodes of the call graph are ranked; latency, requests and availability per five minutes',
  recognises: (folder) =>
    foldersIn(folder).some(
      (traffic) =>
        existsSync(join(folder, traffic, 'graph.csv')) &&
        splits.some((split) => foldersIn(join(folder, traffic, split)).length > 0),
    ),
  async *cases(folder, set, only) {
    for (const traffic of foldersIn(folder)) {
      const normal = join(folder, traffic, 'noissue/metrics.csv');
      if (!existsSync(normal)) continue;
      const baseline = readMetrics(normal);
      const topology = readGraph(join(folder, traffic, 'graph.csv'));
      for (const split of splits)
        for (const issue of foldersIn(join(folder, traffic, split))) {
          const id = `${traffic}/${split}/${issue}`;
          if (only(id)) yield readCase(join(folder, id), set, id, baseline, topology);
        }
    }
  },
};

interface Column {
  node: string;
  metric: string;
  statistic: string;
  points: { timeMs: number; value: number }[];
}

/** Three header rows (node, metric, statistic) and one that names the index; times in Unix seconds. */
const readMetrics = (path: string): Map<string, Column> => {
  const [nodes = [], metrics = [], statistics = [], ...rows] = csvRows(readText(path));
  const columns = new Map<string, Column>();
  for (let place = 1; place < nodes.length; place++) {
    const column: Column = {
      node: nodes[place] ?? '',
      metric: metrics[place] ?? '',
      statistic: statistics[place] ?? '',
      points: [],
    };
    for (const row of rows) {
      const seconds = figure(row[0]);
      if (Number.isNaN(seconds)) continue;
      column.points.push({ timeMs: seconds * 1000 + bucketMs / 2, value: figure(row[place]) });
    }
    columns.set([column.node, column.metric, column.statistic].join('\n'), column);
  }
  return columns;
};

const readGraph = (path: string): CallEdge[] => {
  const [callees = [], ...rows] = csvRows(readText(path));
  return rows.flatMap(([caller = '', ...cells]) =>
    cells.flatMap((cell, i) =>
      Number(cell) === 0 ? [] : [{ from: entityOfNode(caller), to: entityOfNode(callees[i + 1] ?? '') }],
    ),
  );
};

const readCase = (
  path: string,
  set: string,
  id: string,
  baseline: ReadonlyMap<string, Column>,
  topology: CallEdge[],
): BenchCase => {
  const { target, root_cause: cause } = targetFile.parse(JSON.parse(readText(join(path, 'target.json'))));
  const issue = readMetrics(join(path, 'metrics.csv'));
  const window = windowOf(issue);
  const data = {
    ...emptyIncident({ service: target.node, symptom: symptomOf(target.metric) }, windowOf(baseline), {
      startMs: target.timestamp * 1000,
      endMs: window.endMs,
    }),
    series: [...issue].map(([key, column]) => seriesOf(column, baseline.get(key))),
    topology,
  };
  const nodes: ExplanationEntity[] = data.series.map(({ entity }) => entity);
  return {
    set,
    id,
    data,
    truth: { text: cause.node, fault: target.metric },
    normal: false,
    ...rankEntities(
      nodes.map(({ name }) => name),
      [cause.node],
    ),
  };
};

const symptomOf = (metric: string): IncidentTarget['symptom'] =>
  metric === 'latency' ? 'latency' : metric === 'availability' ? 'errors' : 'unknown';

const windowOf = (columns: ReadonlyMap<string, Column>): { startMs: number; endMs: number } => {
  const times = [...columns.values()][0]?.points.map(({ timeMs }) => timeMs) ?? [];
  return { startMs: Math.min(...times) - bucketMs / 2, endMs: Math.max(...times) + bucketMs / 2 };
};

const units: Record<string, [unit: string, scale: number]> = {
  latency: ['s', 1],
  availability: ['%', 1],
  requests: ['/s', 1000 / bucketMs],
};

const seriesOf = (column: Column, normal: Column | undefined): MetricSeries => {
  const [unit, scale] = units[column.metric] ?? ['', 1];
  const points = [...column.points, ...(normal?.points ?? [])].sort((a, b) => a.timeMs - b.timeMs);
  return {
    entity: entityOfNode(column.node),
    name: column.metric,
    unit,
    aggregation: column.statistic === 'Sum' ? 'rate' : column.statistic.replace('Average', 'avg'),
    labels: {},
    timesMs: Float64Array.from(points, ({ timeMs }) => timeMs),
    values: Float64Array.from(points, ({ value }) => value * scale),
  };
};
