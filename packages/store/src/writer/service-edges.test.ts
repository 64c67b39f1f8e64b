import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import { type EmbeddedEngine, openEmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import { migrate } from '../migrate/migrate.ts';
import { migrations } from '../schema/index.ts';
import { raw } from '../sql.ts';
import { rollServiceEdges } from './service-edges.ts';

const dir = mkdtempSync(join(tmpdir(), 'edges-'));
let engine: EmbeddedEngine;

before(async () => {
  engine = await openEmbeddedEngine({ dir, logger: silentLogger });
  await migrate(engine, migrations, { placement: { kind: 'single' }, logger: silentLogger });
});
after(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const minute = Math.floor(Date.now() / 60_000) - 5;
const span = (values: Record<string, string | number>): Promise<void> => {
  const row = {
    Timestamp: `'${new Date(minute * 60_000 + 1000).toISOString().slice(0, 19).replace('T', ' ')}.000000000'`,
    TraceId: `unhex('${'01'.repeat(16)}')`,
    Duration: 1000,
    ...values,
  };
  return engine.command(
    raw(`INSERT INTO spans (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).join(', ')})`),
  );
};
const edges = async (): Promise<unknown[]> =>
  (
    await engine.query(
      raw(`SELECT Client, Server, ServerKind, IsError, Bucket, toUInt32(Calls) AS Calls, toUInt32(DurationSum) AS Sum
           FROM service_edges_1m FINAL WHERE Calls > 0 ORDER BY Client, Server`),
    )
  ).rows;

test('calls are joined to the service that took them, or to what the client names', async () => {
  await span({ SpanId: "unhex('0000000000000001')", SpanKind: "'Client'", ServiceName: "'payment'" });
  await span({
    SpanId: "unhex('0000000000000003')",
    SpanKind: "'Client'",
    ServiceName: "'order'",
    DbSystem: "'sqlite'",
  });
  await span({
    SpanId: "unhex('0000000000000004')",
    SpanKind: "'Client'",
    ServiceName: "'payment'",
    ServerAddress: "'risk.example'",
    StatusCode: "'Error'",
  });
  await rollServiceEdges(engine, minute, minute + 1, 1);
  // The client that named nothing and whose server has not come yet leads nowhere.
  assert.deepEqual(await edges(), [
    {
      Client: 'order',
      Server: 'sqlite',
      ServerKind: 'database',
      IsError: false,
      Bucket: 79,
      Calls: 1,
      Sum: 1000,
    },
    {
      Client: 'payment',
      Server: 'risk.example',
      ServerKind: 'external',
      IsError: true,
      Bucket: 79,
      Calls: 1,
      Sum: 1000,
    },
  ]);
});

test('recomputing a minute replaces it: late servers turn an address into a service', async () => {
  for (const parent of ['0000000000000001', '0000000000000004']) {
    await span({
      SpanId: `unhex('${parent.replace(/^00/, 'ff')}')`,
      ParentSpanId: `unhex('${parent}')`,
      SpanKind: "'Server'",
      ServiceName: parent.endsWith('1') ? "'order'" : "'risk'",
    });
  }
  await rollServiceEdges(engine, minute, minute + 1, 2);
  await rollServiceEdges(engine, minute, minute + 1, 3);
  const rows = (await edges()) as { Client: string; Server: string; ServerKind: string; Calls: number }[];
  assert.deepEqual(
    rows.map((r) => `${r.Client} ${r.Server} ${r.ServerKind} ${r.Calls}`),
    ['order sqlite database 1', 'payment order service 1', 'payment risk service 1'],
  );
});
