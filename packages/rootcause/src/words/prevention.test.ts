import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Evidence, entityKinds, type FaultClass, faultClasses } from '@nightglass/model';
import { parse } from 'yaml';
import { between, metricName } from './prevention/promql.ts';
import { preventionsOf } from './prevention.ts';

const window = { startMs: 0, endMs: 1 };
const evidenceOf = (given: Partial<Evidence>): Evidence => ({
  id: 'e1',
  detector: 'metric_shift',
  signal: 'metric',
  entity: { kind: 'service', name: 'payment' },
  stance: 'supports',
  baseline: window,
  window,
  subject: '',
  unit: '',
  before: null,
  after: null,
  effect: null,
  effectUnit: '',
  n: null,
  p: null,
  text: { en: '', zh: '' },
  quote: '',
  caveat: null,
  query: null,
  exemplars: [],
  series: null,
  ...given,
});
const metric = (
  name: string,
  unit: string,
  before: number,
  after: number,
  given: Partial<Evidence> = {},
): Evidence =>
  evidenceOf({
    subject: name,
    unit,
    before,
    after,
    query: {
      kind: 'metric',
      name: name.replace(/ \(\w+\)$/, ''),
      service: 'payment',
      aggregation: '',
      labels: {},
      window,
    },
    ...given,
  });

interface RuleFile {
  groups: {
    name: string;
    rules: {
      alert: string;
      expr: string;
      for?: string;
      labels: Record<string, string>;
      annotations: Record<string, string>;
    }[];
  }[];
}
const rulesOf = (code: string): RuleFile['groups'][number]['rules'] => {
  const file = parse(code) as RuleFile;
  assert.deepEqual(Object.keys(file), ['groups']);
  assert.equal(file.groups.length, 1);
  return file.groups[0]!.rules;
};

const preventions = (
  faultClass: FaultClass,
  evidence: Evidence[],
  given: { detail?: string; operation?: string; name?: string } = {},
) =>
  preventionsOf({
    hypothesis: {
      entity: { kind: 'service', name: given.name ?? 'payment' },
      operation: given.operation ?? '',
      faultClass,
      detail: given.detail ?? '',
    },
    evidence,
  });

test('goroutines that grow get an alert on their growth, above a figure between before and after', () => {
  const [alert, ...more] = preventions('goroutine_leak', [
    metric('http.server.request.duration (p99)', 's', 0.2, 4),
    metric('go.goroutine.count', '{goroutine}', 100, 6400),
  ]);
  assert.deepEqual(more, []);
  assert.equal(alert?.kind, 'alert');
  assert.match(alert.text.en, /go\.goroutine\.count.*800 goroutine.*usually 100.*6400/);
  const [rule] = rulesOf(alert.code);
  assert.equal(
    rule?.expr,
    'deriv(go_goroutine_count{job=~"(.+/)?payment"}[30m]) * 1800 > 0.2 * avg_over_time(go_goroutine_count{job=~"(.+/)?payment"}[30m]) and go_goroutine_count{job=~"(.+/)?payment"} > 800',
  );
  assert.equal(rule.for, '15m');
});

test('rates, quantiles and ratios are asked for as Prometheus stores them', () => {
  const exprOf = (faultClass: FaultClass, evidence: Evidence): string | undefined =>
    rulesOf(preventions(faultClass, [evidence])[0]!.code)[0]?.expr;
  assert.equal(
    exprOf('slow_code', metric('http.server.request.duration (p95)', 's', 0.1, 0.9)),
    'histogram_quantile(0.95, sum by (le) (rate(http_server_request_duration_seconds_bucket{job=~"(.+/)?payment"}[5m]))) > 0.3',
  );
  assert.equal(
    exprOf('retry_storm', metric('rpc.client.retries (rate)', '{retry}', 1, 100)),
    'sum(rate(rpc_client_retries_total{job=~"(.+/)?payment"}[5m])) > 10',
  );
  assert.equal(
    exprOf('cache', metric('cache.hit.ratio', '1', 0.9, 0.1)),
    'cache_hit_ratio{job=~"(.+/)?payment"} < 0.3',
  );
  assert.equal(
    exprOf('queue_lag', metric('kafka_consumergroup_lag', '', 10, 1000)),
    'kafka_consumergroup_lag{job=~"(.+/)?payment"} > 100 and deriv(kafka_consumergroup_lag{job=~"(.+/)?payment"}[10m]) > 0',
  );
});

test('failing requests get a ratio of that route; slow ones are compared with the day before', () => {
  const failing = evidenceOf({
    signal: 'trace',
    unit: '1',
    before: 0.001,
    after: 0.4,
    query: {
      kind: 'traces',
      service: 'payment',
      operation: 'POST /pay',
      status: 'error',
      minDurationMs: null,
      attributes: {},
      window,
    },
  });
  const [ratio] = preventions('code_error', [failing], { operation: 'POST /pay' });
  assert.equal(
    rulesOf(ratio!.code)[0]?.expr,
    'sum(rate(http_server_request_duration_seconds_count{job=~"(.+/)?payment",http_request_method="POST",http_route="/pay",http_response_status_code=~"5.."}[5m])) / sum(rate(http_server_request_duration_seconds_count{job=~"(.+/)?payment",http_request_method="POST",http_route="/pay"}[5m])) > 0.02',
  );
  const [slow] = preventions('slow_code', [
    evidenceOf({ signal: 'trace', unit: 'ms', before: 20, after: 1020 }),
  ]);
  assert.match(rulesOf(slow!.code)[0]?.expr ?? '', /offset 1d\)\)\) > 0\.5$/);
});

test('a Go map race gets the lint rules that find it, and an alert on what outlives the process', () => {
  const found = preventions('go_map_race', [], { detail: 'iteration_and_write' });
  assert.deepEqual(
    found.map(({ kind, id }) => [kind, id]),
    [
      ['lint', 'NGG001'],
      ['lint', 'NGG002'],
      ['alert', 'GoProcessRestarts'],
    ],
  );
  assert.equal(found[0]?.code, 'npx nightglass lint ./...   # NGG001');
  assert.equal(rulesOf(found[2]!.code).length, 2);
});

test('rules for Go are offered only where the evidence speaks of Go', () => {
  const lock = (subject: string) =>
    preventions('lock_contention', [metric(subject, '', 1, 2)]).filter(({ kind }) => kind === 'lint');
  assert.equal(lock('jvm.thread.count').length, 0);
  assert.equal(lock('go.schedule.duration')[0]?.id, 'NGG009');
  assert.match(lock('go.schedule.duration')[0]?.code ?? '', /--fail-on note/);
});

test('what contradicts, or did not move, makes no alert', () => {
  assert.deepEqual(
    preventions('cpu', [metric('process.cpu.utilization', '1', 0.2, 0.9, { stance: 'contradicts' })]),
    [],
  );
  assert.deepEqual(preventions('cpu', [metric('process.cpu.utilization', '1', 0.2, 0.2)]), []);
  assert.deepEqual(preventions('cpu', [metric('???', '1', 0.2, 0.9)]), []);
});

test('hostile names stay inside their strings: one group, our keys, balanced quotes, no template of theirs', () => {
  const hostile = `x"} or vector(1) #'\n      - alert: 'Evil\n{{ printf "%s" .Evil }}\\\u202e\u0000`;
  for (const faultClass of faultClasses)
    for (const kind of entityKinds)
      for (const { code, text, kind: what } of preventionsOf({
        hypothesis: {
          entity: { kind, name: hostile },
          operation: `POST /${hostile}`,
          faultClass,
          detail: 'certificate_expired',
        },
        evidence: [
          metric(hostile, `{{${hostile}`, 1, 9, {
            entity: { kind, name: hostile },
            query: {
              kind: 'metric',
              name: `a.${hostile}`,
              service: hostile,
              aggregation: '',
              labels: { [hostile]: hostile },
              window,
            },
          }),
        ],
      })) {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
        assert.doesNotMatch(text.en + text.zh, /[\u0000-\u001f\u202e]/);
        if (what === 'lint') continue;
        for (const rule of rulesOf(code)) {
          assert.doesNotMatch(rule.alert, /Evil/);
          assert.deepEqual(Object.keys(rule.labels), ['severity']);
          const outside = rule.expr.replace(/"(?:[^"\\]|\\.)*"/g, '""');
          assert.match(outside, /^[\w:{}()[\]=~!",.<>*/ -]+$/, rule.expr);
          assert.doesNotMatch(outside, /vector\(/, rule.expr);
          const templates = (rule.annotations.summary ?? '').replace(/\{\{`\{\{`\}\}/g, '');
          assert.doesNotMatch(templates, /\{\{ printf/);
        }
      }
});

test('a threshold lies between, whatever the figures are', () => {
  assert.equal(between(100, 6400), 800);
  assert.equal(between(0, 10), 5);
  assert.equal(between(-4, 2), -1);
  assert.equal(between(1.001, 1.002), 1.0015);
  assert.equal(between(3, 3), null);
  assert.equal(between(null, 3), null);
  assert.equal(between(1, Number.POSITIVE_INFINITY), null);
});

test('names of metrics become Prometheus’s', () => {
  assert.equal(metricName('go.memory.used', 'By', 'gauge'), 'go_memory_used_bytes');
  assert.equal(metricName('process.cpu.utilization', '1', 'gauge'), 'process_cpu_utilization_ratio');
  assert.equal(metricName('http.server.requests', '{request}', 'counter'), 'http_server_requests_total');
  assert.equal(metricName('go_goroutines', '', 'gauge'), 'go_goroutines');
  assert.equal(metricName('7.up', '', 'gauge'), '_7_up');
  assert.equal(metricName('…', '', 'gauge'), '');
});
