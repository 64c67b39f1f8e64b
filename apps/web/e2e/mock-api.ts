/**
 * A test double of the API over a seeded world: quick and always the same, for browser tests of single pages and for
 * screenshots. The walk through the whole product runs on the real server.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExplanationRequest, LogRecord, Span } from '@nightglass/model';
import {
  correlateAnswer,
  histogramAnswer,
  metricNames,
  operationsAnswer,
  type Range,
  seriesAnswer,
  serviceMapAnswer,
  servicesAnswer,
  traceSummaries,
} from './mock-answers.ts';
import { makeWorld } from './mock-data.ts';
import { type MockExplanations, makeExplanations } from './mock-explain.ts';
import { makeRuntime, rawText } from './mock-runtime.ts';
import { resources, type World } from './mock-shapes.ts';

export interface MockApi {
  url: string;
  world: World;
  explanations: MockExplanations;
  /** From now on: no data at all, or every call fails, or as it should be. */
  mode: 'normal' | 'empty' | 'failing';
  close(): Promise<void>;
}

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
/** The policy the real server sends: what needs more than this fails here first. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'";

export const startMockApi = async (
  webRoot: string,
  now = Math.floor(Date.now() / 1000),
): Promise<MockApi> => {
  const world = makeWorld(now);
  const runtime = makeRuntime(now);
  const explanations = makeExplanations(world);
  const nothing: World = { ...world, traces: new Map(), logs: [] };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const api: MockApi = {
    url: '',
    world,
    explanations,
    mode: 'normal',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://mock');
    if (!url.pathname.startsWith('/api/v1/')) return serveFile(webRoot, url.pathname, response);
    if (api.mode === 'failing')
      return send(response, 503, {
        error: {
          code: 'NG_STORE_UNAVAILABLE',
          message: 'the store is restarting',
          hint: 'It is usually back within a second.',
        },
      });
    const path = url.pathname.slice('/api/v1'.length);
    if (path.startsWith('/runtime/')) return serveRuntime(request, response, path, url.searchParams);
    if (path.startsWith('/explanations')) return serveExplanations(request, response, path, url.searchParams);
    if (path === '/logs/tail') return tail(world, url.searchParams, response);
    return sendFound(
      response,
      path,
      answerTo(api.mode === 'empty' ? nothing : world, path, url.searchParams),
    );
  };
  const serveRuntime = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    q: URLSearchParams,
  ): Promise<void> => {
    if (request.method === 'POST') {
      const { status, answer } = runtime.upload(await bodyOf(request));
      return send(response, status, answer);
    }
    if (api.mode === 'empty')
      return send(
        response,
        200,
        path.endsWith('/crashes') ? { groups: [] } : { artifacts: [], nextCursor: null },
      );
    if (path.endsWith('/raw')) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(rawText);
      return;
    }
    return sendFound(response, path, runtime.answer(path, q));
  };
  const serveExplanations = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    q: URLSearchParams,
  ): Promise<void> => {
    const [, , id, part] = path.split('/').map(decodeURIComponent);
    if (id === undefined && request.method === 'POST') {
      const body = JSON.parse(await bodyOf(request)) as ExplanationRequest;
      // As long as a real answer takes: the page must show something meanwhile.
      await sleep(150);
      return send(response, 201, explanations.create(body));
    }
    if (id === undefined)
      return send(
        response,
        200,
        api.mode === 'empty' ? { explanations: [], nextCursor: null } : explanations.list(q.get('service')),
      );
    if (part === 'feedback') {
      const answer = q.get('answer') === 'confirmed' ? 'confirmed' : 'rejected';
      return sendFound(response, path, explanations.feedback(id, q.get('hypothesis') ?? '', answer));
    }
    if (part === 'report') {
      response
        .writeHead(200, {
          'content-type': 'text/markdown',
          'content-disposition': 'attachment; filename="report.md"',
        })
        .end(`# ${id}`);
      return;
    }
    return sendFound(response, path, explanations.get(id));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return api;
};

const send = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const sendFound = (response: ServerResponse, path: string, answer: unknown): void =>
  answer === undefined
    ? send(response, 404, {
        error: {
          code: 'NG_NOT_FOUND',
          message: `nothing is stored under ${path}`,
          hint: 'It may have expired or not have arrived yet.',
        },
      })
    : send(response, 200, answer);

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

const serveFile = async (root: string, path: string, response: ServerResponse): Promise<void> => {
  const name = extname(path) === '' ? 'index.html' : path;
  try {
    const bytes = await readFile(join(root, name));
    response
      .writeHead(200, {
        'content-type': types[extname(name)] ?? 'text/plain',
        'content-security-policy': policy,
      })
      .end(bytes);
  } catch {
    response.writeHead(404).end('no such file');
  }
};

const nanoOf = (text: string | null): number | undefined => {
  const match = /^(\d+(?:\.\d+)?)(ns|us|µs|ms|s)$/.exec(text ?? '');
  if (match === null) return undefined;
  return Number(match[1]) * ({ ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 }[match[2] ?? 'ns'] ?? 1);
};
const hasAttribute = (
  record: { attributes: Span['attributes']; resourceId: string },
  pair: string,
): boolean => {
  const at = pair.indexOf('=');
  const all = [...record.attributes, ...(resources[record.resourceId]?.attributes ?? [])];
  return all.some(
    (a) =>
      a.key === pair.slice(0, at) && String(a.value.stringValue ?? a.value.intValue) === pair.slice(at + 1),
  );
};

const spanFilter = (q: URLSearchParams) => {
  const [low, high] = [
    nanoOf(q.get('minDuration')) ?? 0,
    nanoOf(q.get('maxDuration')) ?? Number.POSITIVE_INFINITY,
  ];
  const words = (q.get('q') ?? '').toLowerCase();
  return (s: Span): boolean =>
    (!q.has('service') || s.service === q.get('service')) &&
    (!q.has('operation') || s.name === q.get('operation')) &&
    (!q.has('status') || s.status.code.toLowerCase() === q.get('status')) &&
    s.durationNano >= low &&
    s.durationNano <= high &&
    (words === '' || s.name.toLowerCase().includes(words)) &&
    q.getAll('attr').every((pair) => hasAttribute(s, pair));
};

const severities: Record<string, number> = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };
const logFilter = (q: URLSearchParams) => {
  const words = (q.get('query') ?? '').toLowerCase();
  return (l: LogRecord): boolean =>
    (!q.has('service') || l.service === q.get('service')) &&
    (!q.has('traceId') || l.traceId === q.get('traceId')) &&
    (!q.has('spanId') || l.spanId === q.get('spanId')) &&
    l.severityNumber >= (severities[q.get('severity') ?? ''] ?? 0) &&
    (l.body.stringValue ?? '').toLowerCase().includes(words) &&
    q.getAll('attr').every((pair) => hasAttribute(l, pair));
};

const page = <T>(
  all: readonly T[],
  q: URLSearchParams,
  fallback: number,
): { items: T[]; nextCursor: string | null } => {
  const from = Number(q.get('cursor') ?? 0);
  const limit = Number(q.get('limit') ?? fallback);
  return {
    items: all.slice(from, from + limit),
    nextCursor: from + limit < all.length ? String(from + limit) : null,
  };
};

const answerTo = (world: World, path: string, q: URLSearchParams): unknown => {
  const range: Range = {
    start: Number(q.get('start') ?? world.now - 3600),
    end: Number(q.get('end') ?? world.now + 1),
  };
  const [, first, second, third] = path.split('/').map(decodeURIComponent);
  const logsIn = (): LogRecord[] =>
    world.logs.filter((l) => {
      const at = Number(BigInt(l.timeUnixNano) / 1_000_000n) / 1000;
      return at >= range.start && at < range.end && logFilter(q)(l);
    });
  switch (path) {
    case '/services':
      return servicesAnswer(world, range);
    case '/service-map':
      return serviceMapAnswer(world, range);
    case '/traces': {
      const { items, nextCursor } = page(traceSummaries(world, range, spanFilter(q)), q, 20);
      return { traces: items, nextCursor };
    }
    case '/logs': {
      const { items, nextCursor } = page(logsIn().toReversed(), q, 100);
      return { logs: items, resources, nextCursor };
    }
    case '/logs/histogram':
      return histogramAnswer(logsIn(), range, Number(q.get('buckets') ?? 60));
    case '/logs/context': {
      const hit = world.logs.find((l) => l.id === q.get('id'));
      if (hit === undefined) return undefined;
      const own = world.logs.filter((l) => l.service === hit.service);
      const at = own.indexOf(hit);
      return {
        id: hit.id,
        logs: own.slice(Math.max(0, at - Number(q.get('before'))), at + Number(q.get('after')) + 1),
        resources,
      };
    }
    case '/metrics/names':
      return {
        names: world.traces.size === 0 ? [] : metricNames.filter((m) => m.name.includes(q.get('q') ?? '')),
      };
    case '/metrics/series':
      return seriesAnswer(
        world,
        range,
        q.get('name') ?? '',
        q.get('groupBy') ?? '',
        q.get('aggregation') ?? '',
        Number(q.get('step') ?? 10),
      );
    case '/attributes/keys':
      return {
        keys: ['http.route', 'server.address', 'order.id'].map((key) => ({
          key,
          scope: 'span',
          signal: q.get('signal') ?? 'traces',
          count: 10,
        })),
      };
    case '/attributes/values':
      return {
        key: q.get('key'),
        values: ['/orders', '/pay', '/reserve'].map((value) => ({ value, count: 3 })),
        truncated: false,
      };
    case '/correlate':
      return correlateAnswer(world, q.get('traceId') ?? '', q.get('spanId') ?? '');
  }
  if (first === 'services' && third === 'operations') return operationsAnswer(world, range, second ?? '');
  if (first === 'traces') {
    const spans = world.traces.get(second ?? '');
    return spans && { traceId: second, spans, resources, truncated: false, totalSpans: spans.length };
  }
  return undefined;
};

/** Repeats the newest lines, one every 100 ms, as if they were just written. */
const tail = (world: World, q: URLSearchParams, response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const lines = world.logs.filter(logFilter(q)).slice(-200);
  let i = 0;
  const timer = setInterval(() => {
    const line = lines[i % Math.max(1, lines.length)];
    if (line === undefined) return;
    const log = { ...line, id: `live${i++}`, timeUnixNano: String(BigInt(Date.now()) * 1_000_000n) };
    response.write(`event: logs\ndata: ${JSON.stringify({ logs: [log], resources })}\n\n`);
  }, 100);
  response.on('close', () => clearInterval(timer));
};
