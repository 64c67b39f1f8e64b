import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Attributes,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { exceptionAttributes } from '../telemetry/log.ts';
import { failSpan } from '../telemetry/span.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { problemBody, readJson, sendJson } from './json.ts';
import { HttpProblem } from './problem.ts';

export interface Request {
  /** Values of the `{name}` parts of the route. */
  params: Record<string, string>;
  body: unknown;
  /** The SERVER span, for attributes of the business. */
  span: Span;
}
export interface Reply {
  status: number;
  body: unknown;
}
export interface Route {
  method: 'GET' | 'POST';
  /** `/orders/{id}`: a part in braces matches one path segment. */
  path: string;
  handle(request: Request): Promise<Reply> | Reply;
}

export interface RunningServer {
  url: string;
  /** Answers what is under way, then closes; idle connections are cut at once. */
  stop(): Promise<void>;
}

/** Boundaries the HTTP conventions advise for durations, seconds. */
export const durationBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const match = (route: Route, path: string): Record<string, string> | undefined => {
  const want = route.path.split('/');
  const have = path.split('/');
  if (want.length !== have.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of want.entries()) {
    const value = have[i] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
};

/**
 * An HTTP server whose every request is a SERVER span that continues the caller's trace, with the stable HTTP
 * conventions, the `http.server.request.duration` metric, and errors answered as JSON.
 */
export const startHttpServer = async (
  telemetry: Telemetry,
  routes: readonly Route[],
): Promise<RunningServer> => {
  const { tracer, meter, log, histogram } = telemetry;
  const duration = histogram('http.server.request.duration', durationBoundaries, {
    unit: 's',
    description: 'Duration of HTTP server requests.',
  });
  const active = meter.createUpDownCounter('http.server.active_requests', {
    unit: '{request}',
    description: 'Number of active HTTP server requests.',
  });
  let server: Server;

  const answer = async (request: IncomingMessage, span: Span, route: Route | undefined, path: string) => {
    if (route === undefined) throw new HttpProblem(404, 'not_found', `nothing is at ${path}`);
    const body = request.method === 'POST' ? await readJson(request) : undefined;
    return route.handle({ params: match(route, path) ?? {}, body, span });
  };

  const reply = async (...args: Parameters<typeof answer>): Promise<Reply> => {
    try {
      return await answer(...args);
    } catch (error) {
      if (error instanceof HttpProblem) return { status: error.status, body: problemBody(error) };
      const [, span, route] = args;
      failSpan(span, error);
      log.error(
        `${route?.method} ${route?.path} failed: ${error instanceof Error ? error.message : String(error)}`,
        exceptionAttributes(error),
      );
      return { status: 500, body: { error: { code: 'internal', message: 'internal error' } } };
    }
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', 'http://localhost');
    const route = routes.find((r) => r.method === method && match(r, url.pathname) !== undefined);
    const common: Attributes = {
      'http.request.method': method,
      'url.scheme': 'http',
      ...(route === undefined ? {} : { 'http.route': route.path }),
    };
    const span = tracer.startSpan(
      route === undefined ? method : `${method} ${route.path}`,
      { kind: SpanKind.SERVER, attributes: { ...common, ...requestAttributes(request, url) } },
      propagation.extract(context.active(), request.headers),
    );
    const inside = trace.setSpan(context.active(), span);
    active.add(1, { 'http.request.method': method, 'url.scheme': 'http' });
    await context.with(inside, async () => {
      const { status, body } = await reply(request, span, route, url.pathname);
      span.setAttribute('http.response.status_code', status);
      const failed = status >= 500 ? { 'error.type': String(status) } : {};
      if (status >= 500) span.setAttributes(failed).setStatus({ code: SpanStatusCode.ERROR });
      sendJson(response, status, body);
      span.end();
      active.add(-1, { 'http.request.method': method, 'url.scheme': 'http' });
      duration.record((performance.now() - startedAt) / 1000, {
        ...common,
        ...failed,
        'http.response.status_code': status,
        'network.protocol.version': request.httpVersion,
      });
    });
  };

  server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
};

const requestAttributes = (request: IncomingMessage, url: URL): Attributes => ({
  'url.path': url.pathname,
  'server.address': request.socket.localAddress ?? '',
  'server.port': request.socket.localPort ?? 0,
  'client.address': request.socket.remoteAddress ?? '',
  'network.protocol.version': request.httpVersion,
  ...(request.headers['user-agent'] === undefined
    ? {}
    : { 'user_agent.original': request.headers['user-agent'] }),
});
