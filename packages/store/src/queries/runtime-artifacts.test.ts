/** Runtime artifacts into a real engine and back, on one server and on two shards. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Crash, RuntimeArtifact, StoredArtifact } from '@nightglass/model';
import { raw } from '../sql.ts';
import { storeRuntimeUpload } from '../writer/index.ts';
import { openTestStore, type TestStore } from './testing/test-store.ts';

const nowMs = Date.now();
const at = (seconds: number): bigint => BigInt(nowMs) * 1_000_000n + BigInt(seconds) * 1_000_000_000n;
const everything = { from: 0n, to: at(86_400) };
const hex = (n: number): string => n.toString(16).padStart(32, 'a');

let store: TestStore;
before(async () => {
  store = await openTestStore(() => nowMs);
});
after(() => store.close());

const crash = (message: string): Crash => ({
  kind: 'panic',
  reason: 'custom-error',
  message,
  type: 'main.failure',
  recoverable: true,
  endedProcess: true,
  exitCode: 2,
  panics: [],
  signal: null,
  goroutineId: 1,
  traceback: 'all',
  sites: [
    {
      role: 'origin',
      function: 'main.pay',
      file: '/src/pay.go',
      line: 41,
      goroutine: 1,
      access: '',
      from: 'dump',
      confidence: 1,
    },
  ],
  businessKeys: [],
  httpPeer: '',
  runningTests: [],
  race: null,
  fingerprint: 'f00d',
  lines: { start: 1, end: 9 },
});

const artifact = (n: number, over: Partial<StoredArtifact> = {}) => {
  const stored: StoredArtifact = {
    id: hex(n),
    timeUnixNano: String(at(n)),
    service: 'payment',
    instance: `pod-${n % 2}`,
    traceId: '',
    name: `dump "${n}" \u2028 ' \\.txt`,
    sizeBytes: 1000 + n,
    format: 'goroutine-dump',
    variant: 'debug=2',
    goVersion: null,
    goroutineCount: n,
    partial: n % 2 === 1,
    title: `${n} goroutines`,
    severity: 'none',
    crash: null,
    ...over,
  };
  const report: RuntimeArtifact = {
    format: stored.format,
    variant: stored.variant,
    goVersion: stored.goVersion,
    goVersionFrom: '',
    name: stored.name,
    lines: null,
    goroutineCount: n,
    states: [],
    crash: stored.crash === null ? null : crash(stored.crash.message),
    findings: [],
    notes: [],
    partial: stored.partial,
    profile: null,
    gc: null,
  };
  return { stored, report, ordinal: 0 };
};
const put = (n: number, over?: Partial<StoredArtifact>, frames = [Buffer.from(`bytes ${n}`)]) =>
  storeRuntimeUpload(store.engine, {
    id: hex(1000 + n),
    receivedAtUnixNano: at(0),
    artifacts: [artifact(n, over)],
    frames,
  });

test('an artifact comes back as it went in, its bytes too', async () => {
  const binary = Buffer.alloc(70_000, 0).map((_, i) => i % 256);
  await put(1, { traceId: hex(7) }, [Buffer.from(binary), Buffer.from('\0end')]);
  const found = await store.plain.runtimeArtifact(hex(1));
  const sent = artifact(1, { traceId: hex(7) });
  assert.deepEqual(found, { ...sent, uploadId: hex(1001) });
  assert.deepEqual(await store.plain.runtimeUpload(hex(1001)), [sent.stored]);
  const part = async (n: number) => {
    const bytes = await store.plain.runtimeUploadPart(hex(1001), n);
    return bytes === null ? null : Buffer.from(bytes);
  };
  assert.ok((await part(0))?.equals(Buffer.from(binary)));
  assert.equal(String(await part(1)), '\0end');
  assert.equal(await part(2), null);
  assert.equal(await store.plain.runtimeArtifact(hex(99)), null);
});

test('the same upload again is stored once', async () => {
  await put(2);
  await put(2);
  const { rows } = await store.engine.query<{ n: string }>(
    raw('SELECT (SELECT count() FROM runtime_artifacts) + (SELECT count() FROM runtime_uploads) AS n'),
  );
  assert.equal(Number(rows[0]?.n), 5, 'two artifacts, three parts');
});

test('evidence older than the retention stays: its age counts from when it came', async () => {
  await put(3, { timeUnixNano: '1600000000000000000', service: 'old' });
  await store.engine.command(raw('OPTIMIZE TABLE runtime_artifacts FINAL'));
  const { artifacts } = await store.plain.runtimeArtifacts({ ...everything, service: 'old' });
  assert.equal(artifacts.length, 1);
});

test('lists are filtered, ordered and paged; two shards answer as one server', async () => {
  for (let n = 10; n < 17; n++) await put(n, { service: 'order', format: n === 16 ? 'godebug' : 'profile' });
  const ask = { ...everything, service: 'order' };
  for (const queries of [store.plain, store.sharded]) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await queries.runtimeArtifacts({ ...ask, limit: 3, cursor });
      seen.push(...page.artifacts.map((a) => a.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(seen, [16, 15, 14, 13, 12, 11, 10].map(hex));
    const ids = async (filter: object) =>
      (await queries.runtimeArtifacts({ ...ask, ...filter })).artifacts.map((a) => a.id);
    assert.deepEqual(await ids({ format: 'godebug' }), [hex(16)]);
    assert.deepEqual(await ids({ instance: 'pod-1', from: at(11), to: at(15) }), [hex(13), hex(11)]);
    assert.deepEqual(await ids({ traceId: hex(5) }), []);
    await assert.rejects(queries.runtimeArtifacts({ ...everything, cursor: 'forged' }), {
      code: 'NG_BAD_CURSOR',
    });
    const { nextCursor } = await queries.runtimeArtifacts({ ...ask, limit: 3 });
    await assert.rejects(queries.runtimeArtifacts({ ...everything, cursor: nextCursor ?? '' }), {
      code: 'NG_BAD_CURSOR',
    });
  }
});

test('crashes are grouped by their fingerprint', async () => {
  const of = (message: string, service: string) => ({
    service,
    format: 'crash' as const,
    crash: { kind: 'panic' as const, reason: 'custom-error', message, fingerprint: 'f00d' },
  });
  await put(20, of('first', 'payment'));
  await put(21, of('second', 'payment'));
  await put(22, of('third', 'risk'));
  for (const queries of [store.plain, store.sharded]) {
    const [group, ...others] = await queries.runtimeCrashes(everything);
    assert.deepEqual(others, []);
    assert.deepEqual(group, {
      fingerprint: 'f00d',
      kind: 'panic',
      reason: 'custom-error',
      type: 'main.failure',
      message: 'third',
      count: 3,
      services: [
        { name: 'risk', count: 1 },
        { name: 'payment', count: 2 },
      ],
      firstUnixNano: String(at(20)),
      lastUnixNano: String(at(22)),
      artifactId: hex(22),
      traceId: '',
      function: 'main.pay',
      file: '/src/pay.go',
      line: 41,
    });
    assert.equal((await queries.runtimeCrashes({ ...everything, service: 'risk' }))[0]?.count, 1);
    const { artifacts } = await queries.runtimeArtifacts({ ...everything, fingerprint: 'f00d' });
    assert.equal(artifacts.length, 3);
  }
});
