import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Logger, type MetricsRegistry, NightglassError } from '@nightglass/model';
import type { StateStore, StoreQueries } from '@nightglass/store';
import type { ExplainService } from '../explain/index.ts';
import type { McpEndpoint } from '../mcp/index.ts';
import type { RuntimeService } from '../runtime/index.ts';
import { collectHealth, type HealthProvider } from './health.ts';
import { openApiDocument, systemPaths } from './openapi.ts';
import { parseQuery, parseShape } from './parse.ts';
import { sendBody, sendError, sendJson } from './respond.ts';
import type { Route } from './route.ts';
import { Router } from './router.ts';
import { apiRoutes } from './routes/index.ts';
import { checkCaller, checkSender, setSecurityHeaders } from './security.ts';
import { serveStatic } from './static.ts';
import { TailHub, type TailOptions } from './tail/tail-hub.ts';

export interface ApiServerOptions {
  version: string;
  registry: MetricsRegistry;
  logger: Logger;
  /** Unix milliseconds. */
  now?: () => number;
  /** Absent while the store is still opening: the API answers 503 until `useQueries`. */
  queries?: StoreQueries;
  /** The same for Go runtime evidence, until `useRuntime`. */
  runtime?: RuntimeService;
  /** The same for root causes and what is kept of them, until `useExplain`. */
  explain?: Explaining;
  /** Parts asked by /healthz and /readyz. */
  health?: readonly HealthProvider[];
  /** Folder of the built web app. Absent: a page that says it is being built, until `useWebRoot`. */
  webRoot?: string;
  /** Names (besides localhost and addresses) that may stand in `Host`; `*` takes all. */
  allowedHosts?: readonly string[];
  /** What MCP clients must show. Without one only programs of this machine may ask over MCP. */
  mcpToken?: string;
  tail?: TailOptions;
}

export interface Explaining {
  service: ExplainService;
  state: StateStore;
}

export interface ApiServer {
  /** NG_PORT_IN_USE when the port is taken. Port 0 picks a free one. */
  listen(host: string, port: number): Promise<{ host: string; port: number; url: string }>;
  useQueries(queries: StoreQueries): void;
  useRuntime(runtime: RuntimeService): void;
  useExplain(explaining: Explaining): void;
  useWebRoot(folder: string): void;
  addHealth(provider: HealthProvider): void;
  /** Ends open streams, kills running queries, waits for the last answer. */
  close(): Promise<void>;
}

/** The HTTP server of the API, the own metrics and the web app. It answers from the first moment on. */
export const createApiServer = (options: ApiServerOptions): ApiServer => new NodeApiServer(options);

class NodeApiServer implements ApiServer {
  readonly #options: ApiServerOptions;
  readonly #now: () => number;
  readonly #health: HealthProvider[];
  readonly #router: Router;
  readonly #document: string;
  readonly #closing = new AbortController();
  readonly #server;
  readonly #requests;
  readonly #seconds;
  #queries: StoreQueries | undefined;
  #runtime: RuntimeService | undefined;
  #explaining: Explaining | undefined;
  #webRoot: string | undefined;
  #mcp: Promise<McpEndpoint> | undefined;

  constructor(options: ApiServerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#health = [...(options.health ?? [])];
    this.#queries = options.queries;
    this.#runtime = options.runtime;
    this.#explaining = options.explain;
    this.#webRoot = options.webRoot;
    const tails = new TailHub(options.tail ?? {}, this.#now, options.logger);
    const routes = apiRoutes(tails);
    this.#router = new Router(routes);
    this.#document = JSON.stringify(openApiDocument(routes, options.version));
    const { registry } = options;
    this.#requests = registry.counter('nightglass_http_requests_total', 'API requests by route and status.');
    this.#seconds = registry.histogram(
      'nightglass_http_request_seconds',
      'Time to answer an API request, live tails excluded.',
      [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    );
    const streams = registry.gauge('nightglass_log_tails', 'Open live tails.');
    streams.observe(() => streams.set(tails.clients));
    const timeouts = { keepAliveTimeout: 65_000, headersTimeout: 30_000, requestTimeout: uploadTimeoutMs };
    this.#server = createServer(timeouts, (request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        options.logger.error('an answer could not be written', { error: String(error) });
        response.destroy();
      });
    });
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      if (socket.writable) socket.end(refusal(error.code === 'HPE_HEADER_OVERFLOW'));
      else socket.destroy();
    });
  }

  useQueries(queries: StoreQueries): void {
    this.#queries = queries;
  }

  useRuntime(runtime: RuntimeService): void {
    this.#runtime = runtime;
  }

  useExplain(explaining: Explaining): void {
    this.#explaining = explaining;
  }

  useWebRoot(folder: string): void {
    this.#webRoot = folder;
  }

  addHealth(provider: HealthProvider): void {
    this.#health.push(provider);
  }

  listen(host: string, port: number): Promise<{ host: string; port: number; url: string }> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
      this.#server.listen(port, host, () => {
        this.#server.removeAllListeners('error');
        this.#server.on('error', (error) =>
          this.#options.logger.error('api server', { error: String(error) }),
        );
        const bound = (this.#server.address() as AddressInfo).port;
        const shown =
          host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
        resolve({ host, port: bound, url: `http://${shown}:${bound}` });
      });
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
      setTimeout(() => this.#server.closeAllConnections(), 1000).unref();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = this.#now();
    // A template of ours or one word, never the text of a request: labels must stay few.
    const label = { route: 'none' };
    setSecurityHeaders(response);
    try {
      checkCaller(request, this.#options.allowedHosts ?? []);
      const url = parseTarget(request.url ?? '/');
      await this.#dispatch(request, response, url, label);
    } catch (error) {
      await sendError(request, response, error, this.#options.logger);
      if (!response.writableEnded) response.destroy();
    }
    this.#requests.add(1, { ...label, status: String(response.statusCode) });
    if (label.route !== '/api/v1/logs/tail') this.#seconds.record((this.#now() - started) / 1000, label);
  }

  async #dispatch(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    label: { route: string },
  ): Promise<void> {
    const { pathname } = url;
    if (pathname === '/mcp') {
      label.route = pathname;
      return (await this.#mcpEndpoint()).answer(request, response, this.#closing.signal);
    }
    const found = this.#router.find(pathname);
    const system = Object.hasOwn(systemPaths, pathname);
    const isApi = pathname === '/api' || pathname.startsWith('/api/');
    if (system) label.route = pathname;
    else if (found) label.route = found.path;
    if (isApi && !found && !system) throw this.#router.notFound(pathname);
    const route = routeOf(request, response, found?.routes);
    // Whoever reads a body does it itself; all others are read and forgotten.
    if (route?.method !== 'POST') request.resume();
    if (system) return this.#system(request, response, pathname, url.searchParams);
    if (!found || !route) {
      label.route = 'web';
      if (await serveStatic(request, response, pathname, this.#webRoot)) return;
      throw this.#router.notFound(pathname);
    }
    if (route.method === 'POST') checkSender(request);
    const path = parseShape(route.pathParams, found.params);
    const query = parseQuery(route.queryParams, url.searchParams);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.#closing.signal]);
    const now = BigInt(this.#now()) * 1_000_000n;
    const sources = this.#sources();
    const open = { ...sources, store: sources.store() };
    const answer = await route.handle({ path, query, now, signal, ...open, request, response });
    if ('schema' in route.answer) await sendJson(request, response, route.answer.status ?? 200, answer);
  }

  /** Its library is large; most servers are never asked. */
  #mcpEndpoint(): Promise<McpEndpoint> {
    const { logger, mcpToken: token = '' } = this.#options;
    this.#mcp ??= import('../mcp/index.ts').then(
      ({ McpEndpoint }) => new McpEndpoint({ sources: this.#sources(), logger, now: this.#now, token }),
    );
    return this.#mcp;
  }

  #sources() {
    return {
      store: () => opened(this.#queries),
      runtime: () => opened(this.#runtime),
      explain: () => opened(this.#explaining).service,
      state: () => opened(this.#explaining).state,
    };
  }

  async #system(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
    search: URLSearchParams,
  ): Promise<void> {
    parseQuery({}, search);
    if (pathname === '/metrics') {
      response.setHeader('cache-control', 'no-store');
      const type = 'text/plain; version=0.0.4; charset=utf-8';
      return sendBody(request, response, 200, type, this.#options.registry.render());
    }
    if (pathname === '/api/v1/openapi.json') {
      response.setHeader('cache-control', 'no-cache');
      return sendBody(request, response, 200, 'application/json; charset=utf-8', this.#document);
    }
    const providers: HealthProvider[] = this.#queries
      ? this.#health
      : [{ name: 'store', check: () => ({ status: 'starting' }) }, ...this.#health];
    const health = await collectHealth(this.#options.version, providers);
    const ready = health.status === 'ok' || health.status === 'degraded';
    return sendJson(request, response, pathname === '/healthz' || ready ? 200 : 503, health);
  }
}

/** Long enough for 64 MiB over a slow line; headers must be there sooner. */
const uploadTimeoutMs = 300_000;

const opened = <T>(part: T | undefined): T => {
  if (part !== undefined) return part;
  throw new NightglassError('NG_STORE_UNAVAILABLE', 'the store is starting', {
    hint: 'Ask again in a moment; /readyz says when it is ready.',
  });
};

/** The route of the request's method; undefined on paths without routes. NG_METHOD_NOT_ALLOWED says what is possible. */
const routeOf = (
  request: IncomingMessage,
  response: ServerResponse,
  routes: readonly Route[] | undefined,
): Route | undefined => {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const found = routes?.find((route) => (route.method ?? 'GET') === method);
  if (found || (routes === undefined && method === 'GET')) return found;
  const methods = routes?.map((route) => route.method ?? 'GET') ?? ['GET'];
  const allowed = methods.flatMap((known) => (known === 'POST' ? ['POST'] : ['GET', 'HEAD']));
  response.setHeader('allow', allowed.join(', '));
  throw new NightglassError('NG_METHOD_NOT_ALLOWED', `${request.method} is not possible here`, {
    hint: allowed.includes('POST')
      ? 'GET reads, POST adds.'
      : 'This is read with GET. Telemetry is sent to the OTLP ports.',
  });
};

/** The whole answer to what could not be read as a request, and the end of its connection. */
const refusal = (tooLong: boolean): string => {
  const error = new NightglassError(
    'NG_BAD_PARAMETER',
    tooLong ? 'the request line and headers are longer than 16 KiB' : 'this is not an HTTP/1.1 request',
    { hint: tooLong ? 'Use fewer or shorter filters.' : 'Telemetry in OTLP is sent to the OTLP ports.' },
  );
  const body = JSON.stringify(error.toBody());
  return `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;
};

const parseTarget = (target: string): URL => {
  try {
    return new URL(target.startsWith('/') ? `http://local${target}` : target);
  } catch {
    throw new NightglassError('NG_BAD_PARAMETER', 'the request target is not a URL', {
      hint: 'Ask for a path such as /api/v1/services.',
    });
  }
};

const listenError = (error: NodeJS.ErrnoException, host: string, port: number): Error => {
  const where = `${host}:${port}`;
  if (error.code === 'EADDRINUSE') {
    return new NightglassError('NG_PORT_IN_USE', `${where} is already in use`, {
      hint: 'Stop the other program, or choose another port with --port (0 picks a free one).',
      cause: error,
    });
  }
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL') {
    return new NightglassError('NG_CONFIG_INVALID', `cannot listen on ${where}: ${error.message}`, {
      hint: 'Use an address of this machine and a port above 1023.',
      cause: error,
    });
  }
  return error;
};
