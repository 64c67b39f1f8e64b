/** An incident with something taken away, as telemetry is in practice. */
import type { IncidentData, SpanRow } from '@nightglass/rootcause';
import { randomFrom, shareOf, shuffled } from './random.ts';

export interface Ablation {
  name: string;
  /** False: nothing would be taken, the figure would be the full one. */
  applies(data: IncidentData): boolean;
  /** `seed` draws what is taken, another one for each case. */
  apply(data: IncidentData, seed: number): IncidentData;
}

/** Whole traces, chosen by the hash of their id; what is kept stands for what is not. */
export const sampleTraces = (data: IncidentData, share: number): IncidentData => ({
  ...data,
  spans: data.spans
    .filter((span) => shareOf(span.traceId) < share)
    .map((span) => ({ ...span, weight: span.weight / share })),
  coverage: { ...data.coverage, sampledShare: data.coverage.sampledShare * share },
});

/** The incident is said to begin earlier or later than it did; the normal time, when it borders, ends with it. */
export const moveOnset = (data: IncidentData, ms: number): IncidentData => {
  const startMs = Math.min(data.incident.startMs + ms, data.incident.endMs - 1);
  const borders = data.baseline.endMs >= Math.min(startMs, data.incident.startMs) - 1;
  const before = data.baseline.startMs < data.incident.startMs;
  return {
    ...data,
    baseline: before && borders ? { ...data.baseline, endMs: startMs } : data.baseline,
    incident: { ...data.incident, startMs },
  };
};

const servicesOf = (data: IncidentData): string[] => {
  const names = new Set<string>();
  for (const { service } of data.spans) names.add(service);
  for (const { service } of data.logs) names.add(service);
  for (const { entity } of data.series) names.add(serviceOf(data, entity.name));
  names.delete('');
  return [...names].sort((a, b) => (a < b ? -1 : 1));
};

/** A pod's service, as its resource tells; otherwise the name itself. */
const serviceOf = (data: IncidentData, name: string): string => data.resources[name]?.service ?? name;

/** A third of the services, drawn by seed, send nothing; their callers' spans name them as the other side. */
export const blindThird = (data: IncidentData, seed: number): IncidentData => {
  const services = servicesOf(data);
  const blind = new Set(shuffled(services, randomFrom(seed)).slice(0, Math.floor(services.length / 3)));
  const lost = new Map<string, SpanRow>();
  for (const span of data.spans)
    if (blind.has(span.service)) lost.set(`${span.traceId} ${span.parentId}`, span);
  return {
    ...data,
    spans: data.spans
      .filter(({ service }) => !blind.has(service))
      .map((span) => {
        const callee = lost.get(`${span.traceId} ${span.spanId}`);
        if (callee === undefined) return span;
        return {
          ...span,
          kind: span.kind === 'internal' ? 'client' : span.kind,
          peer: { kind: 'external', name: callee.service },
        };
      }),
    logs: data.logs.filter(({ service }) => !blind.has(service)),
    series: data.series.filter(({ entity }) => !blind.has(serviceOf(data, entity.name))),
  };
};

const minute = 60_000;

export const ablations: readonly Ablation[] = [
  {
    name: 'no logs',
    applies: ({ logs }) => logs.length > 0,
    apply: (data) => ({ ...data, logs: [] }),
  },
  {
    name: 'no traces',
    applies: ({ spans }) => spans.length > 0,
    apply: (data) => ({ ...data, spans: [] }),
  },
  {
    name: 'no metrics',
    applies: ({ series }) => series.length > 0,
    apply: (data) => ({ ...data, series: [] }),
  },
  {
    name: 'onset -60 s',
    applies: ({ spans, logs, series }) => spans.length + logs.length + series.length > 0,
    apply: (data) => moveOnset(data, -minute),
  },
  {
    name: 'onset +60 s',
    applies: ({ spans, logs, series }) => spans.length + logs.length + series.length > 0,
    apply: (data) => moveOnset(data, minute),
  },
  {
    name: '10 % of traces',
    applies: ({ spans }) => spans.length > 0,
    apply: (data) => sampleTraces(data, 0.1),
  },
  {
    name: 'a third blind',
    applies: ({ spans, logs, series }) => spans.length + logs.length + series.length > 0,
    apply: blindThird,
  },
];
