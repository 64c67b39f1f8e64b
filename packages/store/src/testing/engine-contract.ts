/** What every engine promises, as tests. Both engines run this same list. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ErrorCode, NightglassError } from '@nightglass/model';
import type { Engine } from '../engine/engine.ts';
import { raw, type Sql, sql } from '../sql.ts';

const failsWith = (code: ErrorCode, pattern?: RegExp) => (error: unknown) => {
  assert.ok(error instanceof NightglassError, String(error));
  assert.equal(error.code, code, error.message);
  if (pattern !== undefined) assert.match(error.message, pattern);
  // People read this: no codes, no versions, no names of exception classes.
  assert.doesNotMatch(error.message, /DB::Exception|\(version|Code: \d/);
  return true;
};

/** A Native block, made by the engine itself. */
const nativeBlock = async (engine: Engine, select: Sql): Promise<Uint8Array> =>
  (await engine.queryBytes(select, 'Native')).bytes;

const count = async (engine: Engine, from: Sql): Promise<number> =>
  Number((await engine.query<{ n: string }>(sql`SELECT count() AS n FROM ${from}`)).rows[0]?.n);

const runningCount = (engine: Engine, needle: string): Promise<number> =>
  count(
    engine,
    sql`system.processes WHERE position(query, ${needle}) > 0 AND position(query, 'system.processes') = 0`,
  );

const until = async (check: () => Promise<boolean>, maxMs: number): Promise<number> => {
  const started = Date.now();
  while (!(await check())) {
    assert.ok(Date.now() - started < maxMs, `not within ${maxMs} ms`);
    await new Promise((done) => setTimeout(done, 20));
  }
  return Date.now() - started;
};

const endless = (mark: string): Sql =>
  sql`SELECT count(), ${mark} FROM system.numbers WHERE NOT ignore(number)`;

/** `engine` is asked inside the tests, after the file's `before`. The engine's database must be empty. */
export const engineContract = (name: string, engine: () => Engine): void => {
  describe(`${name}: queries`, () => {
    test('64-bit integers come as text, times as text, the rest as JSON has it', async () => {
      const { rows, stats } = await engine().query(
        sql`SELECT number, toInt64(-9007199254740993) AS big, toDateTime64('2026-01-02 03:04:05.123456789', 9, 'UTC') AS t,
          1.5 AS f, true AS b, map('a', 'b') AS m, [1, 2] AS l, NULL AS nothing, CAST((1, 'y'), 'Tuple(x UInt8, z String)') AS pair
          FROM numbers(2)`,
      );
      const rest = {
        big: '-9007199254740993',
        t: '2026-01-02 03:04:05.123456789',
        f: 1.5,
        b: true,
        m: { a: 'b' },
        l: [1, 2],
        nothing: null,
        pair: { x: 1, z: 'y' },
      };
      assert.deepEqual(rows, [
        { number: '0', ...rest },
        { number: '1', ...rest },
      ]);
      assert.equal(stats.rowsRead, 2);
      assert.ok(stats.bytesRead > 0 && stats.elapsedMs > 0);
    });

    test('no rows are an empty list', async () => {
      assert.deepEqual((await engine().query(sql`SELECT 1 AS x WHERE 0`)).rows, []);
    });

    test('any text survives as a value', async () => {
      const texts = [
        "it's",
        'a\\b',
        'a\n\nb',
        '\u0000\u0001',
        '雪 🦉',
        "'; DROP TABLE x; --",
        '{a:String}',
        '`"',
      ];
      const { rows } = await engine().query<{ x: string }>(sql`SELECT arrayJoin(${texts}) AS x`);
      assert.deepEqual(
        rows.map((r) => r.x),
        texts,
      );
    });

    test('a large result arrives whole', async () => {
      const { rows } = await engine().query<{ n: string; s: string }>(
        sql`SELECT number AS n, repeat('x', 100) AS s FROM numbers(100000)`,
      );
      assert.equal(rows.length, 100_000);
      assert.equal(rows[99_999]?.n, '99999');
      assert.equal(rows[99_999]?.s.length, 100);
    });

    test('a query cannot write', async () => {
      await engine().command(raw('CREATE TABLE contract_ro (x Int8) ENGINE = MergeTree ORDER BY x'));
      await assert.rejects(
        engine().query(sql`INSERT INTO contract_ro SELECT 1`),
        failsWith('NG_QUERY_INVALID'),
      );
      await assert.rejects(engine().query(sql`DROP TABLE contract_ro`), failsWith('NG_QUERY_INVALID'));
      assert.equal(await count(engine(), raw('contract_ro')), 0);
    });

    test('mistakes are the statement’s, with the engine’s reason', async () => {
      const cases: [string, RegExp][] = [
        ['SELEC 1', /Syntax error/],
        ['SELECT nope', /`nope`/],
        ['SELECT * FROM nowhere', /nowhere/],
        ['SELECT nofunction(1)', /nofunction/],
        ["SELECT toUInt8('a')", /Cannot parse/],
        ['SELECT 1 SETTINGS nosetting = 1', /nosetting/],
      ];
      for (const [text, pattern] of cases)
        await assert.rejects(engine().query(raw(text)), failsWith('NG_QUERY_INVALID', pattern));
      await assert.rejects(
        engine().command(raw('CREATE TABLE x (a Nope) ENGINE = Memory')),
        failsWith('NG_QUERY_INVALID'),
      );
    });

    test('time limit', async () => {
      const started = Date.now();
      await assert.rejects(
        engine().query(endless('limited'), { maxSeconds: 0.5 }),
        failsWith('NG_QUERY_TIMEOUT', /took too long/),
      );
      assert.ok(Date.now() - started < 3000);
    });

    test('memory limit; the engine lives on', async () => {
      const greedy = sql`SELECT groupArray(number) FROM numbers(50000000)`;
      await assert.rejects(
        engine().query(greedy, { maxMemoryBytes: 32 * 1024 * 1024 }),
        failsWith('NG_QUERY_MEMORY', /more memory/),
      );
      assert.equal((await engine().health()).status, 'ok');
    });

    test('a limit holds for its query only', async () => {
      await assert.rejects(
        engine().query(endless('once'), { maxSeconds: 0.1 }),
        failsWith('NG_QUERY_TIMEOUT'),
      );
      for (let i = 0; i < 4; i++) await engine().query(sql`SELECT sleep(0.11)`, { class: 'interactive' });
    });

    test('aborting rejects at once and stops the statement in the engine', async () => {
      const abort = new AbortController();
      const query = engine().query(endless('to-be-killed'), { signal: abort.signal });
      const rejected = assert.rejects(query, failsWith('NG_QUERY_CANCELLED'));
      await until(async () => (await runningCount(engine(), 'to-be-killed')) > 0, 5000);
      const started = Date.now();
      abort.abort();
      await rejected;
      assert.ok(Date.now() - started < 200);
      await until(async () => (await runningCount(engine(), 'to-be-killed')) === 0, 3000);
    });

    test('what a failed query had written so far does not turn up in a later result', async () => {
      const half = sql`SELECT number, if(number = 150000, throwIf(1), 0) AS x FROM numbers(200000) SETTINGS max_block_size = 1000`;
      for (let i = 0; i < 6; i++) {
        await assert.rejects(engine().query(half), failsWith('NG_QUERY_INVALID'));
        await assert.rejects(engine().query(half, { untrusted: true }), failsWith('NG_QUERY_INVALID'));
      }
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, i) => engine().query<{ n: number }>(sql`SELECT ${i} AS n`)),
      );
      assert.deepEqual(
        answers.map((a) => a.rows),
        answers.map((_, i) => [{ n: i }]),
      );
    });

    test('aborted before it began', async () => {
      await assert.rejects(
        engine().query(sql`SELECT 1`, { signal: AbortSignal.abort() }),
        failsWith('NG_QUERY_CANCELLED'),
      );
    });
  });

  describe(`${name}: statements of a person`, () => {
    const allowed = [
      'SELECT 1 AS x',
      'SELECT 1 AS x;',
      'SELECT 1 AS x -- a comment',
      'WITH 1 AS a SELECT a AS x',
      "SELECT 'INTO OUTFILE' AS x",
      'SHOW TABLES',
      'DESCRIBE TABLE system.one',
      'EXPLAIN SELECT 1',
      'SELECT x FROM (SELECT 1 AS x UNION ALL SELECT 2) ORDER BY x DESC LIMIT 1',
    ];
    const refused = [
      'SELECT 1; SELECT 2',
      'DROP TABLE x',
      'INSERT INTO x SELECT 1',
      'KILL QUERY WHERE 1',
      'SYSTEM SHUTDOWN',
      'SET readonly = 0',
      'SELECT 1 SETTINGS readonly = 0',
      'SELECT 1 SETTINGS max_execution_time = 1000',
      'SELECT * FROM (SELECT 1 SETTINGS max_memory_usage = 0)',
      "SELECT 1 INTO OUTFILE '/tmp/nightglass-must-not-exist'",
      "SHOW TABLES INTO OUTFILE '/tmp/nightglass-must-not-exist'",
      "SELECT 1) INTO OUTFILE '/tmp/nightglass-must-not-exist'; SELECT 1 FROM (SELECT 1",
      "SELECT file('/etc/passwd')",
      "EXPLAIN SELECT file('/etc/passwd')",
      "SELECT * FROM file('/etc/passwd', LineAsString)",
      "DESCRIBE TABLE file('/etc/passwd', LineAsString)",
      "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)",
      'SELECT 1 FORMAT Native',
      'SELECT 1 /* open',
      '',
    ];
    for (const text of allowed)
      test(`allowed: ${text}`, async () => {
        await engine().query(raw(text), { untrusted: true });
      });
    for (const text of refused)
      test(`refused: ${text}`, async () => {
        await assert.rejects(engine().query(raw(text), { untrusted: true }), failsWith('NG_QUERY_INVALID'));
      });
    test('order is kept, limits hold', async () => {
      const { rows } = await engine().query<{ number: string }>(
        raw('SELECT number FROM numbers(200000) ORDER BY number DESC LIMIT 3'),
        { untrusted: true },
      );
      assert.deepEqual(
        rows.map((r) => r.number),
        ['199999', '199998', '199997'],
      );
      await assert.rejects(
        engine().query(endless('typed'), { untrusted: true, maxSeconds: 0.3 }),
        failsWith('NG_QUERY_TIMEOUT'),
      );
    });
  });

  describe(`${name}: blocks`, () => {
    const make = async (table: string): Promise<void> => {
      const once = 'SETTINGS non_replicated_deduplication_window = 1000';
      const statements = [
        `CREATE TABLE ${table} (Day Date, Key String, Bytes String, N UInt64) ENGINE = MergeTree PARTITION BY Day ORDER BY (Key, N) ${once}`,
        `CREATE TABLE ${table}_sum (Key String, N UInt64) ENGINE = SummingMergeTree ORDER BY Key ${once}`,
        `CREATE MATERIALIZED VIEW ${table}_view TO ${table}_sum AS SELECT Key, count() AS N FROM ${table} GROUP BY Key`,
      ];
      for (const s of statements) await engine().command(raw(s));
    };
    const block = (rows: number, days = 1): Promise<Uint8Array> =>
      nativeBlock(
        engine(),
        // Columns in another order than the table's; every byte value, blank lines among them.
        sql`SELECT number AS N, char(10, 10, number % 256, 0, 10, 10) AS Bytes, toString(number % 5) AS Key,
          toDate('2026-01-01') + number % ${days} AS Day FROM numbers(${rows}) SETTINGS max_block_size = 10000000`,
      );
    const totals = async (table: string): Promise<[number, number]> => {
      const { rows } = await engine().query<{ n: string }>(
        sql`SELECT toUInt64(sum(N)) AS n FROM ${raw(`${table}_sum`)}`,
      );
      return [await count(engine(), raw(table)), Number(rows[0]?.n)];
    };

    test('columns are matched by name, bytes arrive as they are', async () => {
      await make('contract_names');
      const bytes = await block(1000);
      const cut = [bytes.subarray(0, 7), bytes.subarray(7, 7), bytes.subarray(7)];
      await engine().insertNative('contract_names', cut, {
        token: 'a',
        columns: ['N', 'Bytes', 'Key', 'Day'],
      });
      const { rows } = await engine().query(
        sql`SELECT count() AS n, countIf(Bytes = char(10, 10, N % 256, 0, 10, 10) AND Key = toString(N % 5)) AS same,
          min(Day) AS d FROM contract_names`,
      );
      assert.deepEqual(rows, [{ n: '1000', same: '1000', d: '2026-01-01' }]);
    });

    test('the same token stores rows once, in the table and in its views', async () => {
      await make('contract_once');
      const bytes = await block(600, 3);
      for (let i = 0; i < 3; i++) await engine().insertNative('contract_once', [bytes], { token: 'a' });
      assert.deepEqual(await totals('contract_once'), [600, 600]);
      await engine().insertNative('contract_once', [bytes], { token: 'b' });
      assert.deepEqual(await totals('contract_once'), [1200, 1200]);
    });

    test('a block that reached the table but not its views is completed by the same token', async () => {
      await make('contract_half');
      const bytes = await block(600, 3);
      await engine().command(raw('DETACH TABLE contract_half_view'));
      await engine().insertNative('contract_half', [bytes], { token: 'a' });
      await engine().command(raw('ATTACH TABLE contract_half_view'));
      assert.deepEqual(await totals('contract_half'), [600, 0]);
      for (let i = 0; i < 2; i++) await engine().insertNative('contract_half', [bytes], { token: 'a' });
      assert.deepEqual(await totals('contract_half'), [600, 600]);
    });

    test('one block is one part per partition', async () => {
      await make('contract_parts');
      await engine().command(raw('SYSTEM STOP MERGES contract_parts'));
      await engine().insertNative('contract_parts', [await block(300_000, 2)], { token: 'a' });
      const { rows } = await engine().query(
        sql`SELECT partition, count() AS parts, sum(rows) AS n FROM system.parts
          WHERE active AND table = 'contract_parts' AND database = currentDatabase() GROUP BY partition ORDER BY partition`,
      );
      assert.deepEqual(rows, [
        { partition: '2026-01-01', parts: '1', n: '150000' },
        { partition: '2026-01-02', parts: '1', n: '150000' },
      ]);
    });

    test('a block that is no block, or for no table, is refused', async () => {
      await make('contract_bad');
      const bytes = await block(10);
      const insert = (table: string, chunk: Uint8Array): Promise<void> =>
        engine().insertNative(table, [chunk], { token: 'x', columns: ['N', 'Bytes', 'Key', 'Day'] });
      await assert.rejects(insert('nowhere', bytes), failsWith('NG_QUERY_INVALID'));
      await assert.rejects(insert('contract_bad', bytes.subarray(0, bytes.length - 9)), NightglassError);
      await assert.rejects(insert('contract_bad; DROP TABLE x', bytes), TypeError);
      assert.deepEqual(await totals('contract_bad'), [0, 0]);
      // A refused token is not used up.
      await insert('contract_bad', bytes);
      assert.deepEqual(await totals('contract_bad'), [10, 10]);
    });
  });
};
