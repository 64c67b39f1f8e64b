import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { NightglassError, silentLogger } from '@nightglass/model';
import { type EmbeddedEngine, openEmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import type { Migration, Placement } from '../schema/index.ts';
import { migrations as released } from '../schema/index.ts';
import { raw, sql } from '../sql.ts';
import { appliedMigrations, checksumOf, migrate } from './migrate.ts';

const single: Placement = { kind: 'single' };
const options = { placement: single, logger: silentLogger, program: '1.2.3' };

const change = (version: number, ...statements: string[]): Migration => ({
  version,
  name: `change-${version}`,
  statements: () => statements.map(raw),
});
const one = change(1, 'CREATE TABLE IF NOT EXISTS m_a (x Int8) ENGINE = MergeTree ORDER BY x');
const two = change(2, 'CREATE TABLE IF NOT EXISTS m_b (x Int8) ENGINE = MergeTree ORDER BY x');

const refusal = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof NightglassError);
  assert.equal(error.code, 'NG_MIGRATION_REFUSED');
  assert.match(error.message, pattern);
  assert.ok(error.hint);
  return true;
};

describe('migrations', () => {
  let dir: string;
  let engine: EmbeddedEngine;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ng-migrate-'));
    engine = await openEmbeddedEngine({ dir, logger: silentLogger });
  });
  after(async () => {
    await engine.close();
    await rm(dir, { recursive: true });
  });
  beforeEach(async () => {
    for (const name of ['schema_migrations', 'm_a', 'm_b'])
      await engine.command(raw(`DROP TABLE IF EXISTS ${name} SYNC`));
  });

  test('each is applied once, in order, and written down', async () => {
    assert.deepEqual(await appliedMigrations(engine), []);
    assert.deepEqual(await migrate(engine, [one], options), [1]);
    assert.deepEqual(await migrate(engine, [one, two], options), [2]);
    assert.deepEqual(await migrate(engine, [one, two], options), []);
    const records = await appliedMigrations(engine);
    assert.deepEqual(
      records.map((r) => [r.version, r.name, r.checksum, r.program]),
      [
        [1, 'change-1', checksumOf(one), '1.2.3'],
        [2, 'change-2', checksumOf(two), '1.2.3'],
      ],
    );
    for (const r of records) {
      assert.ok(Math.abs(Date.parse(r.startedAt) - Date.now()) < 60_000);
      assert.ok(r.finishedAt !== undefined && r.finishedAt >= r.startedAt);
    }
  });

  test('one that failed half way is finished by the next start', async () => {
    const fails: Migration = {
      ...one,
      statements: (placement) =>
        // The checksum must not change, only the engine's mood: the second statement fails once.
        placement === single
          ? [...one.statements(placement), raw('SELECT throwIf(1)')]
          : one.statements(placement),
    };
    await assert.rejects(migrate(engine, [fails], options), { code: 'NG_QUERY_INVALID' });
    const [begun] = await appliedMigrations(engine);
    assert.equal(begun?.finishedAt, undefined);
    assert.deepEqual(await migrate(engine, [one], options), [1]);
    assert.notEqual((await appliedMigrations(engine))[0]?.finishedAt, undefined);
  });

  test('a half-applied one that has changed since is refused', async () => {
    await assert.rejects(migrate(engine, [change(1, 'SELECT throwIf(1)')], options));
    await assert.rejects(migrate(engine, [one], options), refusal(/"change-1" was begun and not finished/));
  });

  test('an applied one that has changed since is refused, and nothing is touched', async () => {
    await migrate(engine, [one], options);
    const other = change(1, 'CREATE TABLE IF NOT EXISTS m_b (x Int8) ENGINE = MergeTree ORDER BY x');
    await assert.rejects(
      migrate(engine, [other], options),
      refusal(/"change-1" was applied in another form/),
    );
    const { rows } = await engine.query(sql`SELECT name FROM system.tables WHERE name = 'm_b'`);
    assert.deepEqual(rows, []);
  });

  test('a database newer than the program is refused with its version', async () => {
    await migrate(engine, [one, two], { ...options, program: '9.9.9' });
    await assert.rejects(migrate(engine, [one], options), refusal(/newer nightglass \(schema 2 .*9\.9\.9/));
  });

  test('a gap in the record is refused', async () => {
    await migrate(engine, [one, two], options);
    await engine.command(
      raw('ALTER TABLE schema_migrations DELETE WHERE Version = 1 SETTINGS mutations_sync = 1'),
    );
    await assert.rejects(migrate(engine, [one, two], options), refusal(/gap before 2/));
  });

  test('white space is no change; a number out of order is a bug', async () => {
    assert.equal(checksumOf(change(1, 'SELECT  1\n')), checksumOf(change(1, 'SELECT 1')));
    assert.notEqual(checksumOf(change(1, 'SELECT 2')), checksumOf(change(1, 'SELECT 1')));
    await assert.rejects(migrate(engine, [two], options), TypeError);
  });

  test('the released ones apply, and again', async () => {
    const other = engine.withDatabase('migrate_released');
    await engine.command(raw('CREATE DATABASE migrate_released ENGINE = Atomic'));
    assert.deepEqual(
      await migrate(other, released, options),
      released.map((m) => m.version),
    );
    assert.deepEqual(await migrate(other, released, options), []);
    // Every statement can be run again: a stop may come between any two.
    for (const m of released) for (const s of m.statements(single)) await other.command(s);
  });

  test('a released one never changes: data of an older version would be refused', () => {
    assert.deepEqual(released.map(checksumOf), [
      '9c05684ed472f9cada0729bd3698e5c7',
      '6ebdced963b864363df4c0230212735b',
      'c3b7277fee06cbd2a904e67dd6b304d0',
    ]);
  });

  test('the released ones parse for a cluster', async () => {
    const placement: Placement = { kind: 'cluster', cluster: 'prod' };
    const statements = released.flatMap((m) => m.statements(placement));
    assert.ok(statements.length > 0);
    for (const s of statements) {
      assert.match(s.text, /ON CLUSTER/);
      const { rows } = await engine.query<{ q: string }>(sql`SELECT formatQuery(${s.text}) AS q`);
      assert.match(rows[0]?.q ?? '', /ON CLUSTER (`prod`|prod)/);
    }
    const text = statements.map((s) => s.text).join('\n');
    assert.match(text, /ENGINE = Replicated\w*MergeTree/);
    assert.match(text, /ENGINE = Distributed\('prod'/);
  });
});
