import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import { type Logger, NightglassError, type Signal } from '@nightglass/model';
import { listen } from './address.ts';
import type { HttpConfig } from './config.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { encodingOf, endAfterRest, formatOf, mustClose, readBody, signalOfPath } from './http-request.ts';
import type { Format, Intake } from './intake.ts';
import { type Guard, makeGuard, tlsOptions, unauthenticated } from './security.ts';
import { type Failure, responseBytes, responseJson, statusBytes, statusJson } from './status.ts';

const contentType: Record<Format, string> = { protobuf: 'application/x-protobuf', json: 'application/json' };

const HINT_PAGE = `This is Nightglass's OTLP/HTTP endpoint. Send telemetry here with POST:

  /v1/traces  /v1/logs  /v1/metrics   (application/x-protobuf or application/json; gzip or zstd)

In a service with an OpenTelemetry SDK set:

  OTEL_EXPORTER_OTLP_ENDPOINT=http://this-host:this-port
  OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf

The pages to look at are on another port, usually 2170.
`;

/** OTLP/HTTP over node:http. */
export class HttpServer {
  readonly #config: HttpConfig;
  readonly #intake: Intake;
  readonly #logger: Logger;
  readonly #bornAt = new WeakMap<Socket, number>();
  #server: http.Server | https.Server | undefined;
  #connections = 0;
  #guard: Guard = () => true;

  constructor(config: HttpConfig, intake: Intake) {
    this.#config = config;
    this.#intake = intake;
    this.#logger = intake.context.logger;
    const gauge = intake.context.metrics.gauge('nightglass_receiver_connections', 'Open connections.');
    gauge.observe(() => gauge.set(this.#connections, { receiver: intake.context.id, transport: 'http' }));
  }

  /** The address it listens on. */
  async start(): Promise<string> {
    const { auth, tls, read_timeout, read_header_timeout, idle_timeout } = this.#config;
    this.#guard = await makeGuard(auth);
    const tlsFiles = await tlsOptions(tls);
    const options: http.ServerOptions = {
      requestTimeout: read_timeout,
      headersTimeout: Math.min(read_header_timeout, read_timeout),
      keepAliveTimeout: idle_timeout,
      connectionsCheckingInterval: Math.min(1000, read_timeout, read_header_timeout),
      maxHeaderSize: 16_384,
    };
    const server =
      tlsFiles === undefined ? http.createServer(options) : https.createServer({ ...options, ...tlsFiles });
    this.#server = server;
    const handle = (request: http.IncomingMessage, response: http.ServerResponse): void => {
      this.#handle(request, response).catch((error: unknown) => {
        this.#intake.refused(error, 'http', undefined);
        response.destroy();
      });
    };
    server.on('request', handle);
    server.on('checkContinue', handle);
    server.on('connection', (socket) => {
      this.#connections++;
      this.#bornAt.set(socket, this.#intake.context.clock.monotonicMs());
      socket.once('close', () => this.#connections--);
    });
    server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
      this.#clientError(error, socket as Socket),
    );
    return listen(server, this.#config.endpoint, 'OTLP/HTTP');
  }

  async stop(deadlineMs: number): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const timer = setTimeout(() => server.closeAllConnections(), deadlineMs);
    await closed;
    clearTimeout(timer);
  }

  async #handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    response.on('error', () => {});
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    for (const [name, value] of corsHeaders(this.#config.cors, request.headers.origin))
      response.setHeader(name, value);
    if (path === '/' && (request.method === 'GET' || request.method === 'HEAD')) {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(HINT_PAGE);
      return;
    }
    if (request.method === 'OPTIONS' && request.headers.origin !== undefined) {
      const headers = preflightHeaders(this.#config.cors, request.headers);
      if (headers !== undefined) {
        response.writeHead(204, headers);
        response.end();
        return;
      }
    }
    await this.#export(request, response, path);
  }

  async #export(request: http.IncomingMessage, response: http.ServerResponse, path: string): Promise<void> {
    const lease = this.#intake.context.budget.lease();
    let signal: Signal | undefined;
    // Until the type is known, errors are told as JSON: whoever looks is likely a person.
    let format: Format = 'json';
    try {
      signal = signalOfPath(path);
      if (request.method !== 'POST') throw wrongMethod(request.method ?? '');
      if (!this.#guard(request.headers.authorization)) throw unauthenticated();
      format = formatOf(request.headers['content-type']);
      const encoding = encodingOf(request.headers['content-encoding']);
      this.#intake.consumer(signal);
      const limit = this.#config.max_request_body_size;
      const body = await readBody(request, response, lease, limit);
      if (body === undefined) return;
      const partial = await this.#intake.take({
        signal,
        transport: 'http',
        format,
        encoding,
        body,
        lease,
        limit,
      });
      const text = format === 'json' ? responseJson(signal, partial) : Buffer.from(responseBytes(partial));
      this.#answer(request, response, 200, format, text);
    } catch (error) {
      this.#fail(request, response, format, this.#intake.refused(error, 'http', signal));
    } finally {
      lease.release();
    }
  }

  #answer(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    status: number,
    format: Format,
    body: string | Buffer,
  ): void {
    if (response.headersSent || response.destroyed) return;
    if (this.#isOld(request.socket) || mustClose(request)) response.setHeader('connection', 'close');
    response.writeHead(status, {
      'content-type': contentType[format],
      'content-length': Buffer.byteLength(body),
    });
    if (request.complete) {
      response.end(body);
      return;
    }
    response.write(body);
    endAfterRest(request, response);
  }
  #fail(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    format: Format,
    failure: Failure,
  ): void {
    if (response.headersSent || response.destroyed) return;
    if (failure.retryAfterMs !== undefined)
      response.setHeader('retry-after', String(Math.ceil(failure.retryAfterMs / 1000)));
    if (failure.http === 401) response.setHeader('www-authenticate', 'Bearer');
    if (failure.http === 405) response.setHeader('allow', 'POST');
    const body = format === 'json' ? statusJson(failure) : Buffer.from(statusBytes(failure));
    this.#answer(request, response, failure.http, format, body);
  }
  #isOld(socket: Socket): boolean {
    const { max_connection_age } = this.#config;
    const bornAt = this.#bornAt.get(socket) ?? 0;
    return max_connection_age > 0 && this.#intake.context.clock.monotonicMs() - bornAt > max_connection_age;
  }
  #clientError(error: NodeJS.ErrnoException, socket: Socket): void {
    if (error.code === 'HPE_PAUSED_H2_UPGRADE') {
      this.#logger.warn(
        'something speaks HTTP/2 to the OTLP/HTTP port; gRPC is the other port, usually 4317',
      );
    }
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    const long = error.code === 'HPE_HEADER_OVERFLOW';
    const status = late
      ? '408 Request Timeout'
      : long
        ? '431 Request Header Fields Too Large'
        : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }
}

const wrongMethod = (method: string): NightglassError =>
  new NightglassError(
    'NG_METHOD_NOT_ALLOWED',
    `telemetry is sent with POST, not with ${method.slice(0, 20)}`,
  );
