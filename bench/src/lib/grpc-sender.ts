/**
 * A cheap OTLP/gRPC client for load: one HTTP/2 session, raw frames, no message objects. It speaks just enough of
 * gRPC over HTTP/2 (length-prefixed message, grpc-status trailer) to count acknowledged and refused requests.
 */
import { type ClientHttp2Session, connect } from 'node:http2';

export type Outcome = 'acked' | 'refused' | 'failed';

const paths = {
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
} as const;

/** gRPC status codes that say "again later". */
const retryable = new Set(['8', '14']);

export class GrpcSender {
  readonly #session: ClientHttp2Session;

  constructor(url: string) {
    // Both windows are wide and the session's memory is ours to bound: the default 10 MB kills streams under load.
    this.#session = connect(url, { maxSessionMemory: 512, settings: { initialWindowSize: 1 << 20 } });
    this.#session.on('error', () => {});
  }

  get closed(): boolean {
    return this.#session.closed || this.#session.destroyed;
  }

  /** Sends one export request; the bytes are copied before this returns. */
  send(signal: keyof typeof paths, request: Uint8Array): Promise<Outcome> {
    if (this.closed) return Promise.resolve('failed');
    const framed = Buffer.allocUnsafe(request.length + 5);
    framed[0] = 0;
    framed.writeUInt32BE(request.length, 1);
    framed.set(request, 5);
    return new Promise((done) => {
      let status: string | undefined;
      const stream = this.#session.request({
        ':method': 'POST',
        ':path': paths[signal],
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      const note = (headers: Record<string, unknown>): void => {
        if (headers['grpc-status'] !== undefined) status = String(headers['grpc-status']);
      };
      stream.on('response', note);
      stream.on('trailers', note);
      stream.on('error', () => done('failed'));
      stream.on('close', () =>
        done(status === '0' ? 'acked' : retryable.has(status ?? '') ? 'refused' : 'failed'),
      );
      stream.resume();
      stream.end(framed);
    });
  }

  close(): void {
    this.#session.destroy();
  }
}
