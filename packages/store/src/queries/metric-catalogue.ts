import type { MetricNamesResponse, MetricType, Temporality } from '@nightglass/model';
import { join, raw, type Sql, sql } from '../sql.ts';
import type { AttributeMap } from './attributes.ts';
import type { Call } from './call.ts';
import { attributeConditions } from './filters.ts';
import { checkRange, minute, secondLiteral } from './time.ts';
import type { AttributeFilter, MetricIdentity, MetricNamesParams } from './types.ts';

/** A series that lives on is written again from time to time, not with every block. */
const seriesSlack = 60n * minute;

/** Metrics with a series seen since the start of the range, by name. */
export const metricNames = async (call: Call, params: MetricNamesParams): Promise<MetricNamesResponse> => {
  checkRange(params);
  const parts: Sql[] = [sql`LastSeen >= ${secondLiteral(params.from - seriesSlack)}`];
  if (params.service !== undefined) parts.push(sql`ServiceName = ${params.service}`);
  if (params.q !== undefined) parts.push(sql`positionCaseInsensitive(MetricName, ${params.q}) > 0`);
  const rows = await call.rows<{
    name: string;
    type: string;
    unit: string;
    description: string;
    temporality: string;
    monotonic: boolean;
    services: string[];
    series: string;
  }>(sql`
    SELECT MetricName AS name, toString(MetricType) AS type, MetricUnit AS unit,
      argMax(MetricDescription, (LastSeen, SeriesId)) AS description,
      toString(AggregationTemporality) AS temporality, IsMonotonic AS monotonic,
      arraySort(groupUniqArray(100)(ServiceName)) AS services, uniqExact(SeriesId) AS series
    FROM metric_series WHERE ${join(parts, ' AND ')}
    GROUP BY name, type, unit, temporality, monotonic ORDER BY name, series DESC, type, unit, temporality, monotonic
    LIMIT ${params.limit ?? 500}`);
  return {
    names: rows.map((row) => ({
      name: row.name,
      type: row.type as MetricType,
      unit: row.unit,
      description: row.description,
      temporality: row.temporality as Temporality,
      monotonic: row.monotonic,
      services: row.services,
      seriesCount: Number(row.series),
    })),
  };
};

export interface SeriesRow {
  id: string;
  service: string;
  resourceId: string;
  scopeId: string;
  attributes: AttributeMap;
  types: string[];
}

export interface FoundSeries {
  identity: MetricIdentity;
  series: SeriesRow[];
  /** True when more series match than were read. */
  truncated: boolean;
}

export interface SeriesFilter {
  name: string;
  from: bigint;
  service?: string | undefined;
  type?: MetricType | undefined;
  attributes?: readonly AttributeFilter[] | undefined;
  /** Only these resources (ids of ours). */
  resourceIds?: readonly string[] | undefined;
  limit: number;
}

/**
 * The series of a metric. A name that was used with several types or units means the one with the most series; the
 * others are reached by `type`. Undefined when no series of that name is known at all.
 */
export const findSeries = async (call: Call, filter: SeriesFilter): Promise<FoundSeries | undefined> => {
  const parts: Sql[] = [sql`MetricName = ${filter.name}`];
  if (filter.type !== undefined) parts.push(sql`MetricType = ${filter.type}`);
  const kinds = await call.rows<{
    type: string;
    unit: string;
    temporality: string;
    monotonic: boolean;
    description: string;
  }>(sql`
    SELECT toString(MetricType) AS type, MetricUnit AS unit, toString(AggregationTemporality) AS temporality,
      IsMonotonic AS monotonic, argMax(MetricDescription, (LastSeen, SeriesId)) AS description
    FROM metric_series WHERE ${join(parts, ' AND ')}
    GROUP BY type, unit, temporality, monotonic ORDER BY uniqExact(SeriesId) DESC, type, unit, temporality LIMIT 1`);
  const kind = kinds[0];
  if (!kind) return undefined;
  parts.push(
    sql`MetricType = ${kind.type} AND MetricUnit = ${kind.unit} AND AggregationTemporality = ${kind.temporality}`,
    sql`IsMonotonic = ${kind.monotonic}`,
    sql`LastSeen >= ${secondLiteral(filter.from - seriesSlack)}`,
  );
  if (filter.service !== undefined) parts.push(sql`ServiceName = ${filter.service}`);
  if (filter.resourceIds) parts.push(sql`ResourceId IN (${raw(filter.resourceIds.filter(isId).join(', '))})`);
  parts.push(...(await attributeConditions(call, 'metric', filter.attributes ?? [])));
  const series = await call.rows<SeriesRow>(sql`
    SELECT toString(SeriesId) AS id, ServiceName AS service, toString(ResourceId) AS resourceId,
      toString(ScopeId) AS scopeId, Attributes AS attributes, AttributeTypes AS types
    FROM metric_series WHERE ${join(parts, ' AND ')}
    ORDER BY SeriesId LIMIT 1 BY SeriesId LIMIT ${filter.limit + 1}`);
  return {
    identity: {
      name: filter.name,
      type: kind.type as MetricType,
      unit: kind.unit,
      description: kind.description,
      temporality: kind.temporality as Temporality,
      monotonic: kind.monotonic,
    },
    series: series.slice(0, filter.limit),
    truncated: series.length > filter.limit,
  };
};

const isId = (id: string): boolean => /^\d+$/.test(id);

/** `SeriesId IN (...)`; every list comes from `findSeries`. */
export const seriesCondition = (name: string, series: readonly SeriesRow[]): Sql =>
  sql`MetricName = ${name} AND SeriesId IN (${raw(
    series
      .map((s) => s.id)
      .filter(isId)
      .join(', '),
  )})`;
