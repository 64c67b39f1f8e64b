import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { type Diagnosis, type Explanation, type ReportedChange, silentLogger } from '@nightglass/model';
import fc from 'fast-check';
import { openSqliteState, type SqliteStateOptions, type StateStore } from './index.ts';
import { stateMigrations } from './migrations.ts';

const dir = mkdtempSync(join(tmpdir(), 'ng-state-'));
after(() => rmSync(dir, { recursive: true, force: true }));
let files = 0;
const fresh = (): string => join(dir, `${files++}.db`);
const now = Date.UTC(2026, 0, 31, 2, 17);
const open = (path: string, more: Partial<SqliteStateOptions> = {}): StateStore =>
  openSqliteState({ path, logger: silentLogger, now: () => now, ...more });

const id = (n: number): string => `01KG${String(n).padStart(22, '0')}`;
const explanation = (n: number, more: Partial<Explanation> = {}): Explanation => ({
  id: id(n),
  createdMs: now + n,
  updatedMs: now + n,
  service: 'order',
  operation: '',
  state: 'stable',
  looks: 1,
  readMs: 1,
  thinkMs: 1,
  error: null,
  diagnosis: null,
  narration: null,
  feedback: [],
  ...more,
});
/** Of each service, in the order of the ranks, the signatures that its hypothesis matches. */
const ranked = (services: Record<string, readonly string[]>): Diagnosis =>
  ({
    verdict: 'diagnosed',
    summary: { en: 'a', zh: 'b' },
    hypotheses: Object.entries(services).map(([name, signatures], i) => ({
      id: `h${i + 1}`,
      entity: { kind: 'service', name },
      faultClass: 'latency',
      detail: '',
      change: null,
      confidence: 0.9,
      signatures: signatures.map((signature) => ({ id: signature })),
    })),
  }) as unknown as Diagnosis;
const diagnosed = (signatures: readonly string[]): Diagnosis => ranked({ stock: signatures });
const subject = (name: string): string => JSON.stringify(['service', name, 'latency', '', '']);

const teach: Parameters<StateStore['addFeedback']>[2] = (diagnosis, hypothesis, answer) =>
  Object.fromEntries(
    diagnosis.hypotheses
      .find((h) => h.id === hypothesis)!
      .signatures.map((s) => [s.id, { seen: 1, confirmed: answer === 'confirmed' ? 1 : 0 }]),
  );

const change = (n: number, more: Partial<ReportedChange> = {}): ReportedChange => ({
  id: `c${n}`,
  kind: 'deploy',
  timeMs: now + n,
  service: 'order',
  summary: 'order 1 -> 2',
  version: '2',
  author: '',
  diff: '--- a\n+++ b',
  files: ['a.ts'],
  ...more,
});

test('an explanation is kept, replaced, and listed newest first by service and page', async () => {
  const path = fresh();
  const state = open(path);
  assert.equal(statSync(path).mode & 0o777, 0o600, 'it holds telemetry');
  for (const n of [2, 1, 3]) await state.saveExplanation(explanation(n));
  await state.saveExplanation(explanation(4, { service: 'payment', state: 'running' }));
  await state.saveExplanation(explanation(3, { looks: 7, diagnosis: diagnosed([]) }));
  await state.close();

  const again = open(path);
  assert.equal((await again.explanation(id(3)))?.looks, 7);
  assert.equal(await again.explanation(id(9)), null);
  const ids = async (filter: Parameters<StateStore['explanations']>[0]): Promise<string[]> =>
    (await again.explanations(filter)).map((summary) => summary.id);
  assert.deepEqual(await ids({ limit: 3 }), [id(4), id(3), id(2)]);
  assert.deepEqual(await ids({ limit: 3, before: id(2) }), [id(1)]);
  assert.deepEqual(await ids({ limit: 9, service: 'order' }), [id(3), id(2), id(1)]);
  assert.deepEqual(await again.runningExplanations(), [id(4)]);
  assert.deepEqual((await again.explanations({ limit: 2 }))[1], {
    id: id(3),
    createdMs: now + 3,
    service: 'order',
    operation: '',
    state: 'stable',
    verdict: 'diagnosed',
    summary: { en: 'a', zh: 'b' },
    confidence: 0.9,
  });
  await again.close();
});

test('an answer is noted once per hypothesis and counted once, also when it is changed', async () => {
  const state = open(fresh());
  await state.saveExplanation(explanation(1, { diagnosis: diagnosed(['a', 'b']) }));
  const say = (answer: 'confirmed' | 'rejected', timeMs: number, hypothesis = 'h1') =>
    state.addFeedback(id(1), { hypothesis, answer, timeMs }, teach);
  assert.deepEqual((await say('confirmed', 5))?.feedback, [
    { hypothesis: 'h1', subject: subject('stock'), answer: 'confirmed', timeMs: 5 },
  ]);
  assert.deepEqual((await say('rejected', 6))?.feedback, [
    { hypothesis: 'h1', subject: subject('stock'), answer: 'rejected', timeMs: 6 },
  ]);
  assert.equal(await say('confirmed', 7, 'h2'), null);
  assert.deepEqual(await state.signatureTallies(), {
    a: { seen: 1, confirmed: 0 },
    b: { seen: 1, confirmed: 0 },
  });
  // Looked at again: the answers stay.
  await state.saveExplanation(explanation(1, { looks: 2, diagnosis: diagnosed(['a']) }));
  assert.equal((await state.explanation(id(1)))?.feedback.length, 1);
  await state.close();
});

test('an answer stays with what was answered when a later look ranks otherwise, and takes back what it taught', async () => {
  const state = open(fresh());
  const look = (services: Record<string, readonly string[]>) =>
    state.saveExplanation(explanation(1, { diagnosis: ranked(services) }));
  const say = (hypothesis: string, answer: 'confirmed' | 'rejected', timeMs: number) =>
    state.addFeedback(id(1), { hypothesis, answer, timeMs }, teach);
  const given = async () =>
    (await state.explanation(id(1)))?.feedback.map((f) => [f.hypothesis, f.subject, f.answer]);

  await look({ stock: ['a', 'b'], order: ['c'] });
  await say('h1', 'confirmed', 5);
  await look({ order: ['c'], stock: ['b', 'd'] });
  assert.deepEqual(await given(), [['h2', subject('stock'), 'confirmed']]);
  // The one that is first now was never answered: nothing is taken back for it.
  await say('h1', 'rejected', 6);
  assert.deepEqual(await state.signatureTallies(), {
    a: { seen: 1, confirmed: 1 },
    b: { seen: 1, confirmed: 1 },
    c: { seen: 1, confirmed: 0 },
  });
  await say('h2', 'rejected', 7);
  assert.deepEqual(await given(), [
    ['h1', subject('order'), 'rejected'],
    ['h2', subject('stock'), 'rejected'],
  ]);
  // What was taught is taken back, not what the diagnosis of now would have taught.
  assert.deepEqual(await state.signatureTallies(), {
    a: { seen: 0, confirmed: 0 },
    b: { seen: 1, confirmed: 0 },
    c: { seen: 1, confirmed: 0 },
    d: { seen: 1, confirmed: 0 },
  });
  await look({ order: ['c'] });
  assert.deepEqual(await given(), [
    ['h1', subject('order'), 'rejected'],
    ['', subject('stock'), 'rejected'],
  ]);
  await state.close();
});

test('whatever looks and answers follow each other, the tallies are what the last answers taught, never below zero', async () => {
  const names = ['order', 'stock', 'payment'];
  const step = fc.oneof(
    fc.record({
      order: fc.shuffledSubarray(names),
      signatures: fc.array(fc.subarray(['a', 'b', 'c']), { minLength: 3, maxLength: 3 }),
    }),
    fc.record({
      hypothesis: fc.constantFrom('h1', 'h2', 'h3'),
      answer: fc.constantFrom('confirmed' as const, 'rejected' as const),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const state = open(':memory:');
      let shown = ranked({});
      const last = new Map<string, ReturnType<typeof teach>>();
      await state.saveExplanation(explanation(1, { diagnosis: shown }));
      for (const one of steps) {
        if ('order' in one) {
          shown = ranked(Object.fromEntries(one.order.map((name, i) => [name, one.signatures[i]!])));
          await state.saveExplanation(explanation(1, { diagnosis: shown }));
        } else if ((await state.addFeedback(id(1), { ...one, timeMs: 1 }, teach)) !== null) {
          const { name } = shown.hypotheses.find((h) => h.id === one.hypothesis)!.entity;
          last.set(name, teach(shown, one.hypothesis, one.answer));
        }
      }
      for (const [signature, counts] of Object.entries(await state.signatureTallies()))
        for (const what of ['seen', 'confirmed'] as const) {
          const wanted = [...last.values()].reduce((sum, t) => sum + (t[signature]?.[what] ?? 0), 0);
          assert.equal(counts[what], wanted, `${signature} ${what}`);
        }
      await state.close();
    }),
    { numRuns: 60 },
  );
});

test('a tally that lost what is to be taken back stops at zero', async () => {
  const path = fresh();
  const state = open(path);
  await state.saveExplanation(explanation(1, { diagnosis: diagnosed(['a']) }));
  await state.addFeedback(id(1), { hypothesis: 'h1', answer: 'confirmed', timeMs: 1 }, teach);
  const other = new DatabaseSync(path);
  other.exec('DELETE FROM signatures');
  other.close();
  await state.addFeedback(id(1), { hypothesis: 'h1', answer: 'rejected', timeMs: 2 }, () => ({}));
  assert.deepEqual(await state.signatureTallies(), { a: { seen: 0, confirmed: 0 } });
  await state.close();
});

test('a file of before, which kept answers by rank and may have counted below zero, is mended', async () => {
  const path = fresh();
  const old = new DatabaseSync(path);
  old.exec(stateMigrations[0]!);
  old.exec(`PRAGMA application_id = 0x4e477374; PRAGMA user_version = 1;
    INSERT INTO signatures VALUES ('a', -1, -2), ('b', 2, 3), ('c', 4, 1)`);
  old.close();
  const state = open(path);
  assert.deepEqual(await state.signatureTallies(), {
    a: { seen: 0, confirmed: 0 },
    b: { seen: 2, confirmed: 2 },
    c: { seen: 4, confirmed: 1 },
  });
  await state.saveExplanation(explanation(1, { diagnosis: diagnosed(['a']) }));
  await state.addFeedback(id(1), { hypothesis: 'h1', answer: 'confirmed', timeMs: 1 }, teach);
  assert.deepEqual((await state.signatureTallies()).a, { seen: 1, confirmed: 1 });
  await state.close();
});

test('a write that fails in the middle leaves nothing of itself', async () => {
  const state = open(fresh());
  await state.saveExplanation(explanation(1, { diagnosis: diagnosed(['a']) }));
  let asked = 0;
  const teach = () => {
    if (asked++ > 0) throw new Error('a bug while counting');
    return { a: { seen: 1, confirmed: 1 } };
  };
  await state.addFeedback(id(1), { hypothesis: 'h1', answer: 'confirmed', timeMs: 1 }, teach);
  await assert.rejects(
    state.addFeedback(id(1), { hypothesis: 'h1', answer: 'rejected', timeMs: 2 }, teach),
    /a bug/,
  );
  assert.deepEqual(await state.signatureTallies(), { a: { seen: 1, confirmed: 1 } });
  assert.equal((await state.explanation(id(1)))?.feedback[0]?.answer, 'confirmed');
  await state.close();
});

test('the oldest go when there are too many, or when they are too old; what was learned stays', async () => {
  let clock = now;
  const path = fresh();
  const state = open(path, {
    now: () => clock,
    explanations: { most: 3, days: 30 },
    changes: { most: 2, days: 90 },
  });
  for (let n = 0; n < 5; n++) await state.saveExplanation(explanation(n, { diagnosis: diagnosed(['a']) }));
  const ids = async (): Promise<string[]> => (await state.explanations({ limit: 9 })).map((e) => e.id);
  assert.deepEqual(await ids(), [id(4), id(3), id(2)]);
  await state.addFeedback(id(4), { hypothesis: 'h1', answer: 'confirmed', timeMs: 1 }, () => ({
    a: { seen: 1, confirmed: 1 },
  }));
  clock = now + 31 * 86_400_000;
  await state.saveExplanation(explanation(9, { createdMs: clock }));
  assert.deepEqual(await ids(), [id(9)]);
  assert.deepEqual(await state.signatureTallies(), { a: { seen: 1, confirmed: 1 } });

  clock = now;
  for (const n of [1, 2, 3]) await state.saveChange(change(n));
  const kept = await state.changes({ fromMs: now, toMs: now + 10, limit: 9 });
  assert.deepEqual(
    kept.map((c) => c.id),
    ['c3', 'c2'],
  );
  await state.close();
});

test('changes are found by time and service; those of the whole system belong to every service', async () => {
  const state = open(fresh());
  await state.saveChange(change(1));
  await state.saveChange(change(2, { service: '', kind: 'flag' }));
  await state.saveChange(change(3, { service: 'payment' }));
  await state.saveChange(change(1, { summary: 'told again', timeMs: now + 5 }));
  const find = async (more: object) =>
    (await state.changes({ fromMs: now, toMs: now + 9, limit: 9, ...more })).map(
      (c) => `${c.id} ${c.summary}`,
    );
  assert.deepEqual(await find({ services: ['order'] }), ['c1 told again', 'c2 order 1 -> 2']);
  assert.deepEqual(await find({ fromMs: now + 3, toMs: now + 4 }), ['c3 order 1 -> 2']);
  assert.equal((await find({ services: [] })).length, 1);
  assert.deepEqual(await state.changes({ fromMs: now + 3, toMs: now + 4, limit: 1 }), [
    change(3, { service: 'payment' }),
  ]);
  await state.close();
});

test('what a killed process was promised is there', async () => {
  const path = fresh();
  // It says a number when the promise of that explanation resolved, and never stops by itself.
  const program = `
    import { openSqliteState } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
    const state = openSqliteState({ path: ${JSON.stringify(path)}, logger: { debug() {}, info() {}, warn() {}, error() {} } });
    const base = ${JSON.stringify(explanation(0))};
    for (let n = 0; ; n++) {
      const id = '01KG' + String(n).padStart(22, '0');
      await state.saveExplanation({ ...base, id, createdMs: Date.now() });
      process.stdout.write(n + '\\n');
    }`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  await new Promise<void>((enough) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      if (said.split('\n').length > 40) enough();
    });
  });
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await ended;
  const last = Number(said.trimEnd().split('\n').at(-1));
  const state = openSqliteState({ path, logger: silentLogger });
  assert.notEqual(await state.explanation(id(last)), null);
  await state.saveExplanation(explanation(last + 100, { createdMs: Date.now() }));
  await state.close();
});

const failsWith = (path: string, code: string): void => {
  assert.throws(
    () => open(path),
    (error: { code?: string; message: string; hint?: string }) => {
      assert.equal(error.code, code, error.message);
      assert.ok(error.message.includes(path), error.message);
      return true;
    },
  );
};

test("a file that is no database, another program's, or damaged is refused and left as it is", async () => {
  const text = fresh();
  writeFileSync(text, 'this is a text, long enough to be read as the header of a database '.repeat(20));
  const before = readFileSync(text);
  failsWith(text, 'NG_STATE_CORRUPT');
  assert.deepEqual(readFileSync(text), before);

  const others = fresh();
  const db = new DatabaseSync(others);
  db.exec('CREATE TABLE t (a)');
  db.close();
  failsWith(others, 'NG_STATE_CORRUPT');

  const damaged = fresh();
  const state = open(damaged);
  for (let n = 0; n < 60; n++) await state.saveExplanation(explanation(n, { operation: 'x'.repeat(n * 50) }));
  await state.close();
  const file = openSync(damaged, 'r+');
  const size = statSync(damaged).size;
  for (let at = 4096; at < size; at += 4096) writeSync(file, Buffer.alloc(600, 0xa5), 0, 600, at);
  closeSync(file);
  failsWith(damaged, 'NG_STATE_CORRUPT');
});

test('a file of a newer Nightglass is refused', async () => {
  const path = fresh();
  await open(path).close();
  const db = new DatabaseSync(path);
  db.exec('PRAGMA user_version = 99');
  db.close();
  failsWith(path, 'NG_MIGRATION_REFUSED');
});

test('a folder that is not there, and a store that is closed, say so', async () => {
  failsWith(join(dir, 'no', 'such', 'state.db'), 'NG_STATE_UNAVAILABLE');
  const state = open(fresh());
  await state.close();
  await state.close();
  await assert.rejects(state.explanation(id(1)), { code: 'NG_STATE_UNAVAILABLE' });
});
