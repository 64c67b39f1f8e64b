import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntityKind } from '@nightglass/model';
import { examine } from '../examine.ts';
import { type AlertRow, emptyIncident, type IncidentData, type MetricSeries } from '../incident.ts';
import { metricMeanings } from '../metrics/meaning.ts';
import { alertMeaning } from './alert-meaning.ts';
import { countsText, matchSignatures, type SignatureMatch, shippedSignatures } from './match.ts';

const minute = 60_000;
const onset = 1_700_000_000_000;

/** A minute's value each, 30 usual and 10 in the incident, with a little noise that is the same in each run. */
const series = (
  name: string,
  metric: string,
  before: number,
  after: number,
  kind: EntityKind = 'service',
): MetricSeries => ({
  entity: { kind, name },
  name: metric,
  unit: '',
  aggregation: 'avg',
  labels: {},
  timesMs: Array.from({ length: 40 }, (_, i) => onset + (i - 30) * minute),
  values: Array.from({ length: 40 }, (_, i) => (i < 30 ? before : after) * (1 + ((i * 7) % 5) / 200)),
});

const incident = (given: Partial<IncidentData>): IncidentData => ({
  ...emptyIncident(
    { service: 'shop' },
    { startMs: onset - 30 * minute, endMs: onset },
    { startMs: onset, endMs: onset + 10 * minute },
  ),
  topology: [
    { from: { kind: 'service', name: 'shop' }, to: { kind: 'service', name: 'orders' } },
    { from: { kind: 'service', name: 'orders' }, to: { kind: 'database', name: 'orders-db' } },
  ],
  ...given,
});

/** Bystanders, so that the usual shares are those of a system and not of one entity. */
const quiet = (): MetricSeries[] =>
  ['a', 'b', 'c', 'd'].flatMap((name) => [
    series(name, 'cpu_usage', 0.2, 0.2),
    series(name, 'latency_ms', 20, 20),
    series(name, 'request_rate', 50, 50),
    series(name, 'error_rate', 0.1, 0.1),
  ]);

const matchesOf = (
  given: Partial<IncidentData>,
  learned: Parameters<typeof matchSignatures>[1] = {},
): SignatureMatch[] => matchSignatures(examine(incident(given), { detectors: [] }).context, learned);

const named = (matches: readonly SignatureMatch[], id: string, key: string): SignatureMatch | undefined =>
  matches.find((match) => match.signature.id === id && match.entityKey === key);

const poolWait = [
  ...quiet(),
  series('orders', 'db_connection_pool_wait_ms', 2, 900),
  series('orders', 'latency_ms', 30, 950),
  series('orders', 'cpu_usage', 0.3, 0.3),
  series('orders-db', 'cpu_usage', 0.2, 0.2, 'database'),
  series('orders-db', 'latency_ms', 4, 4, 'database'),
];

test('there are at least forty signatures, with ids of their own, and each needs two signs, one of them its own', () => {
  assert.ok(shippedSignatures.length >= 40, String(shippedSignatures.length));
  assert.equal(new Set(shippedSignatures.map(({ id }) => id)).size, shippedSignatures.length);
  for (const { id, conditions, title } of shippedSignatures) {
    assert.match(id, /^[a-z][a-z0-9-]+$/);
    assert.ok(conditions.length >= 2, id);
    assert.ok(
      conditions.some(
        ({ role, place, state }) => role === 'required' && place === 'self' && state !== 'flat',
      ),
      id,
    );
    for (const { meaning } of conditions) assert.ok(metricMeanings.includes(meaning), `${id}: ${meaning}`);
    assert.match(title.zh, /\p{Script=Han}/u);
  }
});

test('waiting for the pool while the database is idle is the caller’s pool; with a slow database it is the database', () => {
  const idle = matchesOf({ series: poolWait });
  const match = named(idle, 'pool-wait-database-idle', 'service:orders');
  assert.ok(match !== undefined && match.p > 0.3, JSON.stringify(match?.p));
  assert.equal(named(idle, 'slow-database-fills-pools', 'database:orders-db'), undefined);

  const slow = matchesOf({
    series: poolWait.map((s) =>
      s.entity.name === 'orders-db' && s.name === 'latency_ms'
        ? series('orders-db', 'latency_ms', 4, 800, 'database')
        : s,
    ),
  });
  assert.ok(named(slow, 'slow-database-fills-pools', 'database:orders-db') !== undefined);
  assert.equal(named(slow, 'pool-wait-database-idle', 'service:orders'), undefined);
});

test('lag with more production is traffic, lag without is the consumer', () => {
  const lag = (produced: number) =>
    matchesOf({
      series: [
        ...quiet(),
        series('topic', 'consumer_lag', 10, 5000, 'queue'),
        series('topic', 'produce_request_rate', 100, produced, 'queue'),
      ],
    });
  assert.ok(named(lag(400), 'lag-while-produce-rises', 'queue:topic') !== undefined);
  assert.equal(named(lag(400), 'lag-while-produce-is-flat', 'queue:topic'), undefined);
  assert.ok(named(lag(100), 'lag-while-produce-is-flat', 'queue:topic') !== undefined);
  assert.equal(named(lag(100), 'lag-while-produce-rises', 'queue:topic'), undefined);
});

test('nothing moved, nothing matches; one figure alone is no combination', () => {
  assert.deepEqual(matchesOf({ series: quiet() }), []);
  assert.deepEqual(matchesOf({ series: [...quiet(), series('orders', 'goroutines', 100, 9000)] }), []);
});

test('alerts alone match, and an alert that was evaluated and is silent speaks against', () => {
  const alert = (name: string, entity: string, firing: boolean): AlertRow => ({
    name,
    entity: { kind: 'service', name: entity },
    startMs: onset + minute,
    severity: 'critical',
    text: '',
    firing,
  });
  const alerts = [alert('EventLoopDelayHigh', 'orders', true), alert('RequestLatencyHigh', 'orders', true)];
  const both = named(matchesOf({ alerts }), 'event-loop-and-latency', 'service:orders');
  assert.ok(both !== undefined);
  const silent = named(
    matchesOf({ alerts: [alerts[0]!, alert('RequestLatencyHigh', 'orders', false)] }),
    'event-loop-and-latency',
    'service:orders',
  );
  assert.equal(silent, undefined);
  const three = [
    alert('HeapHigh', 'orders', true),
    alert('GcPauseHigh', 'orders', true),
    alert('LatencyHigh', 'orders', true),
  ];
  const unheard = named(matchesOf({ alerts: three }), 'heap-makes-gc-work', 'service:orders');
  const heard = named(
    matchesOf({ alerts: [...three, alert('CpuHigh', 'orders', false)] }),
    'heap-makes-gc-work',
    'service:orders',
  );
  assert.ok(unheard !== undefined && heard !== undefined && heard.logOdds < unheard.logOdds);
});

test('alerts are read by name first, then by text', () => {
  const read = (name: string, text = '') => alertMeaning({ name, text });
  assert.deepEqual(read('KubePodCrashLooping'), { meaning: 'restarts', state: 'up' });
  assert.deepEqual(read('TargetDown'), { meaning: 'availability', state: 'down' });
  assert.deepEqual(read('CertificateExpiry'), { meaning: 'tls_expiry', state: 'down' });
  assert.deepEqual(read('TrafficDropped', 'request rate fell'), { meaning: 'traffic', state: 'down' });
  assert.deepEqual(read('Page7', 'cpu usage above 90 %'), { meaning: 'cpu', state: 'up' });
  assert.equal(read('Page7', ''), null);
});

test('what was confirmed raises, what was rejected lowers, and the counts are told', () => {
  const of = (counts: { seen: number; confirmed: number }) =>
    named(
      matchesOf({ series: poolWait }, { 'pool-wait-database-idle': counts }),
      'pool-wait-database-idle',
      'service:orders',
    )!;
  const none = of({ seen: 0, confirmed: 0 });
  const good = of({ seen: 7, confirmed: 6 });
  const poor = of({ seen: 7, confirmed: 1 });
  assert.ok(good.p > none.p && none.p > poor.p, `${good.p} ${none.p} ${poor.p}`);
  assert.equal(countsText(good).en, 'seen 7 times, confirmed 6');
  assert.equal(countsText(good).zh, '出现 7 次，确认 6 次');
  assert.equal(of({ seen: 2, confirmed: 9 }).confirmed, 2);
  assert.deepEqual(
    named(
      matchesOf(
        { series: poolWait },
        JSON.parse('{"pool-wait-database-idle": {"seen": "x", "confirmed": -1}}'),
      ),
      'pool-wait-database-idle',
      'service:orders',
    )?.logOdds,
    none.logOdds,
  );
});

test('the order of rows does not matter, and names may be anything', () => {
  const rename = (name: string) => `${name}"><script>\u202e\n${'x'.repeat(300)}`;
  const hostile = incident({
    series: poolWait.map((s) => ({ ...s, entity: { ...s.entity, name: rename(s.entity.name) } })),
    topology: incident({}).topology.map(({ from, to }) => ({
      from: { ...from, name: rename(from.name) },
      to: { ...to, name: rename(to.name) },
    })),
  });
  const one = matchSignatures(examine(hostile, { detectors: [] }).context);
  const other = matchSignatures(
    examine(
      { ...hostile, series: hostile.series.toReversed(), topology: hostile.topology.toReversed() },
      { detectors: [] },
    ).context,
  );
  assert.deepEqual(one, other);
  assert.ok(one.length > 0);
});
