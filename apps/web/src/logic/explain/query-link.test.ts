import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EvidenceQuery } from '@nightglass/model';
import { linkTo } from '../url-state.ts';
import { queryLink } from './query-link.ts';

const window = {
  startMs: Date.UTC(2026, 10, 24, 2, 17, 0) + 250,
  endMs: Date.UTC(2026, 10, 24, 2, 22, 29) + 1,
};
/** As the page builds it: the reader's relative range must give way to the evidence's own window. */
const href = (query: EvidenceQuery): string => {
  const { path, own } = queryLink(query);
  return linkTo('?last=6h&refresh=30s', path, own);
};
const range = 'from=2026-11-24T02:17:00Z&to=2026-11-24T02:22:30Z&refresh=30s';

test('each kind of question leads to the page that answers it, in the window of the evidence', () => {
  assert.equal(
    href({
      kind: 'metric',
      name: 'process.cpu.time',
      service: 'order',
      aggregation: '',
      labels: { b: '2', a: 'x y' },
      window,
    }),
    `/metrics/explore?${range}&name=process.cpu.time&service=order&attr=a%3Dx+y&attr=b%3D2`,
  );
  assert.equal(
    href({
      kind: 'traces',
      service: 'order',
      operation: 'POST /orders',
      status: 'error',
      minDurationMs: 812.9,
      attributes: { 'http.route': '/orders' },
      window,
    }),
    `/traces?${range}&service=order&operation=POST+/orders&status=error&minDuration=812ms&attr=http.route%3D/orders`,
  );
  assert.equal(
    href({ kind: 'trace', traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) }),
    `/traces/${'ab'.repeat(16)}?last=6h&refresh=30s&span=${'cd'.repeat(8)}`,
  );
  assert.equal(
    href({ kind: 'logs', service: 'order', text: 'first certificate', minSeverity: 14, window }),
    `/logs?${range}&service=order&query=%22first+certificate%22&severity=warn`,
  );
  assert.equal(href({ kind: 'runtime', artifactId: 'c1' }), '/runtime/c1?last=6h&refresh=30s');
  assert.equal(href({ kind: 'service', service: 'a/b.c', window }), `/services/a%2Fb%2Ec?${range}`);
});

test('what is not asked for leaves no parameter behind', () => {
  assert.equal(
    href({
      kind: 'traces',
      service: '',
      operation: '',
      status: '',
      minDurationMs: null,
      attributes: {},
      window,
    }),
    `/traces?${range}`,
  );
  assert.equal(href({ kind: 'logs', service: '', text: '', minSeverity: 0, window }), `/logs?${range}`);
});

test('a name out of telemetry stays one value of one parameter', () => {
  const text = '"><script>&from=1970-01-01T00:00:00Z#';
  const url = new URL(href({ kind: 'logs', service: text, text, minSeverity: 17, window }), 'http://x');
  assert.equal(url.searchParams.get('service'), text);
  assert.equal(url.searchParams.get('query'), '"><script>&from=1970-01-01T00:00:00Z#"');
  assert.equal(url.searchParams.get('from'), '2026-11-24T02:17:00Z');
  assert.equal(url.hash, '');
  const other = new URL(href({ kind: 'runtime', artifactId: '../../evil?x=1' }), 'http://x');
  assert.equal(other.pathname, '/runtime/%2E%2E%2F%2E%2E%2Fevil%3Fx%3D1');
});

test('a window shorter than a second, and a duration shorter than a millisecond, are still asked for', () => {
  const short = { startMs: 1_000_000_000_100, endMs: 1_000_000_000_100 };
  assert.deepEqual(queryLink({ kind: 'service', service: 's', window: short }).own, {
    last: null,
    from: '2001-09-09T01:46:40Z',
    to: '2001-09-09T01:46:41Z',
  });
  const traces = queryLink({
    kind: 'traces',
    service: '',
    operation: '',
    status: '',
    minDurationMs: 0.25,
    attributes: {},
    window,
  });
  assert.equal(traces.own.minDuration, '250us');
});

test('what a log line says is looked for literally, whatever it holds', () => {
  const query = (text: string) =>
    queryLink({ kind: 'logs', service: '', text, minSeverity: 0, window }).own.query;
  assert.equal(query('certificate'), 'certificate');
  assert.equal(query('failed: run with --use-system-ca'), '"failed: run with --use-system-ca"');
  assert.equal(query('no "decision" from risk'), '"no " "decision" " from risk"');
  assert.equal(query('-debug'), '"-debug"');
  assert.equal(query('a*'), '"a*"');
  assert.equal(query('"'), '');
});
