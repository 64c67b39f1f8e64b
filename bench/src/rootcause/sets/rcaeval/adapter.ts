/**
 * Folders as RCAEval lays them out: `.../SERVICE-FAULT/N` or `.../SERVICE_FAULT/N` with a table of metrics at one second.
 * Either `normal.csv` and `anomalous.csv`, or one table around the second that `inject_time.txt` names.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { TimeWindow } from '@nightglass/model';
import { emptyIncident, type IncidentData } from '@nightglass/rootcause';
import { type Adapter, type BenchCase, rankEntities } from '../../case.ts';
import { limitRows } from '../../data/limit.ts';
import { csvRows, readText } from '../csv.ts';
import { foldersBelow } from '../folders.ts';
import { readWideTable, type WideTable } from '../wide-table.ts';
import { seriesOf } from './metrics.ts';
import { readLogs, readSpans, withKnownNames } from './rows.ts';

/** The first that is there is read: the tables that RCAEval itself evaluates on come first. */
const tables = ['simple_metrics.csv', 'data.csv', 'simple_data.csv', 'metrics.csv'];

const isCase = (files: readonly string[]): boolean =>
  (files.includes('normal.csv') && files.includes('anomalous.csv')) ||
  (files.includes('inject_time.txt') && tables.some((name) => files.includes(name)));

export const rcaeval: Adapter = {
  name: 'rcaeval',
  about: 'services are ranked; the folder tells the service and the kind of fault',
  recognises: (folder) => !foldersBelow(folder, isCase).next().done,
  async *cases(folder, set, only) {
    for (const path of foldersBelow(folder, isCase)) {
      const id = relative(folder, path);
      if (only(id)) yield readCase(path, set, id);
    }
  },
};

/** `carts-db-cpu/3` is the fault cpu of carts-db; without a number the folder itself is named so. */
const labelOf = (path: string): { service: string; fault: string } => {
  const name = /^\d+$/.test(basename(path)) ? basename(dirname(path)) : basename(path);
  const cut = Math.max(name.lastIndexOf('-'), name.lastIndexOf('_'));
  if (cut <= 0) throw new Error(`${path} is not below a folder named SERVICE-FAULT`);
  return { service: name.slice(0, cut), fault: name.slice(cut + 1) };
};

const readCase = (path: string, set: string, id: string): BenchCase => {
  const { service, fault } = labelOf(path);
  const data = existsSync(join(path, 'normal.csv')) ? pair(path) : around(path);
  const names = [...data.series, ...data.spans.map((span) => ({ entity: { name: span.service } }))].map(
    ({ entity }) => entity.name,
  );
  return {
    set,
    id,
    data: limitRows(data),
    truth: { text: `${service} (${fault})`, fault },
    normal: false,
    ...rankEntities(names, [service]),
  };
};

const readTable = (path: string): WideTable => {
  const text = readText(path);
  const header = csvRows(text).next().value ?? [];
  // RE2 has tables whose first letters are swapped
  const time = header.findIndex((name: string) => name === 'time' || name === 'imte' || name === 'timestamp');
  if (time === -1) throw new Error(`${path} has no column "time"`);
  return readWideTable(text, time, 1000);
};

const spanOf = ({ timesMs }: WideTable): TimeWindow => ({
  startMs: timesMs[0] ?? 0,
  endMs: (timesMs.at(-1) ?? 0) + 1000,
});

const pair = (path: string): IncidentData => {
  const normal = readTable(join(path, 'normal.csv'));
  const anomalous = readTable(join(path, 'anomalous.csv'));
  const inOrder = [normal, anomalous].sort((a, b) => spanOf(a).startMs - spanOf(b).startMs);
  return { ...emptyIncident({}, spanOf(normal), spanOf(anomalous)), series: seriesOf(inOrder) };
};

const around = (path: string): IncidentData => {
  const table = readTable(join(path, tables.find((name) => existsSync(join(path, name))) ?? ''));
  const injected = Number(readText(join(path, 'inject_time.txt')).trim()) * 1000;
  const { startMs, endMs } = spanOf(table);
  const baseline = { startMs, endMs: injected };
  const incident = { startMs: injected, endMs };
  const series = seriesOf([table]);
  const known = new Set(series.map(({ entity }) => entity.name));
  return {
    ...emptyIncident({}, baseline, incident),
    series,
    logs: withKnownNames(readLogs(join(path, 'logs.csv'), [baseline, incident]), known),
    spans: withKnownNames(readSpans(join(path, 'traces.csv'), [baseline, incident]), known),
  };
};
