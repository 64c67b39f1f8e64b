import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { MetricsRegistry, silentLogger } from '@nightglass/model';
import { z } from 'zod';
import {
  type Batch,
  type ComponentHealth,
  exporterFactory,
  type Factory,
  processorFactory,
} from './component.ts';
import { defaultConfig } from './config/default-config.ts';
import { loadConfig } from './config/load.ts';
import { section } from './config/units.ts';
import { nightglassExporter } from './exporters/nightglass/factory.ts';
import { goruntimeProcessor } from './processors/goruntime/factory.ts';
import { otlpReceiver } from './receivers/otlp/factory.ts';
import { Runner } from './runner.ts';
import { MemoryTarget, tempFolder, traceRequest, until } from './testing/fixtures.ts';
import { send } from './testing/receiver.ts';

const makeRunner = (
  text: string,
  dataDir: string,
  factories: Factory[],
): { runner: Runner; metrics: MetricsRegistry } => {
  const metrics = new MetricsRegistry();
  const config = loadConfig(text, { file: 'test.yaml', factories, env: {} });
  return { metrics, runner: new Runner({ config, dataDir, logger: silentLogger, metrics }) };
};

test('from the socket to the store, with every record accounted for in the metrics', async (t) => {
  const target = new MemoryTarget();
  const text = defaultConfig({ host: '127.0.0.1', grpcPort: 0, httpPort: 0 });
  const { runner, metrics } = makeRunner(text, await tempFolder(t), [
    otlpReceiver(),
    goruntimeProcessor(),
    nightglassExporter({ target }),
  ]);
  await runner.start();
  t.after(() => runner.stop(1000));
  const { grpc = '', http = '' } = runner.addresses().otlp ?? {};
  assert.match(grpc, /^127\.0\.0\.1:\d+$/);
  assert.equal((await send(http, '/v1/traces', traceRequest(1))).status, 200);
  await until(() => target.texts.length === 1, 'stored', 5000);
  await until(() => runner.ledger.check().traces.queued === 0, 'nothing queued');
  assert.deepEqual(
    runner.health().map((h) => [h.name, h.status]),
    [
      ['exporters.nightglass', 'ok'],
      ['processors.goruntime@logs', 'ok'],
      ['receivers.otlp', 'ok'],
    ],
  );
  const page = metrics.render();
  for (const line of [
    'nightglass_ingest_records_total{outcome="received",signal="traces"} 1',
    'nightglass_ingest_records_total{outcome="stored",signal="traces"} 1',
    'nightglass_ingest_imbalance_records{signal="traces"} 0',
    'nightglass_queue_records{queue="nightglass",signal="traces"} 0',
    'nightglass_receiver_requests_total{code="ok",receiver="otlp",signal="traces",transport="http"} 1',
  ]) {
    assert.ok(page.includes(`${line}\n`), `${line} is not in:\n${page}`);
  }
  await runner.stop(1000);
  await runner.stop(1000);
});

test('a port that is taken is named, and what was started is stopped again', async (t) => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  t.after(() => blocker.close());
  const { port } = blocker.address() as { port: number };
  const dataDir = await tempFolder(t);
  const factories = [
    otlpReceiver(),
    goruntimeProcessor(),
    nightglassExporter({ target: new MemoryTarget() }),
  ];
  const text = (httpPort: number): string => defaultConfig({ host: '127.0.0.1', grpcPort: 0, httpPort });
  const { runner } = makeRunner(text(port), dataDir, factories);
  await assert.rejects(runner.start(), {
    code: 'NG_PORT_IN_USE',
    message: new RegExp(`127\\.0\\.0\\.1:${port}`),
  });
  // The queue's folder is free again.
  const second = makeRunner(text(0), dataDir, factories).runner;
  await second.start();
  await second.stop(1000);
});

test('processors stand between, several exporters are acknowledged together, order of life is kept', async (t) => {
  const events: string[] = [];
  const life = (name: string) => ({
    async start() {
      events.push(`start ${name}`);
    },
    async stop() {
      events.push(`stop ${name}`);
    },
    health: (): ComponentHealth => ({ status: 'ok' }),
  });
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const sink = exporterFactory<Record<string, never>>({
    type: 'sink',
    signals: ['traces'],
    config: section({}) as z.ZodType<Record<string, never>>,
    create: ({ id }) => {
      gates.set(id, Promise.withResolvers());
      return {
        ...life(id),
        async consume(batch: Batch) {
          events.push(`${id} ${batch.records}`);
          await gates.get(id)?.promise;
        },
      };
    },
  });
  const double = processorFactory<{ by: number }>({
    type: 'times',
    signals: ['traces'],
    config: section({ by: z.number() }),
    create: ({ id }, { by }, next) => ({
      ...life(id),
      consume: (batch: Batch) => next.consume({ ...batch, records: batch.records * by }),
    }),
  });
  const text = `
receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
processors: { times/two: { by: 2 }, times/three: { by: 3 } }
exporters: { sink/a: , sink/b: , sink/unused: }
service:
  pipelines:
    traces: { receivers: [otlp], processors: [times/two, times/three], exporters: [sink/a, sink/b] }
`;
  const { runner } = makeRunner(text, await tempFolder(t), [otlpReceiver(), sink, double]);
  await runner.start();
  t.after(() => runner.stop(500));
  const { http = '' } = runner.addresses().otlp ?? {};
  const answer = send(http, '/v1/traces', traceRequest(1));
  await until(() => events.includes('sink/b 6'), 'both consumed');
  gates.get('sink/a')?.resolve();
  const early = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 50, 'waiting'))]);
  assert.equal(early, 'waiting');
  gates.get('sink/b')?.resolve();
  assert.equal((await answer).status, 200);
  assert.equal((await send(http, '/v1/logs', traceRequest(1))).status, 404);
  await runner.stop(500);
  const lives = events.filter((e) => e.startsWith('st'));
  assert.deepEqual(lives, [
    'start sink/a',
    'start sink/b',
    'start times/three',
    'start times/two',
    'stop times/two',
    'stop times/three',
    'stop sink/b',
    'stop sink/a',
  ]);
});
