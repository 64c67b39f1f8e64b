/** Connection matters with grpc-go: GOAWAY by age, large messages, keepalive pings. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerProcess } from '@nightglass/bench/server';
import type { TraceResponse } from '@nightglass/model';
import { ask, sample } from './api.ts';
import { hostPort, runScene } from './go-build.ts';

/** A configuration whose gRPC connections live one second. */
export const writeShortLivedConfig = (folder: string): string => {
  const path = join(folder, 'short-lived.yaml');
  writeFileSync(
    path,
    `receivers:
  otlp:
    protocols:
      grpc:
        endpoint: 127.0.0.1:0
        keepalive: { server_parameters: { max_connection_age: 1s, max_connection_age_grace: 2s } }
      http:
        endpoint: 127.0.0.1:0
exporters:
  nightglass:
service:
  pipelines:
    traces: { receivers: [otlp], exporters: [nightglass] }
    logs: { receivers: [otlp], exporters: [nightglass] }
    metrics: { receivers: [otlp], exporters: [nightglass] }
`,
  );
  return path;
};

export const checkGoAway = async (program: string, server: ServerProcess): Promise<string> => {
  const sent = await runScene<{ traceId: string; spans: number; connections: number; failures: number }>(
    program,
    ['-scene', 'age', '-grpc', hostPort(server.urls.otlpGrpc)],
  );
  assert.equal(sent.failures, 0, 'exports failed');
  assert.ok(sent.connections >= 3, `only ${sent.connections} connections: no GOAWAY came`);
  const got = await ask<TraceResponse>(
    server.urls.ui,
    `/api/v1/traces/${sent.traceId}`,
    {},
    (b) => b.totalSpans >= sent.spans,
  );
  const ids = new Set(got.spans.map((s) => s.spanId));
  assert.deepEqual([got.spans.length, ids.size], [sent.spans, sent.spans], 'spans and distinct ids');
  return `${sent.spans} spans once each over ${sent.connections} connections`;
};

interface LargeAnswer {
  mib: number;
  gzip?: boolean;
  exporter?: boolean;
  traceId?: string;
  code: string;
  message: string;
  details?: string[];
  attempts?: number;
  refused?: boolean;
}

export const checkLarge = async (program: string, server: ServerProcess): Promise<string> => {
  const answers = await runScene<LargeAnswer[]>(program, [
    '-scene',
    'large',
    '-grpc',
    hostPort(server.urls.otlpGrpc),
  ]);
  for (const a of answers) {
    if (a.exporter) {
      assert.deepEqual(
        [a.refused, a.attempts],
        [true, 1],
        `refused, and sent once: ${a.attempts} attempts, ${a.message}`,
      );
    } else if (a.mib === 40) {
      assert.equal(a.code, 'OK', `40 MiB${a.gzip ? ' in gzip' : ''}: ${a.message}`);
      await ask<TraceResponse>(
        server.urls.ui,
        `/api/v1/traces/${a.traceId}`,
        { limit: '1' },
        (b) => b.totalSpans === a.mib,
      );
    } else {
      assert.equal(a.code, 'ResourceExhausted', `70 MiB${a.gzip ? ' in gzip' : ''}: ${a.message}`);
      assert.ok(
        !a.details?.some((d) => d.includes('RetryInfo')),
        `RetryInfo in the refusal of ${a.mib} MiB: ${a.details}`,
      );
    }
  }
  const page = await (await fetch(new URL('/metrics', server.urls.ui))).text();
  const refused = sample(page, 'nightglass_receiver_requests_total', ['transport="grpc"', 'code="NG_']);
  assert.equal(refused, 3, 'refused requests as counted by the receiver');
  return '40 MiB taken plain and in gzip, 70 MiB refused once each';
};

export const checkKeepalive = async (program: string, server: ServerProcess): Promise<string> => {
  const idle = await runScene<{ connections: number; bytesWrittenIdle: number; bytesReadIdle: number }>(
    program,
    ['-scene', 'keepalive', '-grpc', hostPort(server.urls.otlpGrpc)],
  );
  assert.equal(idle.connections, 1, 'connections');
  // A PING frame and its acknowledgement are 17 bytes each.
  assert.ok(idle.bytesWrittenIdle >= 17 && idle.bytesReadIdle >= 17, JSON.stringify(idle));
  return `one connection, ${idle.bytesWrittenIdle} B of pings, ${idle.bytesReadIdle} B of answers while idle`;
};
