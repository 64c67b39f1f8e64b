/** `nightglass collect pprof` as a script meets it: lines, exit codes, signals. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const main = join(import.meta.dirname, '../main.ts');
const fleet = join(import.meta.dirname, '../../../../packages/gorun/testdata/go/go1.27/fleet');
const recorded = (name: string): Buffer => readFileSync(join(fleet, name));

const servers: Server[] = [];
const listen = async (handler: RequestListener): Promise<string> => {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

let target: string;
let store: string;
const stored: string[] = [];
before(async () => {
  target = await listen(({ url = '' }, response) => {
    if (url === '/debug/pprof/')
      response.setHeader('content-type', 'text/html').end(recorded('metrics_index.html'));
    else if (url.startsWith('/debug/pprof/heap')) response.end(recorded('heap_t0.pb.gz'));
    else if (url === '/debug/pprof/goroutine?debug=2') response.end(recorded('goroutine.debug2.txt'));
    else response.writeHead(404).end('Unknown profile\n');
  });
  store = await listen((request, response) => {
    request.resume().on('end', () => {
      stored.push(new URL(request.url ?? '', 'http://x').searchParams.get('name') ?? '');
      response.end(
        JSON.stringify({ artifacts: [{ title: 'a \u001b[31mtitle', severity: 'warning' }], notes: [] }),
      );
    });
  });
});
after(() => {
  for (const server of servers) server.close().closeAllConnections();
});

const run = (
  args: string[],
  onLine?: (line: string, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<{ status: number | null; out: string; err: string }> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [main, 'collect', 'pprof', ...args]);
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
      onLine?.(said.out, (signal) => child.kill(signal));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.err += text;
    });
    child.on('close', (status) => done({ status, ...said }));
  });

test('--once is a line for each profile, and exit code 0 when all of them are stored', async () => {
  const { status, out } = await run([target, '--server', store, '--once', '--profiles', 'goroutine,heap']);
  assert.equal(status, 0, out);
  assert.match(out, /goroutine\.debug2\.txt .* stored {2}warning: a \\x1b\[31mtitle\n/);
  assert.match(out, /2 pulled, 0 failed, 2 stored, 0 refused, 0 dropped\n$/);
  assert.deepEqual(stored.splice(0), ['goroutine.debug2.txt', 'heap.pb.gz']);
});

test('--json is one object per line; a server that is away costs exit code 1', async () => {
  let killed = false;
  const { status, out } = await run(
    [target, '--server', 'http://127.0.0.1:9', '--once', '--profiles', 'heap', '--json'],
    (soFar, kill) => {
      if (killed || !soFar.includes('server-away')) return;
      killed = true;
      kill('SIGTERM');
    },
  );
  const events = out
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type);
  assert.deepEqual([events[0], ...events.slice(-2)], ['server-away', 'dropped', 'ended']);
  assert.equal(status, 1);
});

test('it runs until it is told to end, and SIGUSR1 is a burst', {
  skip: process.platform === 'win32',
}, async () => {
  let step = 0;
  const { status, out } = await run(
    [target, '--server', store, '--every', '1h', '--profiles', 'heap'],
    (soFar, kill) => {
      if (step === 0 && /heap\.pb\.gz .*stored/.test(soFar)) {
        step = 1;
        kill('SIGUSR1');
      }
      if (step === 1 && /heap_after_gc\.pb\.gz .*stored/.test(soFar)) {
        step = 2;
        kill('SIGTERM');
      }
    },
  );
  assert.equal(status, 0, out);
  assert.match(out, /burst begins\n[\s\S]*burst {2}stored[\s\S]*burst ends/);
});

test('a URL that is not pprof is exit code 1 with the reason; a wrong call is 2', async () => {
  const [wrong, url, profile] = await Promise.all([
    run([store, '--once', '--server', store]),
    run(['ftp://x']),
    run([target, '--profiles', 'heep']),
  ]);
  assert.deepEqual(
    [wrong.status, /is not net\/http\/pprof.*\[NG_RUNTIME_MALFORMED\]/.test(wrong.err)],
    [1, true],
  );
  assert.deepEqual([url.status, /neither http nor https/.test(url.err)], [2, true]);
  assert.deepEqual([profile.status, /did you mean "heap"/.test(profile.err)], [2, true]);
});
