import { type MetricSeriesResponse, NightglassError, type Resource } from '@nightglass/model';
import type { Call } from './call.ts';
import type { Dimensions } from './dimensions.ts';
import { type FoundSeries, findSeries, type SeriesRow, seriesCondition } from './metric-catalogue.ts';
import { evaluate, type Group } from './metric-evaluate.ts';
import { exemplars } from './metric-exemplars.ts';
import { checkRange, type Grid, gridOf, gridWith, second } from './time.ts';
import type { Aggregation, MetricIdentity, MetricSeriesParams } from './types.ts';

/** Rows that one chart may read; a row is one series in one step. */
const mostCells = 400_000;
const mostSteps = 11_000;
const shownExemplars = 100;

/** One metric over time, one line per group of attributes. Null when no metric has the name. */
export const metricSeries = async (
  call: Call,
  dimensions: Dimensions,
  params: MetricSeriesParams,
): Promise<MetricSeriesResponse | null> => {
  checkRange(params);
  const grid = gridFor(params);
  const limit = params.limit ?? 50;
  const mostSeries = Math.max(1, Math.min(5000, Math.floor(mostCells / grid.count)));
  const found = await findSeries(call, { ...params, limit: mostSeries });
  if (!found) return null;
  const aggregation = params.aggregation ?? defaultAggregation(found.identity);
  checkAggregation(aggregation, found);
  const { name, type, unit, description } = found.identity;
  const head = { name, type, unit, description, aggregation };
  const times = { start: grid.start, end: grid.start + grid.step * grid.count, step: grid.step };
  if (found.series.length === 0) {
    return { ...head, ...times, series: [], truncated: false, exemplars: [] };
  }
  const groups = await groupSeries(call, dimensions, found.series, params.groupBy ?? []);
  const lines = await evaluate(call, {
    identity: found.identity,
    condition: seriesCondition(params.name, found.series),
    groups,
    grid,
    range: params,
    aggregation,
    rows: mostCells * 2,
  });
  const weight = (points: readonly (number | null)[]): number =>
    points.reduce<number>((n, v) => n + Math.abs(v ?? 0), 0);
  const shown = lines
    .filter((line) => line.points.some((v) => v !== null))
    .map((line) => ({ ...line, weight: weight(line.points) }))
    .sort((a, b) => b.weight - a.weight || (JSON.stringify(a.labels) < JSON.stringify(b.labels) ? -1 : 1));
  const placed = await exemplars(call, params.name, found.series, params, shownExemplars);
  return {
    ...head,
    ...times,
    series: shown.slice(0, limit).map(({ labels, points }) => ({
      labels,
      points: points.map((v, i): [number, number | null] => [grid.start + i * grid.step, v]),
    })),
    truncated: found.truncated || shown.length > limit,
    exemplars: placed.map((p) => p.exemplar),
  };
};

const gridFor = (params: MetricSeriesParams): Grid => {
  if (params.step === undefined) return gridOf(params, 120);
  const step = Math.max(1, Math.round(params.step));
  if (Number((params.to - params.from) / second) / step > mostSteps) {
    throw new NightglassError('NG_BAD_PARAMETER', `a step of ${step} s makes more than ${mostSteps} points`, {
      parameter: 'step',
      hint: 'Take a longer step or a shorter range.',
    });
  }
  return gridWith(params, step);
};

/** What a metric is shown as when nobody says. */
export const defaultAggregation = (identity: MetricIdentity): Aggregation => {
  switch (identity.type) {
    case 'gauge':
      return 'avg';
    case 'sum':
      return identity.monotonic ? 'rate' : 'last';
    case 'summary':
      return 'last';
    default:
      return 'p95';
  }
};

const valid: Record<'gauge' | 'sum' | 'histogram' | 'summary', readonly Aggregation[]> = {
  gauge: ['avg', 'sum', 'min', 'max', 'last', 'p50', 'p90', 'p95', 'p99', 'count'],
  sum: ['rate', 'sum', 'avg', 'min', 'max', 'last', 'p50', 'p90', 'p95', 'p99', 'count'],
  histogram: ['p50', 'p90', 'p95', 'p99', 'avg', 'sum', 'min', 'max', 'rate', 'count'],
  summary: ['last', 'p50', 'p90', 'p95', 'p99', 'avg', 'sum', 'rate', 'count'],
};

const checkAggregation = (aggregation: Aggregation, { identity }: FoundSeries): void => {
  const { type } = identity;
  const allowed = valid[type === 'exponential_histogram' ? 'histogram' : type];
  if (allowed.includes(aggregation)) return;
  throw new NightglassError('NG_BAD_PARAMETER', `${aggregation} means nothing for a ${type}`, {
    parameter: 'aggregation',
    hint: `Use ${allowed.join(', ')}.`,
  });
};

/** Series that agree in the values of the keys. A key that is no attribute of the series may be one of its resource. */
const groupSeries = async (
  call: Call,
  dimensions: Dimensions,
  series: readonly SeriesRow[],
  keys: readonly string[],
): Promise<Group[]> => {
  const ofResource = keys.some((key) => series.some((s) => !isOwn(s, key)));
  const resources = ofResource
    ? await dimensions.resources(
        call,
        series.map((s) => s.resourceId),
      )
    : {};
  const groups = new Map<string, Group>();
  for (const s of series) {
    const labels: Record<string, string> = {};
    for (const key of keys) labels[key] = labelOf(s, key, resources[s.resourceId]);
    const name = JSON.stringify(Object.values(labels));
    const group = groups.get(name);
    if (group) group.series.add(s.id);
    else groups.set(name, { labels, series: new Set([s.id]) });
  }
  return [...groups.values()];
};

const isOwn = (s: SeriesRow, key: string): boolean =>
  key === 'service' || key === 'service.name' || Object.hasOwn(s.attributes, key);

const labelOf = (s: SeriesRow, key: string, resource: Resource | undefined): string => {
  if (Object.hasOwn(s.attributes, key)) return s.attributes[key] ?? '';
  if (key === 'service' || key === 'service.name') return s.service;
  const value = resource?.attributes.find((a) => a.key === key)?.value;
  return value === undefined ? '' : String(Object.values(value)[0] ?? '');
};
