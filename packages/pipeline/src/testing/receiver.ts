/** A running otlp receiver with a consumer that can be told what to do, and clients for both protocols. */
import { request } from 'node:http';
import type { TestContext } from 'node:test';
import { Client, credentials, Metadata, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import type { Batch, ComponentContext, Receiver } from '../component.ts';
import { otlpReceiver } from '../receivers/otlp/factory.ts';
import { testContext } from './fixtures.ts';

export interface TestReceiver {
  receiver: Receiver;
  context: ComponentContext;
  /** What was consumed. */
  batches: Batch[];
  /** Replaces what `consume` does after recording. */
  onBatch: (batch: Batch) => Promise<void> | void;
  grpc: string;
  http: string;
}

export const startReceiver = async (
  t: TestContext,
  protocols: { grpc?: object; http?: object } = {},
  budgetBytes?: number,
): Promise<TestReceiver> => {
  const context = testContext('', budgetBytes);
  const factory = otlpReceiver();
  const listen = { endpoint: '127.0.0.1:0' };
  const config = factory.config.parse({
    protocols: { grpc: { ...listen, ...protocols.grpc }, http: { ...listen, ...protocols.http } },
  });
  const state = { context, batches: [] as Batch[], onBatch: () => {} } as unknown as TestReceiver;
  const next = {
    async consume(batch: Batch): Promise<void> {
      await state.onBatch(batch);
      state.batches.push(batch);
    },
  };
  state.receiver = factory.create(context, config, { traces: next, logs: next, metrics: next });
  t.after(() => state.receiver.stop(200));
  await state.receiver.start();
  const { grpc = '', http = '' } = state.receiver.addresses();
  return Object.assign(state, { grpc, http });
};

export const TRACE_EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

export interface GrpcAnswer {
  code: number;
  details: string;
  /** google.rpc.Status of grpc-status-details-bin. */
  status: Buffer | undefined;
  response: Buffer | undefined;
}

export const grpcClient = (t: TestContext, address: string, creds = credentials.createInsecure()): Client => {
  const client = new Client(address, creds, {
    'grpc.max_send_message_length': -1,
    'grpc.default_compression_algorithm': 0,
  });
  t.after(() => client.close());
  return client;
};

/** One unary call with raw bytes. */
export const call = (
  client: Client,
  body: Uint8Array,
  options: { method?: string; metadata?: Record<string, string>; compression?: 'gzip' } = {},
): Promise<GrpcAnswer> => {
  const metadata = new Metadata();
  for (const [k, v] of Object.entries(options.metadata ?? {})) metadata.set(k, v);
  if (options.compression !== undefined) metadata.set('grpc-internal-encoding-request', options.compression);
  const raw = (b: Buffer): Buffer => b;
  return new Promise((resolve) => {
    const deadline = Date.now() + 10_000;
    client.makeUnaryRequest(
      options.method ?? TRACE_EXPORT,
      raw,
      raw,
      Buffer.from(body),
      metadata,
      { deadline },
      (error: ServiceError | null, response?: Buffer) => {
        const status: Partial<StatusObject> = error ?? { code: 0, details: '' };
        resolve({
          code: status.code ?? 0,
          details: status.details ?? '',
          status: status.metadata?.get('grpc-status-details-bin')[0] as Buffer | undefined,
          response,
        });
      },
    );
  });
};

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export const send = (
  address: string,
  path: string,
  body: Uint8Array | string,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const [host, port] = address.split(':');
    const req = request({
      host,
      port,
      path,
      method,
      headers: {
        'content-type': 'application/x-protobuf',
        ...('transfer-encoding' in headers ? {} : { 'content-length': Buffer.byteLength(body) }),
        ...headers,
      },
    });
    req.on('response', (res) => {
      const parts: Buffer[] = [];
      res.on('data', (p: Buffer) => parts.push(p));
      res.on('end', () =>
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(parts) }),
      );
      res.on('error', reject);
    });
    req.on('error', reject);
    req.end(method === 'GET' ? undefined : body);
  });
