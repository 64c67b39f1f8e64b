import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NightglassError } from '@nightglass/model';
import { PprofCollector, type PprofCollectorOptions } from '../index.ts';
import {
  fastEnvironment,
  type Handler,
  pprofHandler,
  recorded,
  recorder,
  serve,
  storeHandler,
} from '../testing/fake-target.ts';

const neverStop = new AbortController().signal;

/** One round against `handler`; what came of it. */
const roundOf = async (
  handler: Handler,
  options: Partial<PprofCollectorOptions> = {},
  deadlineMs?: number,
) => {
  await using target = await serve(handler);
  const kept: { url: URL; body: Buffer }[] = [];
  await using server = await serve(storeHandler(kept));
  const record = recorder();
  const collector = new PprofCollector(
    { url: target.url, server: server.url, ...options },
    record.say,
    fastEnvironment(deadlineMs),
  );
  let thrown: unknown;
  await collector.once(neverStop).catch((error: unknown) => {
    thrown = error;
  });
  await collector.close(5_000);
  return { ...record, kept, asked: target.asked, counts: collector.counts, thrown, url: target.url };
};

test('a round takes what the index page offers, and not the CPU profile', async () => {
  const { kept, counts, asked, url } = await roundOf(pprofHandler, {
    service: 'payment',
    traceId: 'ab'.repeat(16),
  });
  assert.deepEqual(
    kept.map((k) => k.url.searchParams.get('name')),
    [
      'goroutine.debug2.txt',
      'heap.pb.gz',
      'allocs.pb.gz',
      'mutex.pb.gz',
      'block.pb.gz',
      'threadcreate.pb.gz',
      'goroutineleak.pb.gz',
    ],
  );
  assert.equal(asked[0], '/debug/pprof/');
  assert.ok(kept[0]?.body.equals(recorded('goroutine.debug2.txt')));
  assert.deepEqual(Object.fromEntries(kept[0]?.url.searchParams ?? []), {
    service: 'payment',
    instance: new URL(url).host,
    time: '2026-01-31T02:17:00.000Z',
    traceId: 'ab'.repeat(16),
    name: 'goroutine.debug2.txt',
  });
  assert.deepEqual(counts, { pulled: 7, failed: 0, stored: 7, refused: 0, dropped: 0, waiting: 0 });
});

test('a profile that was asked for by name and is not offered is said once; one that was not named is not', async () => {
  const older: Handler = (request, response, body) => {
    if (request.url !== '/debug/pprof/') return pprofHandler(request, response, body);
    response.end(recorded('metrics_index.html').toString().replaceAll('goroutineleak', 'gone'));
  };
  const named = await roundOf(older, { profiles: ['heap', 'goroutineleak'] });
  assert.deepEqual(
    named.ofType('not-offered').map((e) => e.profile),
    ['goroutineleak'],
  );
  assert.equal(named.kept.length, 1);
  const byDefault = await roundOf(older);
  assert.deepEqual([byDefault.ofType('not-offered').length, byDefault.kept.length], [0, 6]);
});

test('a program that registers handlers one by one has no index page', async () => {
  const { kept, thrown } = await roundOf(
    (request, response, body) =>
      request.url === '/debug/pprof/heap'
        ? pprofHandler(request, response, body)
        : response.writeHead(404).end('404 page not found\n'),
    { profiles: ['heap', 'mutex'] },
  );
  assert.deepEqual([kept.length, thrown], [1, undefined]);
});

test('what is not pprof is told at once', async () => {
  const html: Handler = (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
  const nothing: Handler = (_request, response) => void response.writeHead(404).end('no');
  for (const handler of [html, nothing]) {
    const { thrown, kept } = await roundOf(handler);
    assert.ok(thrown instanceof NightglassError);
    assert.equal(thrown.code, 'NG_RUNTIME_MALFORMED');
    assert.match(thrown.message, /is not net\/http\/pprof/);
    assert.equal(kept.length, 0);
  }
});

test('a login page in the place of one profile is not stored', async () => {
  const { ofType, kept } = await roundOf((request, response, body) => {
    if (request.url !== '/debug/pprof/heap') return pprofHandler(request, response, body);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Sign in</html>');
  });
  assert.match(ofType('pull-failed')[0]?.message ?? '', /heap is not a profile: it is an HTML page/);
  assert.equal(kept.length, 6);
});

test('an endless body is cut at the limit, and the other profiles are still taken', async () => {
  const { ofType, kept } = await roundOf(
    (request, response, body) => {
      if (request.url !== '/debug/pprof/heap') return pprofHandler(request, response, body);
      const chunk = Buffer.alloc(64 * 1024, 0x1f);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    },
    { maxBytes: 1024 ** 2 },
  );
  assert.deepEqual(
    ofType('pull-failed').map((e) => [e.profile, e.code]),
    [['heap', 'NG_RUNTIME_TOO_LARGE']],
  );
  assert.equal(kept.length, 6);
});

test('a target that hangs costs its deadline, and says so', async () => {
  const { ofType } = await roundOf(
    (request, response, body) => {
      if (request.url === '/debug/pprof/heap') response.writeHead(200).write('\x1f');
      else pprofHandler(request, response, body);
    },
    { profiles: ['heap', 'mutex'] },
    100,
  );
  assert.match(ofType('pull-failed')[0]?.message ?? '', /heap did not answer within/);
  assert.equal(ofType('stored').length, 1);
});

test("an error of the target is given in Go's words", async () => {
  const { ofType } = await roundOf(
    (request, response, body) => {
      if (!request.url?.startsWith('/debug/pprof/profile')) return pprofHandler(request, response, body);
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('Could not enable CPU profiling: cpu profiling already in use\n');
    },
    { profiles: ['cpu'] },
  );
  assert.match(
    ofType('pull-failed')[0]?.message ?? '',
    /answered 500: Could not enable CPU profiling: cpu profiling already in use$/,
  );
});

test('redirects are followed on the same host and nowhere else', async () => {
  let elsewhere = 0;
  await using other = await serve((_request, response) => {
    elsewhere++;
    response.end();
  });
  const away = await roundOf(
    (_request, response) => void response.writeHead(302, { location: other.url }).end(),
  );
  assert.match(away.ofType('target-away')[0]?.message ?? '', /redirects to another place/);
  assert.equal(elsewhere, 0);
  const loop = await roundOf((_request, response) => void response.writeHead(302, { location: '/x' }).end());
  assert.match(loop.ofType('target-away')[0]?.message ?? '', /more than 3 times/);
  const moved = await roundOf((request, response, body) => {
    if (request.url !== '/debug/pprof/heap') return pprofHandler(request, response, body);
    response.writeHead(307, { location: '/debug/pprof/heap?gc=1' }).end();
  });
  assert.equal(moved.kept.length, 7);
});

test('credentials of the URL go into a header and into no message', async () => {
  const seen: (string | undefined)[] = [];
  await using target = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(403).end('no');
  });
  const { events, say } = recorder();
  const url = target.url.replace('//', '//me:s%40cret@');
  const collector = new PprofCollector({ url, server: 'http://127.0.0.1:9' }, say, fastEnvironment());
  assert.equal(await collector.once(neverStop), false);
  assert.deepEqual(seen, [`Basic ${Buffer.from('me:s@cret').toString('base64')}`]);
  assert.doesNotMatch(JSON.stringify(events), /s(@|%40)cret/);
  assert.match(JSON.stringify(events), /credentials/);
});

test('a burst is a close series of dump, heap after a collection, and CPU', async () => {
  await using target = await serve(pprofHandler);
  const kept: { url: URL; body: Buffer }[] = [];
  await using server = await serve(storeHandler(kept));
  const { say, ofType } = recorder();
  const environment = fastEnvironment();
  const collector = new PprofCollector(
    { url: target.url, server: server.url, burst: { everyMs: 5_000, forMs: 15_000 } },
    say,
    environment,
  );
  collector.burst();
  await collector.once(neverStop);
  await collector.close(5_000);
  const tick = ['/debug/pprof/goroutine?debug=2', '/debug/pprof/heap?gc=1', '/debug/pprof/profile?seconds=5'];
  assert.deepEqual(target.asked.slice(1).sort(), [...tick, ...tick, ...tick].sort());
  assert.deepEqual([ofType('burst-started').length, ofType('burst-ended').length], [1, 1]);
  assert.ok(ofType('stored').every((e) => e.burst));
});

test('a burst interrupts the wait between two rounds, and the rounds go on behind it', async () => {
  await using target = await serve(pprofHandler);
  await using server = await serve(storeHandler([]));
  const stop = new AbortController();
  const environment = fastEnvironment();
  const waits: number[] = [];
  const collector = new PprofCollector(
    { url: target.url, server: server.url, profiles: ['mutex'], burst: { everyMs: 5_000, forMs: 5_000 } },
    () => {},
    {
      ...environment,
      sleep: async (ms, signal) => {
        waits.push(ms);
        if (waits.length === 1) {
          collector.burst();
          assert.ok(signal.aborted, 'the wait ends when a burst is wanted');
        }
        if (waits.length === 3) stop.abort();
      },
    },
  );
  await collector.run(stop.signal);
  await collector.close(0);
  const paths = target.asked.map((path) => path.replace('/debug/pprof/', ''));
  assert.deepEqual(paths.slice(0, 2), ['', 'mutex']);
  assert.deepEqual(paths.slice(2, 5).sort(), ['goroutine?debug=2', 'heap?gc=1', 'profile?seconds=5']);
  assert.equal(paths[5], 'mutex');
});

test('a process that is away is tried again, later each time, and its index is read anew', async () => {
  const environment = fastEnvironment();
  const stop = new AbortController();
  const { say, ofType } = recorder();
  let tries = 0;
  const collector = new PprofCollector({ url: 'localhost:6060', server: 'http://localhost:9' }, say, {
    ...environment,
    fetch: async () => {
      if (++tries === 6) stop.abort();
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:6060') });
    },
  });
  await collector.run(stop.signal);
  assert.deepEqual(environment.slept, [1_500, 3_000, 6_000, 12_000, 24_000]);
  assert.match(ofType('target-away')[0]?.message ?? '', /ECONNREFUSED/);
});
