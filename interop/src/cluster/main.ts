/** The smoke test of a real cluster, run by hand: see deploy/clickhouse/README.md. */
import assert from 'node:assert/strict';
import { startServerProcess } from '@nightglass/bench/server';
import type { TraceResponse } from '@nightglass/model';
import { ask } from '../api.ts';
import { Report } from '../report.ts';

const env = (name: string, fallback: string): string => process.env[name] ?? fallback;
const shards = env('SHARD_URLS', 'http://127.0.0.1:8123,http://127.0.0.1:8124').split(',');
const cluster = env('NIGHTGLASS_CLICKHOUSE_CLUSTER', 'nightglass');
const user = env('NIGHTGLASS_CLICKHOUSE_USER', 'nightglass');
const password = env('NIGHTGLASS_CLICKHOUSE_PASSWORD', 'nightglass');
const traces = 200;

/** One statement to one server; the answer's text. */
const sql = async (url: string, statement: string): Promise<string> => {
  const response = await fetch(url, {
    method: 'POST',
    body: statement,
    headers: { 'x-clickhouse-user': user, 'x-clickhouse-key': password },
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return text.trim();
};

/** A run's own prefix, so that a second run does not count the spans of the first. */
const prefix = Date.now().toString(16).padStart(16, '0');
const traceId = (n: number): string => prefix + (n + 1).toString(16).padStart(16, '0');

const request = (): string => {
  const now = BigInt(Date.now()) * 1_000_000n;
  const spans = Array.from({ length: traces }, (_, n) => ({
    traceId: traceId(n),
    spanId: '00000000000000a1',
    name: 'smoke',
    startTimeUnixNano: String(now),
    endTimeUnixNano: String(now + 1000n),
  }));
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'smoke' } }] };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
};

const countPerShard = async (): Promise<number[]> => {
  const statement = `SELECT count() FROM nightglass.spans_local WHERE startsWith(lower(hex(TraceId)), '${prefix}')`;
  return Promise.all(shards.map(async (url) => Number(await sql(url, statement))));
};

const report = new Report();
const server = await startServerProcess({
  args: ['--clickhouse-url', shards[0] ?? '', '--clickhouse-user', user, '--clickhouse-cluster', cluster],
  env: { NIGHTGLASS_CLICKHOUSE_PASSWORD: password },
});
try {
  await report.check('telemetry is acknowledged', async () => {
    const response = await fetch(`${server.urls.otlpHttp}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: request(),
    });
    assert.equal(response.status, 200, await response.text());
    return `${traces} traces`;
  });
  await report.check('every trace is read back over the cluster', async () => {
    for (let n = 0; n < traces; n++)
      await ask<TraceResponse>(
        server.urls.ui,
        `/api/v1/traces/${traceId(n)}`,
        {},
        (b) => b.spans?.length === 1,
      );
    return undefined;
  });
  await report.check('the shards hold the traces between them, each once', async () => {
    const counts = await countPerShard();
    assert.equal(
      counts.reduce((a, b) => a + b, 0),
      traces,
      `per shard: ${counts}`,
    );
    assert.ok(
      counts.every((n) => n > 0),
      `a shard holds nothing: ${counts}`,
    );
    return `per shard: ${counts.join(', ')}`;
  });
} finally {
  await server.stop();
}
process.exitCode = report.close() ? 0 : 1;
