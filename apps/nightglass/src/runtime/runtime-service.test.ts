/** Real output of Go programs through the API into a real store and back, held against the OpenAPI document. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type {
  CrashGroupsResponse,
  FlameResponse,
  GoroutineBucketsResponse,
  GoroutineDiffResponse,
  GoroutinesResponse,
  RuntimeArtifactResponse,
  RuntimeArtifactsResponse,
  RuntimeMemoryResponse,
  RuntimeUploadResponse,
  WaitGraph,
} from '@nightglass/model';
import { attrs, otlpRequest } from '@nightglass/store/testing';
import { type ApiDocument, openDocument } from '../api/testing/document.ts';
import { openRuntimeServer, type RuntimeServer, sample } from './testing/runtime-server.ts';

const base = '/api/v1/runtime/artifacts';
let api: RuntimeServer;
let document: ApiDocument;
before(async () => {
  api = await openRuntimeServer();
  document = await openDocument(api.server);
});
after(() => api.close());

const post = async (path: string, query: string): Promise<RuntimeUploadResponse> => {
  const body = new Uint8Array(sample(path));
  return (await document.check(base, `${base}${query}`, {
    method: 'POST',
    body,
    expect: 201,
  })) as RuntimeUploadResponse;
};
const first = async (path: string, query: string): Promise<string> => {
  const [artifact] = (await post(path, query)).artifacts;
  assert.ok(artifact, path);
  return artifact.id;
};
const about = async <T>(id: string, sub = '', query = ''): Promise<T> =>
  (await document.check(`${base}/{id}${sub}`, `${base}/${id}${sub}${query}`)) as T;

test('a dump: stored, listed, asked about, given back as it came', async () => {
  const path = 'go1.24/fleet/goroutine.debug2.txt';
  const trace = 'ab'.repeat(16);
  const time = new Date(api.nowMs - 60_000).toISOString();
  const query = `?service=fleet&instance=pod-1&traceId=${trace}&name=..%2Fdump%22.txt&time=${time}`;
  const { artifacts } = await post(path, query);
  assert.equal(artifacts.length, 1);
  const [stored] = artifacts;
  assert.ok(stored);
  assert.equal(stored.goroutineCount, 320);
  assert.equal(stored.timeUnixNano, `${api.nowMs - 60_000}000000`);
  const { id } = stored;

  const list = (await document.check(
    base,
    `${base}?service=fleet&instance=pod-1&format=goroutine-dump&variant=debug%3D2&traceId=${trace}&limit=5`,
  )) as RuntimeArtifactsResponse;
  assert.deepEqual(list, { artifacts, nextCursor: null });

  const detail = await about<RuntimeArtifactResponse>(id);
  assert.deepEqual(detail.stored, stored);
  assert.equal(detail.artifact.goroutineCount, 320);
  assert.ok(detail.goroutines.length === 50 && detail.goroutines.every((g) => g.frames.length > 0));

  const buckets = await about<GoroutineBucketsResponse>(id, '/goroutines');
  assert.equal(buckets.total, 320);
  assert.equal(buckets.matched, 320);
  assert.equal(buckets.buckets[0]?.count, 120, 'the settlement workers');
  assert.equal(buckets.truncated, false);
  const waiting = await about<GoroutineBucketsResponse>(
    id,
    '/goroutines',
    '?similarity=any-value&state=sync.Mutex.Lock&function=main.&minMinutes=1&limit=1',
  );
  assert.equal(waiting.matched, 28, 'of the lock, and of the RWMutex through its inner lock');
  assert.equal(waiting.buckets.length, 1);
  assert.equal(waiting.truncated, true);

  const key = buckets.buckets[0]?.key ?? '';
  const some = await about<GoroutinesResponse>(id, '/goroutines/list', `?bucket=${key}&limit=100`);
  assert.equal(some.goroutines.length, 100);
  assert.equal(some.truncated, true);
  const all = await about<GoroutinesResponse>(id, '/goroutines/list', `?bucket=${key}&limit=1000`);
  assert.equal(all.goroutines.length, 120);
  const none = await about<GoroutinesResponse>(id, '/goroutines/list', '?bucket=nothing');
  assert.deepEqual(none, { goroutines: [], truncated: false });

  const waits = await about<WaitGraph>(id, '/waits');
  assert.ok(waits.edges.some((edge) => edge.kind === 'holds' && edge.why !== ''));

  const raw = await fetch(`${api.server.url}${base}/${id}/raw`);
  assert.ok(Buffer.from(await raw.arrayBuffer()).equals(sample(path)));
  assert.equal(raw.headers.get('content-type'), 'text/plain; charset=utf-8');
  assert.equal(raw.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(raw.headers.get('content-disposition'), 'attachment; filename="dump_.txt"');
  const head = await fetch(`${api.server.url}${base}/${id}/raw`, { method: 'HEAD' });
  assert.equal(head.headers.get('content-length'), String(sample(path).length));
});

test('labels of a profile of goroutines filter', async () => {
  const id = await first('go1.24/fleet/goroutine.pb.gz', '?service=fleet');
  const two = await about<GoroutineBucketsResponse>(
    id,
    '/goroutines',
    '?label=shard:2&label=worker:settlement',
  );
  assert.equal(two.matched, 30);
  assert.ok(two.labels.some(({ key, value, count }) => key === 'shard' && value === '2' && count === 30));
});

test('the same upload is stored once, also when it comes twice at the same time', async () => {
  const body = sample('go1.24/mapcrash/rw.txt');
  const query = '?service=twice&time=-5m';
  const [a, b] = await Promise.all([api.upload(body, query), api.upload(body, query)]);
  const c = await api.upload(body, query);
  assert.deepEqual(b, a);
  assert.deepEqual(c.artifacts, a.artifacts);
  const zipped = await api.post(gzipSync(body), query, { 'content-encoding': 'gzip' });
  assert.deepEqual((zipped.body as RuntimeUploadResponse).artifacts, a.artifacts);
  const other = await api.upload(body, '?service=thrice&time=-5m');
  assert.notEqual(other.artifacts[0]?.id, a.artifacts[0]?.id, 'of another service');
  const { body: list } = await api.server.get(`${base}?service=twice`);
  assert.equal((list as RuntimeArtifactsResponse).artifacts.length, a.artifacts.length);
});

test('one file may hold several: each is stored with its lines', async () => {
  const crash = sample('go1.24/mapcrash/iter.txt');
  const panic = sample('go1.24/panics/nilderef.txt');
  const log = Buffer.concat([Buffer.from('starting\n'), crash, Buffer.from('restarted\n'), panic]);
  const { artifacts } = await api.upload(gzipSync(log), '?service=shop&name=stderr.log.gz');
  assert.deepEqual(
    artifacts.map(({ crash: found }) => found?.reason),
    ['concurrent-map-iteration-and-map-write', 'nil-dereference'],
  );
  const details = await Promise.all(artifacts.map(({ id }) => about<RuntimeArtifactResponse>(id)));
  const lines = log.toString().split('\n');
  for (const { artifact } of details) {
    const start = artifact.crash?.lines.start ?? 0;
    assert.match(lines[start - 1] ?? '', /^(fatal error|panic): /);
  }
  assert.equal(details[0]?.goroutines[0]?.id, details[0]?.artifact.crash?.goroutineId);
  const groups = (await document.check(
    '/api/v1/runtime/crashes',
    '/api/v1/runtime/crashes?service=shop&end=now',
  )) as CrashGroupsResponse;
  assert.equal(groups.groups.length, 0, 'now is not before now');
  const later = new Date(api.nowMs + 60_000).toISOString();
  const all = (await document.check(
    '/api/v1/runtime/crashes',
    `/api/v1/runtime/crashes?service=shop&end=${later}`,
  )) as CrashGroupsResponse;
  assert.deepEqual(all.groups.map((group) => group.artifactId).sort(), artifacts.map(({ id }) => id).sort());
});

test('a dump that was asked for is no crash, unless it is asked for', async () => {
  const text = `SIGQUIT: quit\nPC=0x7f1c m=0 sigcode=0\n\ngoroutine 1 [select (no cases)]:\nmain.main()\n\t/src/main.go:5 +0x18\n\nrax    0x0\n`;
  const { artifacts } = await api.upload(Buffer.from(text), '?service=asked&time=-1m');
  assert.equal(artifacts[0]?.crash?.reason, 'SIGQUIT');
  const groups = async (more: string) =>
    (
      (await document.check(
        '/api/v1/runtime/crashes',
        `/api/v1/runtime/crashes?service=asked${more}`,
      )) as CrashGroupsResponse
    ).groups.length;
  assert.deepEqual(
    [await groups(''), await groups('&reason=SIGQUIT'), await groups('&reason=SIGABRT')],
    [0, 1, 0],
  );
});

test('what carries the key of the crash, or its trace, is related', async () => {
  const at = BigInt(api.nowMs - 60_000) * 1_000_000n;
  const traceId = 'cd'.repeat(16);
  await api.store.store(
    [
      {
        signal: 'logs',
        bytes: otlpRequest('logs', [
          {
            resource: { attributes: attrs({ 'service.name': 'gateway' }) },
            records: [
              { timeUnixNano: String(at), body: { stringValue: 'paying ORD-7a9f now' }, traceId },
              { timeUnixNano: String(at), body: { stringValue: 'paying ORD-0000 now' } },
            ],
          },
        ]),
      },
    ],
    at,
  );
  const text = `panic: invalid_amount@ORD-7a9f: negative\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:5 +0x18\nexit status 2\n`;
  const { artifacts } = await api.upload(Buffer.from(text), '?service=pay&time=-1m');
  const detail = await about<RuntimeArtifactResponse>(artifacts[0]?.id ?? '');
  assert.deepEqual(
    detail.related.map(({ kind, title, why }) => ({ kind, title, why })),
    [{ kind: 'log', title: 'paying ORD-7a9f now', why: 'carries ORD-7a9f' }],
  );
  const traced = await api.upload(Buffer.from(`${text}\n`), `?service=pay&time=-1m&traceId=${traceId}`);
  const related = (await about<RuntimeArtifactResponse>(traced.artifacts[0]?.id ?? '')).related;
  assert.deepEqual(
    related.map(({ why }) => why),
    ['the trace it was sent with'],
  );
});

test('two dumps are compared, and two profiles', async () => {
  const before = await first('go1.27/panics/deadlock.txt', '?service=diff');
  const after = await first('go1.27/fleet/goroutine.debug2.txt', '?service=diff');
  const path = '/api/v1/runtime/goroutines/diff';
  const changes = (await document.check(
    path,
    `${path}?before=${before}&after=${after}&similarity=any-value`,
  )) as GoroutineDiffResponse;
  assert.equal(changes.after.total, 320);
  assert.equal(changes.changes[0]?.change, 'new');

  const heap = await first('go1.27/mapleak/heap_2_leaked.pb.gz', '?service=leak');
  const start = await first('go1.27/mapleak/heap_0_start.pb.gz', '?service=leak');
  const flame = await about<FlameResponse>(heap, '/flame', '?sampleType=inuse_space');
  assert.ok(flame.total > 50e6 && flame.unit === 'bytes' && flame.root.children.length > 0);
  const grown = await about<FlameResponse>(
    heap,
    '/flame',
    `?base=${start}&sampleType=inuse_space&maxNodes=50`,
  );
  assert.ok(grown.difference);
  assert.match(grown.table[0]?.func ?? '', /^main\./);
  const cpu = await first('go1.27/fleet/cpu_5s.pb.gz', '?service=leak');
  for (const [url, parameter] of [
    [`${base}/${heap}/flame?base=${cpu}`, 'base'],
    [`${base}/${heap}/flame?sampleType=cpu`, 'sampleType'],
    [`${base}/${heap}/flame?base=${after}`, 'base'],
    [`${base}/${heap}/goroutines`, 'id'],
    [`${base}/${after}/flame`, 'id'],
    [`${path}?before=${heap}&after=${after}`, 'before'],
  ] as const) {
    const { status, body } = await api.server.get(url);
    document.hold(body, 'ErrorBody');
    assert.equal(status, 400, url);
    assert.equal((body as { error: { parameter: string } }).error.parameter, parameter);
  }
});

test('GC cycles and heaps of one instance, on one axis', async () => {
  for (const part of ['0_start', '1_mid', '2_leaked'])
    await first(`go1.24/mapleak/heap_${part}.pb.gz`, '?service=ml&instance=a');
  await first('go1.24/mapleak/gctrace.log', '?service=ml&instance=a');
  await first('go1.27/mapleak/gctrace.log', '?service=ml&instance=b&time=-1h');
  const path = '/api/v1/runtime/memory';
  const memory = (await document.check(path, `${path}?service=ml`)) as RuntimeMemoryResponse;
  assert.equal(memory.heaps.length, 3);
  assert.deepEqual(
    memory.heaps.map(({ timeUnixNano }) => timeUnixNano),
    memory.heaps.map(({ timeUnixNano }) => timeUnixNano).sort(),
  );
  assert.ok((memory.heaps[2]?.inuseBytes ?? 0) > 50e6);
  assert.match(memory.sites[0]?.func ?? '', /^main\./);
  assert.equal(memory.sites[0]?.bytes.length, 3);
  const lines =
    sample('go1.24/mapleak/gctrace.log')
      .toString()
      .match(/^gc \d+ @/gm) ?? [];
  assert.equal(memory.cycles.length, lines.length);
  assert.equal(memory.cycles.at(-1)?.timeUnixNano, `${api.nowMs}000000`, 'the last cycle: when it was taken');
  assert.ok(memory.findings.length > 0);
  const other = (await document.check(path, `${path}?service=ml&instance=b`)) as RuntimeMemoryResponse;
  assert.deepEqual(other.heaps, []);
  assert.ok(other.cycles.length > 0);
  const empty = (await document.check(path, `${path}?service=nobody`)) as RuntimeMemoryResponse;
  assert.deepEqual(empty, { cycles: [], heaps: [], sites: [], findings: [] });
});

test('what is not stored is said to be missing', async () => {
  const id = 'f'.repeat(32);
  for (const sub of ['', '/raw', '/goroutines', '/goroutines/list?bucket=a', '/waits', '/flame']) {
    const { status, body } = await api.server.get(`${base}/${id}${sub}`);
    assert.equal(status, 404, sub);
    document.hold(body, 'ErrorBody');
  }
  assert.equal(
    (await api.server.get(`/api/v1/runtime/goroutines/diff?before=${id}&after=${id}`)).status,
    404,
  );
});
