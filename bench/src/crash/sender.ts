/** Senders that never send a span id twice, and remember which requests were acknowledged. */
import { GrpcSender, type Outcome } from '../lib/grpc-sender.ts';
import type { ServerProcess } from '../lib/server-process.ts';
import { generateTraces, type Payload } from '../payload/index.ts';

export const SPANS_PER_REQUEST = 128;
const PAUSE_MS = 20;
/** Requests of one sender that are under way at once. */
const LANES = 3;

const unixNano = (): bigint => BigInt(Date.now()) * 1_000_000n;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export class Sender {
  /** By number of the request: 1 acknowledged, 0 not (lost, refused, or its answer never came). */
  readonly acked: number[] = [];
  ackedCount = 0;
  readonly stream: number;
  readonly #protocol: 'grpc' | 'http';
  readonly #payload: Payload;
  #server: ServerProcess['urls'] | undefined;
  #grpc: GrpcSender | undefined;
  #running = true;
  readonly #ended: Promise<unknown>;

  constructor(stream: number, protocol: 'grpc' | 'http') {
    this.stream = stream;
    this.#protocol = protocol;
    this.#payload = generateTraces({ seed: stream, records: SPANS_PER_REQUEST, stream });
    this.#ended = Promise.all(Array.from({ length: LANES }, () => this.#run()));
  }
  /** Where the server is now; undefined while there is none. */
  pointAt(server: ServerProcess | undefined): void {
    this.#grpc?.close();
    this.#server = server?.urls;
    this.#grpc = server === undefined ? undefined : new GrpcSender(server.urls.otlpGrpc);
  }
  async stop(): Promise<void> {
    this.#running = false;
    await this.#ended;
    this.pointAt(undefined);
  }

  async #run(): Promise<void> {
    while (this.#running) {
      await pause(PAUSE_MS);
      if (this.#server === undefined) continue;
      const request = this.acked.push(0) - 1;
      const bytes = this.#payload.stamp(1 + request * SPANS_PER_REQUEST, unixNano());
      if ((await this.#send(bytes)) !== 'acked') continue;
      this.acked[request] = 1;
      this.ackedCount++;
    }
  }
  async #send(bytes: Uint8Array): Promise<Outcome> {
    if (this.#protocol === 'grpc') return (await this.#grpc?.send('traces', bytes)) ?? 'failed';
    try {
      const response = await fetch(`${this.#server?.otlpHttp}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf' },
        // A copy: the next stamp overwrites the payload.
        body: Buffer.from(bytes),
      });
      await response.arrayBuffer();
      return response.ok ? 'acked' : 'refused';
    } catch {
      return 'failed';
    }
  }
}
