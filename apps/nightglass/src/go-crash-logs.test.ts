/** Real Go output through the OpenTelemetry JS log exporter into a running server: one record per crash, grouped. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CrashGroupsResponse, type LogsResponse, silentLogger } from '@nightglass/model';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { type RunningServer, startServer } from './server.ts';

let server: RunningServer;
let data: string;
before(async () => {
  data = await mkdtemp(join(tmpdir(), 'nightglass-go-logs-'));
  server = await startServer({
    data,
    host: '127.0.0.1',
    port: 0,
    otlpGrpcPort: 0,
    otlpHttpPort: 0,
    logger: silentLogger,
  });
});
after(async () => {
  await server.stop();
  await rm(data, { recursive: true, force: true });
});

const sample = async (path: string): Promise<string> =>
  (await readFile(new URL(`../../../packages/gorun/testdata/go/${path}`, import.meta.url), 'utf8')).trimEnd();

/** Each line of stderr a record, as a file reader without a multiline rule sends it. */
const send = async (service: string, lines: readonly string[], batch = 512): Promise<void> => {
  const exporter = new OTLPLogExporter({ url: `${server.urls.otlpHttp}/v1/logs` });
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    processors: [
      new BatchLogRecordProcessor({ exporter, maxExportBatchSize: batch, scheduledDelayMillis: 50 }),
    ],
  });
  const logger = provider.getLogger('stderr');
  for (const body of lines) logger.emit({ body, attributes: { 'log.iostream': 'stderr' } });
  await provider.shutdown();
};
const get = async <T>(
  path: string,
  params: Record<string, string>,
  done: (body: T) => boolean,
): Promise<T> => {
  const url = new URL(path, server.urls.ui);
  for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value);
  for (const end = Date.now() + 10_000; ; ) {
    const body = (await (await fetch(url)).json()) as T;
    if (done(body)) return body;
    if (Date.now() > end) assert.fail(`${url.pathname} did not become complete: ${JSON.stringify(body)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

for (const [path, reason, key] of [
  ['go1.27/panics/goroutinepanic.txt', 'custom-error', 'ORD-7a9f'],
  ['go1.19/mapcrash/iter.txt', 'concurrent-map-iteration-and-map-write', ''],
  ['go1.26/mapcrash/iter.txt', 'concurrent-map-iteration-and-map-write', ''],
] as const) {
  test(`${path} as lines is one record, and one crash`, async () => {
    const text = await sample(path);
    const service = path.replaceAll('/', '-');
    await send(service, ['listening', ...text.split('\n')]);
    const { logs } = await get<LogsResponse>('/api/v1/logs', { service }, (body) => body.logs.length >= 2);
    assert.deepEqual(logs.map(({ body }) => body.stringValue).sort(), [text, 'listening'].sort());
    const crash = logs.find(({ body }) => body.stringValue === text);
    const value = (name: string) => crash?.attributes.find((a) => a.key === name)?.value.stringValue ?? '';
    assert.equal(value('nightglass.crash.reason'), reason);
    assert.equal(value('nightglass.business_key'), key);
    const { groups } = await get<CrashGroupsResponse>('/api/v1/runtime/crashes', { service }, () => true);
    assert.deepEqual(
      groups.map(({ fingerprint, count }) => [fingerprint, count]),
      [[value('nightglass.crash.fingerprint'), 1]],
    );
  });
}

test('cut into small batches nothing is lost', async () => {
  const text = await sample('go1.24/mapcrash/iter.txt');
  await send('cut', text.split('\n'), 7);
  const whole = (body: LogsResponse): string[] =>
    body.logs.flatMap((log) => (log.body.stringValue ?? '').split('\n'));
  const expected = text.split('\n').sort();
  const ask = { service: 'cut', limit: '1000' };
  const body = await get<LogsResponse>('/api/v1/logs', ask, (b) => whole(b).length === expected.length);
  assert.deepEqual(whole(body).sort(), expected);
});
