import type { ServiceMapNode, ServiceMapResponse } from '@nightglass/model';
import { sql } from '../sql.ts';
import type { Call } from './call.ts';
import { bucketDuration, redRows } from './red.ts';
import { checkRange, minute, touching } from './time.ts';
import type { ServiceMapParams } from './types.ts';

const mostEdges = 5000;

interface EdgeRow {
  client: string;
  server: string;
  kind: ServiceMapNode['kind'];
  calls: string;
  errors: string;
  quantiles: (number | null)[];
}

/**
 * Services and the calls between them. Edges come from the one-minute roll-up, which lags by about a minute.
 * A node that sends no telemetry itself has the calls of its incoming edges.
 */
export const serviceMap = async (call: Call, params: ServiceMapParams): Promise<ServiceMapResponse> => {
  checkRange(params);
  // A recomputed minute is written again as a whole with a higher version, so its newest rows are all of it. Choosing
  // minutes instead of the newest of every row reads a day ten times faster.
  const minutes = touching('Time', params, minute);
  const buckets = sql`
    SELECT Client, Server, ServerKind, IsError, Bucket, sum(Calls) AS n FROM service_edges_1m
    WHERE ${minutes} AND (Time, Version) GLOBAL IN
      (SELECT Time, max(Version) FROM service_edges_1m WHERE ${minutes} GROUP BY Time)
    GROUP BY Client, Server, ServerKind, IsError, Bucket`;
  const perEdge = sql`
    SELECT Client AS client, Server AS server, toString(ServerKind) AS kind, sum(n) AS calls, sumIf(n, IsError) AS errors,
      quantilesExactWeighted(0.5, 0.95)(Bucket, n) AS quantiles
    FROM (${buckets}) WHERE n > 0 GROUP BY client, server, kind ORDER BY calls DESC, client, server, kind LIMIT ${mostEdges}`;
  const perServer = sql`
    SELECT '' AS client, Server AS server, toString(ServerKind) AS kind, sum(n) AS calls, sumIf(n, IsError) AS errors,
      quantilesExactWeighted(0.5, 0.95)(Bucket, n) AS quantiles
    FROM (${buckets}) WHERE n > 0 AND ServerKind != 'service' GROUP BY server, kind ORDER BY calls DESC, server, kind LIMIT ${mostEdges}`;
  const [edges, outside, { totals: red }] = await Promise.all([
    call.rows<EdgeRow>(perEdge),
    call.rows<EdgeRow>(perServer),
    redRows(call, { ...params, by: ['ServiceName'], classes: true, limit: 3000 }),
  ]);
  const nodes = new Map<string, ServiceMapNode>();
  for (const [name, rows] of Map.groupBy(red, (row) => row.keys[0] ?? '')) {
    const shown = rows.find((r) => r.callClass === 1) ?? rows.find((r) => r.callClass === 2);
    nodes.set(name, {
      name,
      kind: 'service',
      calls: shown?.calls ?? 0,
      errors: shown?.errors ?? 0,
      p95: shown?.p95 ?? null,
    });
  }
  for (const row of outside) {
    if (nodes.has(row.server)) continue;
    const { calls, errors, quantiles } = row;
    nodes.set(row.server, {
      name: row.server,
      kind: row.kind,
      calls: Number(calls),
      errors: Number(errors),
      p95: duration(quantiles[1]),
    });
  }
  // The other side of an edge may have had no span of its own in the range.
  for (const name of edges.flatMap((e) => [e.client, e.server])) {
    if (!nodes.has(name)) nodes.set(name, { name, kind: 'service', calls: 0, errors: 0, p95: null });
  }
  return {
    nodes: [...nodes.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    edges: edges.map((e) => ({
      client: e.client,
      server: e.server,
      calls: Number(e.calls),
      errors: Number(e.errors),
      p50: duration(e.quantiles[0]),
      p95: duration(e.quantiles[1]),
    })),
  };
};

const duration = (bucket: number | null | undefined): number | null =>
  bucket === null || bucket === undefined ? null : bucketDuration(bucket);
