import { type SpanView, walkTraces } from '@nightglass/otlp';
import { GrpcSender } from '../lib/grpc-sender.ts';
import type { ServerProcess } from '../lib/server-process.ts';
import { generateTraces } from '../payload/index.ts';

const probeStream = 77;
const pollMs = 25;

/** Milliseconds from the acknowledgement of a trace to its first answer from the API, one probe after the other. */
export const probeVisibility = async (server: ServerProcess, seconds: number): Promise<number[]> => {
  const sender = new GrpcSender(server.urls.otlpGrpc);
  const payload = generateTraces({ seed: 7, records: 8, stream: probeStream });
  const found: number[] = [];
  let sequence = 8;
  for (const end = performance.now() + seconds * 1000; performance.now() < end; sequence += 8) {
    const bytes = payload.stamp(sequence, BigInt(Date.now()) * 1_000_000n);
    const traceId = firstTraceId(bytes);
    if ((await sender.send('traces', bytes)) !== 'acked') continue;
    const acked = performance.now();
    const visible = await poll(`${server.urls.ui}/api/v1/traces/${traceId}`, acked + 15_000);
    found.push(visible - acked);
  }
  sender.close();
  return found;
};

const poll = async (url: string, end: number): Promise<number> => {
  while (performance.now() < end) {
    const response = await fetch(url);
    await response.arrayBuffer();
    if (response.ok) return performance.now();
    await new Promise((done) => setTimeout(done, pollMs));
  }
  return Number.POSITIVE_INFINITY;
};

const firstTraceId = (request: Uint8Array): string => {
  let id = '';
  walkTraces(request, {
    resource() {},
    scope() {},
    span(view: SpanView) {
      if (id === '') id = Buffer.from(request.subarray(view.traceId, view.traceId + 16)).toString('hex');
    },
  });
  return id;
};
