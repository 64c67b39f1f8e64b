import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CollectEnvironment, CollectEvent } from '../index.ts';

const fleet = join(import.meta.dirname, '../../../gorun/testdata/go/go1.27/fleet');
export const recorded = (name: string): Buffer => readFileSync(join(fleet, name));

export type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

export interface FakeServer extends AsyncDisposable {
  url: string;
  /** `path?query` of each request, in order. */
  asked: string[];
}

/** A server on a free port of this machine; requests are gathered whole before `handler` sees them. */
export const serve = async (handler: Handler): Promise<FakeServer> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => handler(request, response, Buffer.concat(parts)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};

const files: Record<string, string> = {
  '/debug/pprof/': 'metrics_index.html',
  '/debug/pprof/goroutine?debug=2': 'goroutine.debug2.txt',
  '/debug/pprof/heap': 'heap_t0.pb.gz',
  '/debug/pprof/heap?gc=1': 'heap_t1.pb.gz',
  '/debug/pprof/allocs': 'allocs.pb.gz',
  '/debug/pprof/mutex': 'mutex.pb.gz',
  '/debug/pprof/block': 'block.pb.gz',
  '/debug/pprof/threadcreate': 'mutex.pb.gz',
  '/debug/pprof/goroutineleak': 'goroutine.pb.gz',
  '/debug/pprof/profile?seconds=5': 'cpu_5s.pb.gz',
};

/** net/http/pprof of a recorded Go 1.27 process. */
export const pprofHandler: Handler = (request, response) => {
  const file = files[request.url ?? ''];
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'x-go-pprof': '1' });
    response.end('Unknown profile\n');
    return;
  }
  const type = file.endsWith('.html')
    ? 'text/html; charset=utf-8'
    : file.endsWith('.txt')
      ? 'text/plain; charset=utf-8'
      : 'application/octet-stream';
  response.writeHead(200, { 'content-type': type }).end(recorded(file));
};

/** A Nightglass server that keeps what it gets. */
export const storeHandler =
  (kept: { url: URL; body: Buffer }[]): Handler =>
  (request, response, body) => {
    kept.push({ url: new URL(request.url ?? '', 'http://x'), body });
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ artifacts: [{ id: 'a', title: 'fine', severity: 'none' }], notes: [] }));
  };

/** Sleeping takes no time and moves the clock; deadlines are real and short. */
export const fastEnvironment = (deadlineMs = 2_000): CollectEnvironment & { slept: number[] } => {
  let now = Date.UTC(2026, 0, 31, 2, 17);
  const slept: number[] = [];
  return {
    slept,
    fetch: (url, init) => fetch(url, init),
    now: () => now,
    random: () => 0.5,
    sleep: async (ms, signal) => {
      await new Promise((done) => setImmediate(done));
      if (signal.aborted) return;
      slept.push(ms);
      now += ms;
    },
    deadline: () => AbortSignal.timeout(deadlineMs),
  };
};

export const recorder = (): {
  events: CollectEvent[];
  say: (event: CollectEvent) => void;
  ofType: <T extends CollectEvent['type']>(type: T) => Extract<CollectEvent, { type: T }>[];
} => {
  const events: CollectEvent[] = [];
  return {
    events,
    say: (event) => events.push(event),
    ofType: <T extends CollectEvent['type']>(type: T) =>
      events.filter((e): e is Extract<CollectEvent, { type: T }> => e.type === type),
  };
};
