/**
 * The layout of Nezha's data: `construct_data/DAY` is the normal time, `rca_data/DAY` the faults of that day, each with the folders
 * `trace`, `log` and `metric`, and `DAY-fault_list.json` with pod, kind and second of each fault.
 *
 * Traces and logs are there for one normal minute, and for the minute of a fault and the two after it; metrics for the whole
 * day. So the normal time is from the normal minute to the fault, mostly without traces and logs; metrics within four minutes
 * of the listed faults before are left out of it, as times of known incidents are.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ExplanationEntity, TimeWindow } from '@nightglass/model';
import {
  emptyIncident,
  type LogRow,
  type MetricSeries,
  type Resource,
  type SpanRow,
} from '@nightglass/rootcause';
import * as z from 'zod';
import { type Adapter, type BenchCase, rankEntities } from '../../case.ts';
import { readText } from '../csv.ts';
import { filesIn, foldersIn } from '../folders.ts';
import { inferSpanKinds } from '../span-kinds.ts';
import { readMetrics } from './metrics.ts';
import { serviceOfPod } from './pods.ts';
import { readLogs, readSpans } from './tables.ts';

const minuteMs = 60_000;
/** A fault of the set is on for about three minutes. */
const faultMs = 4 * minuteMs;

const faultList = z.record(
  z.string(),
  z.array(
    z.object({
      inject_time: z.string(),
      inject_timestamp: z.coerce.number(),
      inject_pod: z.string(),
      inject_type: z.string(),
    }),
  ),
);
const regionList = z.record(z.string(), z.record(z.string(), z.string()));

interface Fault {
  /** Of the day, UTC. */
  minute: number;
  startMs: number;
  pod: string;
  kind: string;
}

export const nezha: Adapter = {
  name: 'nezha',
  about: 'services are ranked; logs joined to spans, spans, metrics per pod and minute',
  recognises: (folder) => existsSync(join(folder, 'construct_data')) && existsSync(join(folder, 'rca_data')),
  async *cases(folder, set, only) {
    for (const day of foldersIn(join(folder, 'rca_data'))) {
      const normal = join(folder, 'construct_data', day);
      const faulty = join(folder, 'rca_data', day);
      const list = filesIn(faulty).find((name) => name.endsWith('fault_list.json'));
      if (list === undefined || !existsSync(normal)) continue;
      const faults = readFaults(join(faulty, list));
      for (const fault of faults) {
        const id = `${day}/${clock(fault.minute)}`;
        if (only(id)) yield readCase(normal, faulty, set, id, fault, faults, regionsOf(folder));
      }
    }
  },
};

const readFaults = (path: string): Fault[] =>
  Object.values(faultList.parse(JSON.parse(readText(path))))
    .flat()
    .map((fault) => {
      const [, hours = '0', minutes = '0'] = /(\d\d):(\d\d)/.exec(fault.inject_time) ?? [];
      return {
        minute: Number(hours) * 60 + Number(minutes),
        // the two disagree by a minute for some faults: the earlier one is never after the effect
        startMs: Math.min(
          fault.inject_timestamp * 1000,
          Date.parse(`${fault.inject_time.replace(' ', 'T')}Z`) || Number.POSITIVE_INFINITY,
        ),
        pod: fault.inject_pod,
        kind: fault.inject_type,
      };
    })
    .sort((a, b) => a.startMs - b.startMs);

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}_${String(minute % 60).padStart(2, '0')}`;

/** Where in the code, or in which resource, the fault was: `construct_data/root_cause_*.json`. */
const regionsOf = (folder: string): z.infer<typeof regionList> =>
  Object.assign(
    {},
    ...filesIn(join(folder, 'construct_data'))
      .filter((name) => /^root_cause.*\.json$/.test(name))
      .map((name) => regionList.parse(JSON.parse(readText(join(folder, 'construct_data', name))))),
  );

interface Rows {
  spans: SpanRow[];
  logs: LogRow[];
}

const readMinutes = (
  folder: string,
  wanted: (minute: string) => boolean,
  nodes: Map<string, string>,
): Rows => {
  const rows: Rows = { spans: [], logs: [] };
  for (const name of filesIn(join(folder, 'trace')))
    if (wanted(name.slice(0, 5))) rows.spans.push(...readSpans(join(folder, 'trace', name)));
  for (const name of filesIn(join(folder, 'log')))
    if (wanted(name.slice(0, 5))) rows.logs.push(...readLogs(join(folder, 'log', name), nodes));
  return rows;
};

const readCase = (
  normalFolder: string,
  faultyFolder: string,
  set: string,
  id: string,
  fault: Fault,
  faults: readonly Fault[],
  regions: z.infer<typeof regionList>,
): BenchCase => {
  const nodes = new Map<string, string>();
  const minutes = [0, 1, 2].map((after) => clock(fault.minute + after));
  const normal = readMinutes(normalFolder, () => true, nodes);
  const faulty = readMinutes(faultyFolder, (minute) => minutes.includes(minute), nodes);
  const spans = [...normal.spans, ...faulty.spans];
  inferSpanKinds(spans);
  const logs = [...normal.logs, ...faulty.logs];
  const times = [...spans.map(({ startMs }) => startMs), ...logs.map(({ timeMs }) => timeMs)];
  const baseline = { startMs: least(times), endMs: fault.startMs };
  const incident = { startMs: fault.startMs, endMs: Math.max(largest(times) + 1, fault.startMs + minuteMs) };
  const excluded = faults
    .filter(({ startMs }) => startMs < fault.startMs)
    .map(({ startMs }) => ({ startMs, endMs: Math.min(startMs + faultMs, fault.startMs) }));
  const series = readSeries(join(faultyFolder, 'metric'), nodes).map((one) =>
    cut(one, baseline.startMs, incident.endMs, excluded),
  );
  const pods = new Set([...spans, ...logs].map(({ resource }) => resource));
  for (const { entity } of series) if (entity.kind === 'pod') pods.add(entity.name);
  const service = serviceOfPod(fault.pod);
  const region = regions[service]?.[fault.kind];
  const fold = (entity: ExplanationEntity): string => serviceOfPod(entity.name);
  return {
    set,
    id,
    data: {
      ...emptyIncident({}, baseline, incident),
      resources: Object.fromEntries([...pods].map((pod) => [pod, resourceOf(pod, nodes)])),
      spans,
      logs,
      series,
    },
    truth: {
      text: `${service} (${fault.kind}${region === undefined ? '' : `: ${region}`})`,
      fault: fault.kind,
    },
    normal: false,
    ...rankEntities([...pods].map(serviceOfPod), [service], fold),
  };
};

const resourceOf = (pod: string, nodes: ReadonlyMap<string, string>): Resource => ({
  service: serviceOfPod(pod),
  version: '',
  pod,
  node: nodes.get(pod) ?? '',
  instance: pod,
  attributes: {},
});

const readSeries = (folder: string, nodes: ReadonlyMap<string, string>): MetricSeries[] => {
  const told = new Set<string>();
  return filesIn(folder).flatMap((name) => {
    const pod = /^(.+)_metric\.csv/.exec(name)?.[1];
    if (pod === undefined)
      return name.startsWith('front_service')
        ? readMetrics(join(folder, name), { kind: 'service', name: 'frontend' }, null)
        : [];
    // each pod repeats the figures of its machine: one telling is enough
    const node = nodes.get(pod);
    const first = node !== undefined && !told.has(node);
    if (first) told.add(node);
    return readMetrics(
      join(folder, name),
      { kind: 'pod', name: pod },
      first ? { kind: 'node', name: node } : null,
    );
  });
};

const cut = (
  series: MetricSeries,
  startMs: number,
  endMs: number,
  excluded: readonly TimeWindow[],
): MetricSeries => {
  const kept = Array.from(series.timesMs, (timeMs, i) => ({
    timeMs,
    value: series.values[i] ?? Number.NaN,
  })).filter(
    ({ timeMs }) =>
      timeMs >= startMs &&
      timeMs < endMs &&
      !excluded.some((window) => timeMs >= window.startMs && timeMs < window.endMs),
  );
  return {
    ...series,
    timesMs: Float64Array.from(kept, ({ timeMs }) => timeMs),
    values: Float64Array.from(kept, ({ value }) => value),
  };
};

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const largest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
