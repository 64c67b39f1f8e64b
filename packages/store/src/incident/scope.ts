/** What an incident can have to do with: services connected to the target, and when there is data at all. */
import type { Call } from '../queries/call.ts';
import { minute, nanoText, secondLiteral, touching, within } from '../queries/time.ts';
import type { TimeRange } from '../queries/types.ts';
import { raw, sql } from '../sql.ts';

const mostEdges = 20_000;
const mostServices = 5_000;
const slack = 60n * minute;

/** Names of the services that sent anything since the start of the range, in order. */
export const serviceNames = async (call: Call, range: TimeRange): Promise<string[]> => {
  const rows = await call.rows<{ name: string }>(sql`
    SELECT DISTINCT toString(ServiceName) AS name FROM resources
    WHERE LastSeen >= ${secondLiteral(range.from - slack)} ORDER BY name LIMIT ${mostServices}`);
  return rows.map((row) => row.name);
};

/**
 * Services of the range whose calls, followed in either direction, never meet the target: other systems in the same
 * store. Databases and queues connect those that share them. None when nothing is known of the target's calls.
 */
export const unconnected = async (call: Call, target: string, range: TimeRange): Promise<string[]> => {
  const edges = await call.rows<{ client: string; server: string }>(sql`
    SELECT DISTINCT toString(Client) AS client, toString(Server) AS server FROM service_edges_1m
    WHERE ${touching('Time', range, minute)} AND Calls > 0 ORDER BY client, server LIMIT ${mostEdges}`);
  return apartFrom(target, edges);
};

export const apartFrom = (target: string, edges: readonly { client: string; server: string }[]): string[] => {
  const neighbours = new Map<string, Set<string>>();
  const link = (a: string, b: string): void => {
    const known = neighbours.get(a);
    if (known === undefined) neighbours.set(a, new Set([b]));
    else known.add(b);
  };
  for (const { client, server } of edges) {
    link(client, server);
    link(server, client);
  }
  if (!neighbours.has(target)) return [];
  const reached = new Set([target]);
  for (const name of reached) for (const next of neighbours.get(name) ?? []) reached.add(next);
  return [...neighbours.keys()].filter((name) => !reached.has(name)).sort();
};

/**
 * Unix nanoseconds of the first span in the range; without spans, of the first log record, and without those of the
 * first point of a metric. Null when there is nothing.
 */
export const firstSeen = async (call: Call, range: TimeRange): Promise<bigint | null> => {
  const [rolled] = await call.rows<{ n: string; at: string }>(sql`
    SELECT count() AS n, toUInt64(toUnixTimestamp(min(Time))) AS at FROM red_1m
    WHERE ${touching('Time', range, minute)} LIMIT 1`);
  const since = rolled === undefined || rolled.n === '0' ? range.from : BigInt(rolled.at) * 1_000_000_000n;
  if (since < range.from) return range.from;
  for (const [table, column, from] of [
    ['spans', 'Timestamp', since],
    ['logs', 'Timestamp', range.from],
    ['metric_samples', 'TimeUnix', range.from],
  ] as const) {
    const [row] = await call.rows<{ n: string; at: string }>(sql`
      SELECT count() AS n, ${nanoText(`min(${column})`)} AS at FROM ${raw(table)}
      WHERE ${within(column, { from, to: range.to })} LIMIT 1`);
    if (row !== undefined && row.n !== '0') return BigInt(row.at);
  }
  return null;
};
