import type { Engine, QueryOptions } from '../engine/engine.ts';
import { edgeKind } from '../schema/types.ts';
import { type Sql, sql } from '../sql.ts';

/** Seconds a called service's span may start before or after the minutes of its callers: queues, and clocks that differ. */
const reach = 120;

/** Counts per edge of the calls that started in [from, to), Unix seconds. */
export const freshEdges = (from: number, to: number): Sql => sql`
  SELECT
    toStartOfMinute(c.Timestamp) AS Time,
    c.ServiceName AS Client,
    CAST(multiIf(s.ServiceName != '', s.ServiceName, c.Database != '', c.Database, c.Messaging != '', c.Messaging, c.Peer), 'LowCardinality(String)') AS Server,
    CAST(multiIf(s.ServiceName != '', 'service', c.Database != '', 'database', c.Messaging != '', 'messaging', 'external'), ${edgeKind}) AS ServerKind,
    CAST(c.IsError OR s.IsError, 'Bool') AS IsError,
    toInt16(floor(log2(greatest(1, c.Duration)) * 8)) AS Bucket,
    count() AS Calls,
    sum(c.Duration) AS DurationSum
  FROM (
    SELECT TraceId, SpanId, Timestamp, ServiceName, Duration, StatusCode = 'Error' AS IsError,
      if(DbSystem = '', '', if(ServerAddress = '', DbSystem, concat(DbSystem, ' ', ServerAddress))) AS Database,
      toString(MessagingSystem) AS Messaging,
      if(PeerService != '', PeerService, ServerAddress) AS Peer
    FROM spans
    WHERE SpanKind IN ('Client', 'Producer')
      AND Timestamp >= fromUnixTimestamp(${from}) AND Timestamp < fromUnixTimestamp(${to})
  ) AS c
  GLOBAL ANY LEFT JOIN (
    SELECT TraceId, ParentSpanId, any(ServiceName) AS ServiceName, max(StatusCode = 'Error') AS IsError
    FROM spans
    WHERE SpanKind IN ('Server', 'Consumer')
      AND Timestamp >= fromUnixTimestamp(${from - reach}) AND Timestamp < fromUnixTimestamp(${to + reach})
    GROUP BY TraceId, ParentSpanId
  ) AS s ON c.TraceId = s.TraceId AND c.SpanId = s.ParentSpanId
  WHERE Server != ''
  GROUP BY Time, Client, Server, ServerKind, IsError, Bucket`;

/**
 * Computes the service map of the minutes [fromMinute, toMinute) (Unix minutes) from their spans and replaces what
 * `service_edges_1m` held for them. Client and producer spans are joined to the server or consumer span they caused;
 * without one, the other side is the database, the messaging system or the address the span names. Run it every minute
 * over the last few, because spans of one call arrive in any order. `version` must grow from run to run (Unix ms).
 */
export const rollServiceEdges = async (
  engine: Engine,
  fromMinute: number,
  toMinute: number,
  version: number = Date.now(),
  options: QueryOptions = {},
): Promise<void> => {
  if (toMinute <= fromMinute) return;
  const from = fromMinute * 60;
  const to = toMinute * 60;
  // Edges that were there and are gone get a row without calls: a replacing table cannot forget a key otherwise.
  await engine.command(
    sql`
INSERT INTO service_edges_1m (Time, Client, Server, ServerKind, IsError, Bucket, Calls, DurationSum, Version)
SELECT Time, Client, Server, ServerKind, IsError, Bucket, sum(Calls), sum(DurationSum), ${version}
FROM (
  ${freshEdges(from, to)}
  UNION ALL
  SELECT Time, Client, Server, ServerKind, IsError, Bucket, toUInt64(0) AS Calls, toUInt64(0) AS DurationSum
  FROM service_edges_1m
  WHERE Time >= fromUnixTimestamp(${from}) AND Time < fromUnixTimestamp(${to})
)
GROUP BY Time, Client, Server, ServerKind, IsError, Bucket`,
    { class: 'background', ...options },
  );
};
