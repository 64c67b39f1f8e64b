import type { OperationsResponse, ServiceSummary, ServicesResponse, SpanKind } from '@nightglass/model';
import { sql } from '../sql.ts';
import type { Call } from './call.ts';
import { isShort, type RedRow, redRows, shapeRed, sparkGrid } from './red.ts';
import { checkRange, minute, nanoText, secondLiteral, within } from './time.ts';
import type { OperationsParams, ServicesParams, TimeRange } from './types.ts';

const mostServices = 1000;
const mostOperations = 500;
/** A resource that lives on is written again from time to time, not with every block. */
const resourceSlack = 60n * minute;

/** Every service with a span in the range, the busiest first. */
export const services = async (call: Call, params: ServicesParams): Promise<ServicesResponse> => {
  checkRange(params);
  const grid = sparkGrid(params);
  const limit = mostServices * 3 * (grid.count + 1);
  const [{ totals, steps }, seen, about] = await Promise.all([
    redRows(call, { from: params.from, to: params.to, by: ['ServiceName'], classes: true, grid, limit }),
    seenLately(call, params),
    descriptions(call, params),
  ]);
  const totalsOf = Map.groupBy(totals, (row) => row.keys[0] ?? '');
  const stepsOf = Map.groupBy(steps, (row) => row.keys[0] ?? '');
  const out: ServiceSummary[] = [];
  for (const [name, rows] of totalsOf) {
    // Calls handled; for a service that handles none (a job, a browser) its root spans.
    const shown = rows.some((r) => r.callClass === 1) ? 1 : 2;
    const handled = (r: RedRow): boolean => r.callClass === shown;
    const { versions, language } = about.get(name) ?? { versions: [], language: '' };
    out.push({
      name,
      versions,
      language,
      ...shapeRed(rows.find(handled), (stepsOf.get(name) ?? []).filter(handled), params, grid),
      lastSeenUnixNano: String(seen.get(name) ?? newest(rows)),
    });
  }
  out.sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
  return { services: out.slice(0, mostServices) };
};

const newest = (rows: readonly RedRow[]): bigint =>
  rows.reduce((at, row) => (row.lastSeen > at ? row.lastSeen : at), 0n);

/** Unix nanoseconds of the newest span of each service that had one in the last minutes of a long range. */
const seenLately = async (call: Call, range: TimeRange): Promise<Map<string, bigint>> => {
  if (isShort(range)) return new Map();
  const rows = await call.rows<{ name: string; seen: string }>(sql`
    SELECT ServiceName AS name, ${nanoText('max(Timestamp)')} AS seen FROM spans
    WHERE ${within('Timestamp', { from: range.to - 2n * minute, to: range.to })}
    GROUP BY name LIMIT ${mostServices}`);
  return new Map(rows.map((row) => [row.name, BigInt(row.seen)]));
};

interface Description {
  versions: string[];
  language: string;
}

/** Versions (newest last) and language of each service, from the resources seen in the range. */
const descriptions = async (call: Call, range: TimeRange): Promise<Map<string, Description>> => {
  // For a short range the spans say which resources were there; for a long one the resources' own last sight does.
  const seen = isShort(range)
    ? sql`ResourceId GLOBAL IN (SELECT DISTINCT ResourceId FROM spans WHERE ${within('Timestamp', range)})`
    : sql`LastSeen >= ${secondLiteral(range.from - resourceSlack)}`;
  const rows = await call.rows<{ name: string; version: string; language: string; last: string }>(sql`
    SELECT ServiceName AS name, ResourceAttributes['service.version'] AS version,
      ResourceAttributes['telemetry.sdk.language'] AS language, max(LastSeen) AS last
    FROM resources WHERE ${seen}
    GROUP BY name, version, language ORDER BY last, name, version, language LIMIT 10000`);
  // Sight is noted by the hour: within one the versions' own numbers decide which is newer.
  const natural = new Intl.Collator('en', { numeric: true });
  rows.sort((a, b) => (a.last === b.last ? natural.compare(a.version, b.version) : a.last < b.last ? -1 : 1));
  const out = new Map<string, Description>();
  for (const row of rows) {
    let one = out.get(row.name);
    if (!one) out.set(row.name, (one = { versions: [], language: '' }));
    if (row.language !== '') one.language = row.language;
    if (row.version !== '') one.versions = [...one.versions.filter((v) => v !== row.version), row.version];
  }
  return out;
};

/** Operations (span name and kind) of a service, the most called first. */
export const operations = async (call: Call, params: OperationsParams): Promise<OperationsResponse> => {
  checkRange(params);
  const grid = sparkGrid(params);
  const { totals, steps } = await redRows(call, {
    from: params.from,
    to: params.to,
    by: ['SpanName', 'SpanKind'],
    where: sql`ServiceName = ${params.service}`,
    classes: false,
    grid,
    limit: 100_000,
  });
  const stepsOf = Map.groupBy(steps, (row) => row.keys.join('\0'));
  return {
    service: params.service,
    operations: totals.slice(0, mostOperations).map((row) => ({
      name: row.keys[0] ?? '',
      kind: (row.keys[1] ?? 'Unspecified').toUpperCase() as SpanKind,
      ...shapeRed(row, stepsOf.get(row.keys.join('\0')) ?? [], params, grid),
    })),
  };
};
