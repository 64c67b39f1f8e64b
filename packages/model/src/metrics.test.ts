import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MetricsRegistry } from './metrics.ts';

test('counters, gauges and histograms are rendered in the Prometheus text format', () => {
  const registry = new MetricsRegistry();
  registry.counter('a_total', 'things').add(2, { signal: 'logs', outcome: 'stored' });
  registry.counter('a_total', 'things').add(1, { outcome: 'stored', signal: 'logs' });
  registry.gauge('b', 'now').observe(() => registry.gauge('b', 'now').set(7));
  const h = registry.histogram('c_seconds', 'how long', [0.1, 1]);
  h.record(0.1);
  h.record(5);
  assert.equal(
    registry.render(),
    [
      '# HELP a_total things',
      '# TYPE a_total counter',
      'a_total{outcome="stored",signal="logs"} 3',
      '# HELP b now',
      '# TYPE b gauge',
      'b 7',
      '# HELP c_seconds how long',
      '# TYPE c_seconds histogram',
      'c_seconds_bucket{le="0.1"} 1',
      'c_seconds_bucket{le="1"} 1',
      'c_seconds_bucket{le="+Inf"} 2',
      'c_seconds_sum 5.1',
      'c_seconds_count 2',
      '',
    ].join('\n'),
  );
});

test('a label value cannot break out of its quotes', () => {
  const registry = new MetricsRegistry();
  registry.counter('x_total', 'x').add(1, { v: 'a"} 9\n\\' });
  assert.match(registry.render(), /x_total\{v="a\\"\} 9\\n\\\\"\} 1/);
});
