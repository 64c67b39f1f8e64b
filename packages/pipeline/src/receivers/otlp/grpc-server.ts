import * as http2 from 'node:http2';
import { NightglassError, nearest, type Signal } from '@nightglass/model';
import { listen } from './address.ts';
import type { GrpcConfig } from './config.ts';
import { answerFailure, GrpcCall } from './grpc-call.ts';
import type { Intake } from './intake.ts';
import { type Guard, makeGuard, tlsOptions, unauthenticated } from './security.ts';
import { keepSession } from './session-life.ts';

const method = (service: string): string => `/opentelemetry.proto.collector.${service}/Export`;
const signalOf: ReadonlyMap<string, Signal> = new Map([
  [method('trace.v1.TraceService'), 'traces'],
  [method('logs.v1.LogsService'), 'logs'],
  [method('metrics.v1.MetricsService'), 'metrics'],
]);

/** Bytes a sender may have under way per stream and per connection before we read. */
const STREAM_WINDOW = 4 << 20;
const SESSION_WINDOW = 16 << 20;
/** Node counts a session's buffers against this, in MB; its default of 10 breaks streams of large batches. */
const SESSION_MEMORY_MB = 64;

/** OTLP/gRPC: unary framing over node:http2, nothing else of gRPC. */
export class GrpcServer {
  readonly #config: GrpcConfig;
  readonly #intake: Intake;
  readonly #sessions = new Set<http2.ServerHttp2Session>();
  #server: http2.Http2Server | http2.Http2SecureServer | undefined;
  #guard: Guard = () => true;

  constructor(config: GrpcConfig, intake: Intake) {
    this.#config = config;
    this.#intake = intake;
    const connections = intake.context.metrics.gauge('nightglass_receiver_connections', 'Open connections.');
    connections.observe(() =>
      connections.set(this.#sessions.size, { receiver: intake.context.id, transport: 'grpc' }),
    );
  }

  /** The address it listens on. */
  async start(): Promise<string> {
    this.#guard = await makeGuard(this.#config.auth);
    const tls = await tlsOptions(this.#config.tls);
    const options: http2.ServerOptions = {
      maxSessionMemory: SESSION_MEMORY_MB,
      settings: {
        initialWindowSize: STREAM_WINDOW,
        maxConcurrentStreams: this.#config.max_concurrent_streams,
        maxHeaderListSize: 16_384,
        enablePush: false,
      },
    };
    const server =
      tls === undefined ? http2.createServer(options) : http2.createSecureServer({ ...options, ...tls });
    this.#server = server;
    server.on('session', (session) => this.#session(session));
    server.on('stream', (stream, headers) => this.#stream(stream, headers));
    server.on('sessionError', (error) => this.#stranger(error));
    return listen(server, this.#config.endpoint, 'OTLP/gRPC');
  }

  /** New connections are refused at once, calls under way are finished, what is left is cut at the deadline. */
  async stop(deadlineMs: number): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const session of this.#sessions) session.close();
    const timer = setTimeout(() => {
      for (const session of this.#sessions) session.destroy();
    }, deadlineMs);
    await closed;
    clearTimeout(timer);
  }

  #session(session: http2.ServerHttp2Session): void {
    this.#sessions.add(session);
    session.on('error', (error) => this.#stranger(error));
    session.setLocalWindowSize(SESSION_WINDOW);
    // A connection that never says anything is cut.
    const silent = setTimeout(() => session.destroy(), this.#config.read_timeout);
    session.once('remoteSettings', () => clearTimeout(silent));
    const end = keepSession(session, this.#config.keepalive.server_parameters);
    session.on('close', () => {
      end();
      clearTimeout(silent);
      this.#sessions.delete(session);
    });
  }

  #stream(stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders): void {
    stream.on('error', () => {});
    const path = String(headers[':path'] ?? '');
    const signal = signalOf.get(path);
    const type = String(headers['content-type'] ?? '');
    if (headers[':method'] !== 'POST' || !/^application\/grpc(\+proto|;|$)/.test(type)) {
      stream.respond({ ':status': headers[':method'] === 'POST' ? 415 : 405, 'content-type': 'text/plain' });
      stream.end('This port speaks gRPC (application/grpc). OTLP/HTTP is the other port, usually 4318.\n');
      stream.resume();
      return;
    }
    try {
      if (!this.#guard(headers.authorization)) throw unauthenticated();
      if (signal === undefined) throw unknownMethod(path);
      this.#intake.consumer(signal);
      const maxBytes = Math.floor(this.#config.max_recv_msg_size_mib * 1024 ** 2);
      new GrpcCall(stream, headers, this.#intake, signal, {
        maxBytes,
        readTimeoutMs: this.#config.read_timeout,
      }).run();
    } catch (error) {
      answerFailure(stream, this.#intake.refused(error, 'grpc', signal));
    }
  }

  /** A connection that was cut, or somebody who does not speak HTTP/2 at all. Never more than a line. */
  #stranger(error: unknown): void {
    const { message = '', code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ECONNRESET' || code === 'EPIPE') return;
    this.#intake.context.logger.debug(
      'a gRPC connection ended in an error; an OTLP/HTTP sender on this port looks so',
      {
        reason: message,
      },
    );
  }
}

const unknownMethod = (path: string): NightglassError => {
  const near = nearest(path, signalOf.keys());
  return new NightglassError('NG_NOT_FOUND', `there is no method "${path.slice(0, 120)}"`, {
    hint: near === undefined ? `there are ${[...signalOf.keys()].join(', ')}` : `did you mean ${near}?`,
  });
};
