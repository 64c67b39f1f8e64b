/**
 * The layout `CATEGORY/N/{metadata.json,tool_cache.json.br,raw_data/}`: what kubectl and a few checks answered in a broken
 * cluster, with alerts and log patterns. What is ranked is an object together with its root cause.
 *
 * The answers were collected when the incident was going on; `kubectl` shows ages, so events get times relative to that. There
 * is no record of the time before but for incidents with figures.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { IncidentData, KubernetesState, LogRow, Resource } from '@nightglass/rootcause';
import { emptyIncident } from '@nightglass/rootcause';
import * as z from 'zod';
import type { Adapter, BenchCase } from '../../case.ts';
import { readText } from '../csv.ts';
import { foldersIn } from '../folders.ts';
import { alertRows, alertSeries, csvSeries, readAlerts, windowOf } from './figures.ts';
import { causesOf, objectOf, rootCauseOf, sameCause } from './judge.ts';
import { stateOf } from './state.ts';
import { readToolCache, type ToolCache } from './tool-cache.ts';

const metadataFile = z.object({
  namespace: z.string(),
  query: z.string().default(''),
  result: z.object({ fault_object: z.string(), root_cause: z.string() }),
});

/** The time before, of which nothing is known, and the time in which the broken state stood. */
const quietMs = 30 * 60_000;
const brokenMs = 10 * 60_000;

const cacheFile = 'tool_cache.json.br';

export const kubernetesStates: Adapter = {
  name: 'kubernetes-states',
  about:
    'objects of a cluster with their root cause are ranked; states, events, checks, alerts, log patterns',
  recognises: (folder) =>
    foldersIn(folder).some((category) =>
      foldersIn(join(folder, category)).some((id) => existsSync(join(folder, category, id, cacheFile))),
    ),
  async *cases(folder, set, only) {
    for (const category of foldersIn(folder))
      for (const number of foldersIn(join(folder, category))) {
        const id = `${category}/${number}`;
        if (existsSync(join(folder, id, cacheFile)) && only(id)) yield readCase(join(folder, id), set, id);
      }
  },
};

const readCase = (path: string, set: string, id: string): BenchCase => {
  const { namespace, query, result } = metadataFile.parse(JSON.parse(readText(join(path, 'metadata.json'))));
  const cache = readToolCache(join(path, cacheFile));
  const truth = `${result.fault_object} ${result.root_cause}`;
  const data = incidentOf(path, cache, namespace, query);
  const objects = objectsOf(data.kubernetes!);
  return {
    set,
    id,
    data,
    truth: { text: truth, fault: result.root_cause },
    normal: false,
    proposal: (hypothesis) => `${objectOf(hypothesis.entity)} ${rootCauseOf(hypothesis)}`,
    blames: () => null,
    right: (proposal) => {
      const [object, cause = ''] = proposal.split(' ');
      return object === result.fault_object && sameCause(result.root_cause, cause);
    },
    candidates: [
      ...new Set([
        ...objects.flatMap((object) => causesOf(object).map((cause) => `${object} ${cause}`)),
        truth,
      ]),
    ].sort(),
  };
};

const objectsOf = (state: KubernetesState): string[] =>
  state.objects.flatMap(({ kind, metadata: { name } }) => {
    if (kind === 'Node') return [`node/${name}`];
    if (kind === 'Namespace') return [`namespace/${name}`];
    return kind === 'Deployment' || kind === 'StatefulSet' ? [`app/${name}`] : [];
  });

/** The answers' own clock has no zone; the times that `describe` prints have. */
const zoneOf = (cache: ToolCache): string => {
  for (const { answer } of cache.of('DescribeResource')) {
    const zone = typeof answer === 'string' ? /\d\d:\d\d:\d\d ([+-]\d{4})/.exec(answer)?.[1] : undefined;
    if (zone !== undefined) return `${zone.slice(0, 3)}:${zone.slice(3)}`;
  }
  return 'Z';
};

const incidentOf = (path: string, cache: ToolCache, namespace: string, query: string): IncidentData => {
  const zone = zoneOf(cache);
  const nowMs = Date.parse(`${cache.collected}${zone}`);
  const alertPath = join(path, 'raw_data/alert.json');
  const alerts = readAlerts(existsSync(alertPath) ? readText(alertPath) : '{}');
  const csvPath = ['raw_data/metrics.csv', 'raw_data/metrics.csv.gz']
    .map((name) => join(path, name))
    .find(existsSync);
  const kubernetes = stateOf(cache, namespace, nowMs);
  const nodes = new Set(
    kubernetes.objects.filter(({ kind }) => kind === 'Node').map(({ metadata }) => metadata.name),
  );
  const told = windowOf(alerts, zone);
  const incident = told ?? { startMs: nowMs - brokenMs, endMs: nowMs + 1000 };
  const baseline = { startMs: incident.startMs - quietMs, endMs: incident.startMs };
  const symptom = /latency|slow/i.test(query) ? 'latency' : 'errors';
  return {
    ...emptyIncident({ symptom }, baseline, incident),
    resources: resourcesOf(kubernetes),
    logs: logsOf(cache, incident.endMs - 1000),
    series:
      csvPath === undefined
        ? alertSeries(alerts, baseline, incident)
        : csvSeries(readText(csvPath), zone, nodes),
    topology: topologyOf(cache),
    alerts: alertRows(alerts, incident.startMs),
    kubernetes,
  };
};

const resourcesOf = (state: KubernetesState): Record<string, Resource> =>
  Object.fromEntries(
    state.objects.flatMap((object) => {
      const node = object.spec?.nodeName;
      const service = object.metadata.labels?.app;
      if (object.kind !== 'Pod' || typeof node !== 'string' || service === undefined) return [];
      const pod = object.metadata.name;
      return [[pod, { service, version: '', pod, node, instance: pod, attributes: {} }]];
    }),
  );

const patternsFile = z.object({
  patterns: z.array(z.object({ count: z.number(), sample: z.string() })).default([]),
});

const errorSeverity = 17;

/** Patterns with a sample each: one row stands for all of its count. */
const logsOf = (cache: ToolCache, timeMs: number): LogRow[] =>
  cache.of('GetErrorLogs').flatMap(({ args, answer }) => {
    const service = String(args.service_name ?? '');
    const parsed = patternsFile.safeParse(typeof answer === 'string' ? jsonOf(answer) : answer);
    if (!parsed.success) return [];
    return parsed.data.patterns.map(({ count, sample }, i) => ({
      id: `${service}-${i}`,
      timeMs,
      service,
      severity: errorSeverity,
      body: sample,
      traceId: '',
      spanId: '',
      resource: '',
      weight: count,
    }));
  });

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** `[Upstream (Called By)]: a, b` of every service. */
const topologyOf = (cache: ToolCache): IncidentData['topology'] =>
  cache.of('GetServiceDependencies').flatMap(({ args, answer }) => {
    const to = String(args.service_name ?? '');
    const callers =
      /^\[Upstream \(Called By\)\]: (.*)$/m.exec(typeof answer === 'string' ? answer : '')?.[1] ?? '';
    return callers
      .split(',')
      .map((name) => name.trim())
      .filter((name) => /^[\w.-]+$/.test(name))
      .map((from) => ({
        from: { kind: 'service' as const, name: from },
        to: { kind: 'service' as const, name: to },
      }));
  });
