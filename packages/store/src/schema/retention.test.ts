import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import { openEmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import { migrate } from '../migrate/migrate.ts';
import { raw } from '../sql.ts';
import { migrations } from './migrations.ts';
import { applyRetention } from './retention.ts';

test('a changed retention reaches the tables it rules over, once', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'retention-'));
  const engine = await openEmbeddedEngine({ dir, logger: silentLogger });
  try {
    const placement = { kind: 'single' } as const;
    await migrate(engine, migrations, { placement, logger: silentLogger });
    assert.deepEqual(await applyRetention(engine, placement, { traces: 7, logs: 7, metrics: 30 }), []);
    const changed = await applyRetention(engine, placement, { traces: 7, logs: 3, metrics: 30 });
    assert.deepEqual(changed, ['logs', 'runtime_artifacts', 'runtime_uploads']);
    assert.deepEqual(await applyRetention(engine, placement, { traces: 7, logs: 3, metrics: 30 }), []);
    const { rows } = await engine.query<{ engine_full: string }>(
      raw("SELECT engine_full FROM system.tables WHERE database = 'nightglass' AND name = 'logs'"),
    );
    assert.match(rows[0]?.engine_full ?? '', /TTL toDateTime\(Timestamp\) \+ toIntervalDay\(3\)/);
  } finally {
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
