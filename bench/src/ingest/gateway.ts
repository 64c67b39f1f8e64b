/**
 * A gateway in a process of its own: the product's otlp receiver, then redaction by splicing, then a client that
 * forwards over gRPC and acknowledges when the next hop did. Argument: URL of the next hop. Prints its own over IPC.
 */
import { MetricsRegistry, NightglassError, silentLogger } from '@nightglass/model';
import { type Exporter, exporterFactory, loadConfig, otlpReceiver, Runner } from '@nightglass/pipeline';
import { z } from 'zod';
import { GrpcSender } from '../lib/grpc-sender.ts';
import { redactTraces } from './redaction.ts';

const next = new GrpcSender(process.argv[2] ?? '');

const forward: Exporter = {
  start: async () => {},
  stop: async () => next.close(),
  health: () => ({ status: 'ok' }),
  consume: async (batch) => {
    const outcome = await next.send('traces', redactTraces(batch.bytes));
    if (outcome !== 'acked')
      throw new NightglassError('NG_OTLP_OVERLOADED', 'the next hop refused the batch');
  },
};

const config = loadConfig(
  `receivers: { otlp: { protocols: { grpc: { endpoint: "127.0.0.1:0" } } } }
exporters: { forward: {} }
service: { pipelines: { traces: { receivers: [otlp], exporters: [forward] } } }`,
  {
    file: 'gateway',
    env: {},
    factories: [
      otlpReceiver(),
      exporterFactory({ type: 'forward', signals: ['traces'], config: z.object({}), create: () => forward }),
    ],
  },
);
const runner = new Runner({
  config,
  dataDir: '/nonexistent',
  logger: silentLogger,
  metrics: new MetricsRegistry(),
});
await runner.start();
process.send?.({ url: `http://${runner.addresses().otlp?.grpc}` });
process.once('disconnect', () => process.exit(0));
