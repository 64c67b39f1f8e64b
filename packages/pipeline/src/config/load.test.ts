import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nightglassExporter } from '../exporters/nightglass/factory.ts';
import { goruntimeProcessor } from '../processors/goruntime/factory.ts';
import { otlpReceiver } from '../receivers/otlp/factory.ts';
import { MemoryTarget } from '../testing/fixtures.ts';
import { defaultConfig } from './default-config.ts';
import { ConfigError } from './issue.ts';
import { loadConfig, type PipelineConfig } from './load.ts';
import { parseDuration, parseSize } from './units.ts';

const factories = [otlpReceiver(), goruntimeProcessor(), nightglassExporter({ target: new MemoryTarget() })];
const load = (text: string, env: Record<string, string> = {}): PipelineConfig =>
  loadConfig(text, { file: 'ng.yaml', factories, env });
const mistakes = (text: string, env: Record<string, string> = {}): string[] => {
  try {
    load(text, env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.code, 'NG_CONFIG_INVALID');
    return error.message.split('\n').slice(1);
  }
  return [];
};
const good = defaultConfig({ host: '::1', grpcPort: 0, httpPort: 4318 });
// biome-ignore lint/suspicious/noExplicitAny: the parsed configuration of one component
const configOf = (c: PipelineConfig, kind: 'receivers' | 'exporters', id: string): any =>
  c[kind].get(id)?.config;

test('the default configuration is complete', () => {
  const config = load(good);
  assert.deepEqual(
    config.pipelines.map((p) => [p.id, p.signal, p.receivers, p.processors, p.exporters]),
    [
      ['traces', 'traces', ['otlp'], [], ['nightglass']],
      ['logs', 'logs', ['otlp'], ['goruntime'], ['nightglass']],
      ['metrics', 'metrics', ['otlp'], [], ['nightglass']],
    ],
  );
  const otlp = configOf(config, 'receivers', 'otlp');
  assert.deepEqual(otlp.protocols.grpc.endpoint, { host: '::1', port: 0 });
  assert.deepEqual(otlp.protocols.http.endpoint, { host: '::1', port: 4318 });
  assert.equal(otlp.protocols.http.max_request_body_size, 64 * 1024 ** 2);
  assert.equal(otlp.protocols.grpc.keepalive.server_parameters.time, 60_000);
  assert.equal(configOf(config, 'exporters', 'nightglass').block.max_rows, 131_072);
  assert.deepEqual(config.unused, []);
});

test('every mistake is told at once, with its place and the nearest name', () => {
  const text = `receivers:
  otpl:
  otlp/second:
    protocols:
      grpc:
        endpoit: localhost:4317
        read_timeout: 5 parsecs
      htpp: {}
exporters:
  nightglass:
    block: { max_rows: many }
    queue:
      max_size: 1MiB
extenions: {}
service:
  pipelines:
    traces:
      receivers: [otlp/secnd]
      exporters: [nightglas]
    logz:
      receivers: [otlp/second]
    metrics:
      receivers: otlp/second
      processors: [batch]
      exporters: []
`;
  assert.deepEqual(mistakes(text), [
    'ng.yaml:2:3: receivers.otpl: there is no receiver of type "otpl"; did you mean "otlp"?',
    'ng.yaml:6:9: receivers.otlp/second.protocols.grpc.endpoit: unknown option "endpoit"; did you mean "endpoint"?',
    'ng.yaml:7:23: receivers.otlp/second.protocols.grpc.read_timeout: 5 parsecs is not a duration (like "5s" or "250ms")',
    'ng.yaml:8:7: receivers.otlp/second.protocols.htpp: unknown option "htpp"; did you mean "http"?',
    'ng.yaml:11:24: exporters.nightglass.block.max_rows: many is not valid: Invalid input: expected number, received string',
    'ng.yaml:13:17: exporters.nightglass.queue.max_size: 1MiB must be at least 134217728 bytes',
    'ng.yaml:14:1: extenions: unknown key "extenions"; did you mean "extensions"?',
    'ng.yaml:18:19: service.pipelines.traces.receivers.0: "otlp/secnd" is not defined under receivers; did you mean "otlp/second"?',
    'ng.yaml:19:19: service.pipelines.traces.exporters.0: "nightglas" is not defined under exporters; did you mean "nightglass"?',
    'ng.yaml:20:5: service.pipelines.logz: "logz" names no signal; did you mean "logs"?',
    'ng.yaml:23:18: service.pipelines.metrics.receivers: must be a list, like [otpl]',
    'ng.yaml:24:20: service.pipelines.metrics.processors.0: "batch" is not defined under processors',
    'ng.yaml:25:7: service.pipelines.metrics.exporters: a pipeline needs at least one of exporters',
  ]);
});

const env = (name: string): string => `\${env:${name}}`;

test('the environment fills in values, typed when unquoted; secrets are not repeated', () => {
  const text = (port: string, token: string): string => `
receivers:
  otlp:
    protocols:
      grpc:
        endpoint: "\${env:HOST:-127.0.0.1}:${port}"
        max_concurrent_streams: \${env:STREAMS}
        auth:
          bearer_token: ${token}
exporters: { nightglass: }
service: { pipelines: { traces: { receivers: [otlp], exporters: [nightglass] } } }
`;
  const config = load(text(env('PORT'), '"a$$b-secret"'), { PORT: '4000', STREAMS: '7' });
  const { grpc } = configOf(config, 'receivers', 'otlp').protocols;
  assert.deepEqual(grpc.endpoint, { host: '127.0.0.1', port: 4000 });
  assert.equal(grpc.max_concurrent_streams, 7);
  assert.equal(grpc.auth.bearer_token, 'a$b-secret');

  const [first, second, third] = mistakes(text(`\${PORT}`, env('TOKEN')), { STREAMS: '1', TOKEN: 'short' });
  assert.match(first ?? '', /^ng\.yaml:6:19: .*"\$\{PORT\}" is not understood; write \$\{env:NAME\}/);
  assert.match(second ?? '', /endpoint/);
  assert.match(third ?? '', /^ng\.yaml:9:25: .*\$\{env:TOKEN\} is not valid/);
  assert.ok(
    !mistakes(text('1', env('TOKEN')), { STREAMS: '1', TOKEN: 'short' })
      .join()
      .includes('short'),
  );
  assert.match(mistakes(text('1', 'long-enough'))[0] ?? '', /the environment variable STREAMS is not set/);
});

test('what is not YAML, or not a configuration, is told with its place', () => {
  assert.match(mistakes('a: [1\nb: 2')[0] ?? '', /^ng\.yaml:2:1: /);
  assert.match(mistakes('a: 1\na: 2\n')[0] ?? '', /^ng\.yaml:2:1: .*unique/);
  assert.match(mistakes('- 1')[0] ?? '', /^ng\.yaml:1:1: must be a section/);
  assert.match(mistakes('')[0] ?? '', /^ng\.yaml:1:1: service\.pipelines: no pipeline is configured/);
  assert.match(mistakes('__proto__: {}\n').join('\n'), /unknown key "__proto__"/);
  const both = 'receivers: { otlp: { protocols: {} } }\n';
  assert.match(mistakes(both).join('\n'), /protocols: .*needs grpc, http or both/);
  assert.ok(mistakes(`a: ${'['.repeat(200)}${']'.repeat(200)}`).length > 0);
});

test('durations and sizes', () => {
  const durations: [string, number | undefined][] = [
    ['1h30m', 5_400_000],
    ['250ms', 250],
    ['0', 0],
    ['1.5s', 1500],
    ['5', undefined],
    ['s', undefined],
    ['-1s', undefined],
  ];
  for (const [text, ms] of durations) assert.equal(parseDuration(text), ms, text);
  const sizes: [string, number | undefined][] = [
    ['64MiB', 67_108_864],
    ['1.5 kB', 1500],
    ['42', 42],
    ['1XB', undefined],
    ['-1', undefined],
  ];
  for (const [text, bytes] of sizes) assert.equal(parseSize(text), bytes, text);
});
