import type { Exemplar } from '@nightglass/model';
import { sql } from '../sql.ts';
import { type AttributeMap, readNotes, restoreAttributes } from './attributes.ts';
import type { Call } from './call.ts';
import { type SeriesRow, seriesCondition } from './metric-catalogue.ts';
import { within } from './time.ts';
import type { TimeRange } from './types.ts';

interface ExemplarRow {
  series: string;
  point: string;
  time: string;
  value: number | string;
  valueInt: string;
  numberType: string;
  traceId: string;
  spanId: string;
  attributes: AttributeMap;
  types: string[];
}

/** An exemplar with the series and the time (Unix nanoseconds) of the point it came with. */
export interface PlacedExemplar {
  series: string;
  point: string;
  exemplar: Exemplar;
}

/** Exemplars of points in the range, newest first. */
export const exemplars = async (
  call: Call,
  name: string,
  series: readonly SeriesRow[],
  range: TimeRange,
  limit: number,
): Promise<PlacedExemplar[]> => {
  if (series.length === 0) return [];
  const rows = await call.rows<ExemplarRow>(sql`
    SELECT toString(SeriesId) AS series, toUnixTimestamp64Nano(PointTimeUnix) AS point,
      toUnixTimestamp64Nano(TimeUnix) AS time, toString(Value) AS value, ValueInt AS valueInt,
      toString(NumberType) AS numberType,
      if(TraceId = toFixedString('', 16), '', lower(hex(TraceId))) AS traceId,
      if(SpanId = toFixedString('', 8), '', lower(hex(SpanId))) AS spanId,
      FilteredAttributes AS attributes, AttributeTypes AS types
    FROM metric_exemplars
    WHERE ${seriesCondition(name, series)} AND ${within('PointTimeUnix', range)}
    ORDER BY PointTimeUnix DESC, TimeUnix DESC, SeriesId, TraceId, SpanId, Value LIMIT ${limit}`);
  return rows.map((row) => ({
    series: row.series,
    point: row.point,
    exemplar: {
      timeUnixNano: row.time,
      value: row.numberType === 'int' ? Number(row.valueInt) : Number(row.value),
      traceId: row.traceId,
      spanId: row.spanId,
      attributes: restoreAttributes(row.attributes, readNotes(row.types)),
    },
  }));
};
