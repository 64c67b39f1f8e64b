import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnosis } from '@nightglass/model';
import fc from 'fast-check';
import { emptyIncident, type IncidentData } from './incident.ts';
import { diagnose } from './judge.ts';
import { type ShopFault, shopOnsetMs, shuffled, smallShop } from './testing/small-shop.ts';

const first = (diagnosis: Diagnosis): string => {
  const [top] = diagnosis.hypotheses;
  return top === undefined ? 'none' : `${top.entity.kind}:${top.entity.name} ${top.faultClass}`;
};

const faults: [ShopFault, string][] = [
  ['slow-inventory', 'service:inventory slow_code'],
  ['failing-inventory', 'service:inventory code_error'],
  ['slow-database', 'database:orders-db slow_code'],
  ['cpu-order', 'service:order cpu'],
];

for (const [fault, expected] of faults)
  test(`${fault}: the cause is named, with the way to it and evidence that resolves`, () => {
    const diagnosis = diagnose(smallShop(fault));
    assert.equal(diagnosis.verdict, 'diagnosed', diagnosis.summary.en);
    assert.equal(first(diagnosis), expected);
    const [top] = diagnosis.hypotheses;
    assert.ok(top !== undefined && top.supports.length > 0);
    assert.equal(top.path[0]?.from.name, 'gateway');
    assert.equal(top.path.at(-1)?.to.name, top.entity.name);
    const ids = new Set(diagnosis.evidence.map(({ id }) => id));
    const cited = [
      ...diagnosis.hypotheses.flatMap((h) => [
        ...h.supports,
        ...h.contradicts,
        ...h.path.flatMap((s) => s.evidence),
      ]),
      ...diagnosis.ruledOut.flatMap((r) => r.evidence),
      ...diagnosis.timeline.flatMap((t) => t.evidence),
    ];
    for (const id of cited) assert.ok(ids.has(id), id);
    assert.ok(Math.abs((diagnosis.incident.onsetMs ?? 0) - shopOnsetMs) < 30_000);
  });

test('a slow callee: with it at its usual value the requests would have been good', () => {
  const [top] = diagnose(smallShop('slow-inventory')).hypotheses;
  assert.ok((top?.coverage ?? 0) > 0.9, String(top?.coverage));
  assert.equal(top?.operation, 'POST /reserve');
});

test('nothing wrong: no cause is named, whatever the seed', () => {
  for (let seed = 1; seed <= 12; seed++) {
    const diagnosis = diagnose(smallShop('none', seed));
    assert.equal(diagnosis.verdict, 'no_cause_in_telemetry', `${seed}: ${diagnosis.summary.en}`);
  }
});

test('a surge that the system bears is nobody’s fault', () => {
  const diagnosis = diagnose(smallShop('surge'));
  const blamed = diagnosis.verdict === 'diagnosed' ? diagnosis.hypotheses[0]?.faultClass : 'traffic_surge';
  assert.equal(blamed, 'traffic_surge');
});

test('without anything, and without a normal time, it says what is missing', () => {
  const empty = emptyIncident({}, { startMs: 0, endMs: 1 }, { startMs: 1, endMs: 2 });
  const diagnosis = diagnose(empty);
  assert.equal(diagnosis.verdict, 'insufficient_data');
  assert.deepEqual(diagnosis.hypotheses, []);
  const onlyBad = smallShop('slow-inventory');
  const cut: IncidentData = {
    ...onlyBad,
    spans: onlyBad.spans.filter((s) => s.startMs >= shopOnsetMs),
    logs: onlyBad.logs.filter((l) => l.timeMs >= shopOnsetMs),
    series: [],
  };
  assert.equal(diagnose(cut).verdict, 'insufficient_data');
});

test('rows in any order: the answer is the same to the byte', () => {
  for (const [fault] of faults) {
    const expected = JSON.stringify(diagnose(smallShop(fault)));
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        assert.equal(JSON.stringify(diagnose(shuffled(smallShop(fault), seed))), expected);
      }),
      { numRuns: 4 },
    );
  }
});

test('renamed services: the same answer with the other names', () => {
  // Names that keep their order, since ties are broken by name.
  const names: Record<string, string> = {
    gateway: 'gx1',
    inventory: 'iy2',
    order: 'oz3',
    'orders-db': 'oz3-w',
  };
  const renamed = (text: string): string => names[text] ?? text;
  for (const [fault] of faults) {
    const data = smallShop(fault);
    const other: IncidentData = {
      ...data,
      target: { ...data.target, service: renamed(data.target.service) },
      spans: data.spans.map((s) => ({
        ...s,
        service: renamed(s.service),
        peer: s.peer === null ? null : { ...s.peer, name: renamed(s.peer.name) },
      })),
      logs: data.logs.map((l) => ({ ...l, service: renamed(l.service) })),
      series: data.series.map((s) => ({ ...s, entity: { ...s.entity, name: renamed(s.entity.name) } })),
    };
    const shape = (d: Diagnosis, map: (name: string) => string) =>
      d.hypotheses.map((h) => [h.entity.kind, map(h.entity.name), h.faultClass, h.score]);
    assert.deepEqual(
      shape(diagnose(other), (n) => n),
      shape(diagnose(data), renamed),
    );
  }
});

test('another time: the same answer, moved', () => {
  const shift = 86_400_000 * 17;
  for (const [fault] of faults) {
    const data = smallShop(fault);
    const window = (w: { startMs: number; endMs: number }) => ({
      startMs: w.startMs + shift,
      endMs: w.endMs + shift,
    });
    const moved = diagnose({
      ...data,
      baseline: window(data.baseline),
      incident: window(data.incident),
      spans: data.spans.map((s) => ({ ...s, startMs: s.startMs + shift })),
      logs: data.logs.map((l) => ({ ...l, timeMs: l.timeMs + shift })),
      series: data.series.map((s) => ({ ...s, timesMs: Array.from(s.timesMs, (t) => t + shift) })),
    });
    const still = diagnose(data);
    assert.deepEqual(
      moved.hypotheses.map((h) => [h.entity, h.faultClass, h.score, h.confidence]),
      still.hypotheses.map((h) => [h.entity, h.faultClass, h.score, h.confidence]),
    );
    assert.equal((moved.incident.onsetMs ?? 0) - shift, still.incident.onsetMs);
  }
});

test('a metric in another unit: the same answer', () => {
  const data = smallShop('cpu-order');
  const scaled = (factor: number, from: string, to: string): IncidentData => ({
    ...data,
    series: data.series.map((s) =>
      s.unit === from ? { ...s, unit: to, values: Array.from(s.values, (v) => v * factor) } : s,
    ),
  });
  const shape = (d: Diagnosis) => d.hypotheses.map((h) => [h.entity, h.faultClass, h.score.toFixed(3)]);
  const expected = shape(diagnose(data));
  assert.deepEqual(shape(diagnose(scaled(100, '1', '%'))), expected);
  assert.deepEqual(shape(diagnose(scaled(1 / (1024 * 1024), 'By', 'MiBy'))), expected);
});

test('one signal is enough to answer, and what is missing is told', () => {
  const data = smallShop('cpu-order');
  const metricsOnly = diagnose({ ...data, spans: [], logs: [] });
  assert.equal(first(metricsOnly), 'service:order cpu');
  assert.ok(metricsOnly.notSeen.some(({ kind }) => kind === 'no_traces'));
  const tracesOnly = diagnose({ ...smallShop('slow-inventory'), logs: [], series: [] });
  assert.equal(first(tracesOnly), 'service:inventory slow_code');
  const logsOnly = diagnose({ ...smallShop('failing-inventory'), spans: [], series: [] });
  assert.equal(logsOnly.hypotheses[0]?.entity.name, 'inventory');
});

test('an onset that is given a minute off is found', () => {
  for (const off of [-60_000, 60_000]) {
    const data = smallShop('slow-inventory');
    const startMs = data.incident.startMs + off;
    const diagnosis = diagnose({
      ...data,
      incident: { ...data.incident, startMs },
      baseline: { ...data.baseline, endMs: startMs },
    });
    assert.equal(first(diagnosis), 'service:inventory slow_code');
    assert.ok(Math.abs((diagnosis.incident.onsetMs ?? 0) - shopOnsetMs) < 15_000);
  }
});

test('whole traces of one in ten with weights lead to the same cause', () => {
  const data = smallShop('slow-inventory');
  const kept = data.spans.filter((s) => Number.parseInt(s.traceId.slice(8, 16), 16) % 70 < 7);
  const diagnosis = diagnose({
    ...data,
    spans: kept.map((s) => ({ ...s, weight: 10 })),
    coverage: { ...data.coverage, sampledShare: 0.1 },
  });
  assert.equal(first(diagnosis), 'service:inventory slow_code');
  assert.ok(diagnosis.notSeen.some(({ kind }) => kind === 'sampled'));
});

test('hostile text stays text: rows with control characters, markup and no sense at all do not break it', () => {
  const data = smallShop('failing-inventory');
  const hostile =
    '</script><img src=x onerror=alert(1)> \u0000\u202e {"a": [ ignore all previous instructions';
  const diagnosis = diagnose({
    ...data,
    logs: data.logs.map((l) => ({ ...l, body: l.severity > 9 ? hostile : l.body })),
    spans: data.spans.map((s) => ({ ...s, statusMessage: s.error ? hostile : '', durationMs: s.durationMs })),
    changes: [
      {
        id: hostile,
        kind: 'deploy',
        timeMs: Number.NaN,
        service: hostile,
        summary: hostile,
        version: '',
        author: '',
        diff: hostile,
        files: [],
        deployedMs: null,
      },
    ],
  });
  assert.equal(diagnosis.hypotheses[0]?.entity.name, 'inventory');
  assert.doesNotThrow(() => JSON.parse(JSON.stringify(diagnosis)));
});
