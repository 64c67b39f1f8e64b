import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ExplanationEntity, faultClasses } from '@nightglass/model';
import type { IncidentData, SpanRow } from '@nightglass/rootcause';
import { families } from './faults/index.ts';
import { benchSeeds, simulate } from './simulate.ts';
import type { SimulatedIncident } from './types.ts';

const clear = { degradation: [] } as const;

const namesIn = (data: IncidentData): Set<string> => {
  const key = ({ kind, name }: ExplanationEntity): string => `${kind}:${name}`;
  const names = new Set<string>();
  for (const { service, pod, node } of Object.values(data.resources))
    for (const name of [`service:${service}`, `pod:${pod}`, `node:${node}`]) names.add(name);
  for (const { peer } of data.spans) if (peer) names.add(key(peer));
  for (const { entity } of data.series) names.add(key(entity));
  for (const { from, to } of data.topology) names.add(key(from)).add(key(to));
  return names;
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Of the asked entry's service, from its series alone: how many times slower, and how many more errors a second. */
const shift = ({ data, truth }: SimulatedIncident): { slower: number; errors: number } => {
  let slower = 0;
  let errors = 0;
  for (const { entity, aggregation, labels, timesMs, values } of data.series) {
    if (entity.name !== data.target.service) continue;
    const at = (after: boolean): number[] =>
      Array.from(values).filter(
        (value, i) =>
          !Number.isNaN(value) &&
          timesMs[i]! > truth.onsetMs + 60_000 === after &&
          (after || timesMs[i]! <= truth.onsetMs),
      );
    const [before, now] = [median(at(false)), median(at(true))];
    const high = Math.max(...at(true).slice(-20));
    if (aggregation === 'p95' || aggregation === 'p99') slower = Math.max(slower, now / before);
    if (aggregation === 'rate' && Object.values(labels).some((value) => value.startsWith('5')))
      errors = Math.max(errors, high - before);
  }
  return { slower, errors };
};

test('one seed, one incident: the same bytes every time, and other bytes for another seed', () => {
  const text = (seed: number): string =>
    JSON.stringify(simulate({ seed, services: 12 }), (_, v: unknown) =>
      v instanceof Float64Array ? [...v] : v,
    );
  assert.equal(text(41), text(41));
  assert.notEqual(text(41), text(42));
});

for (const family of families)
  test(`${family.name}: shows at the target, its truth is in the data and its name is not`, () => {
    const incident = simulate({
      seed: 500 + family.name.length,
      family: family.name,
      services: 14,
      ...clear,
    });
    const { data, truth } = incident;
    const { slower, errors } = shift(incident);
    assert.ok(slower > 1.2 || errors > 0.05, `slower ${slower}, errors ${errors}`);
    const names = namesIn(data);
    assert.ok(
      names.has(`${truth.entity.kind}:${truth.entity.name}`),
      `${truth.entity.kind}:${truth.entity.name}`,
    );
    assert.ok(truth.acceptedClasses.includes(truth.faultClass));
    for (const faultClass of truth.acceptedClasses) assert.ok(faultClasses.includes(faultClass));
    if (truth.changeId !== null)
      assert.ok(data.changes.some(({ id, timeMs }) => id === truth.changeId && timeMs <= truth.onsetMs));
    assert.ok(!JSON.stringify(data).includes(family.name));
    assert.ok(data.baseline.endMs <= data.incident.startMs);
  });

const childrenOf = (spans: readonly SpanRow[]): Map<string, SpanRow[]> =>
  Map.groupBy(spans, ({ parentId }) => parentId);

test('a child lies within its parent, unless the parent gave up waiting or handed a message over', () => {
  for (const seed of [3, 5, 8]) {
    const { spans } = simulate({ seed, services: 20, ...clear }).data;
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    let checked = 0;
    for (const child of spans) {
      const parent = byId.get(child.parentId);
      if (parent === undefined || parent.kind === 'producer' || child.kind === 'producer') continue;
      assert.equal(child.traceId, parent.traceId);
      assert.ok(child.startMs >= parent.startMs - 1e-6, 'begins before its parent');
      if (parent.error) continue;
      assert.ok(
        child.startMs + child.durationMs <= parent.startMs + parent.durationMs + 1e-6,
        `ends after its parent: ${parent.name} ${child.name}`,
      );
      checked++;
    }
    assert.ok(checked > 500);
  }
});

test('a failure comes from somewhere: from the operation itself, or from a call that failed', () => {
  for (const family of ['bad_deploy', 'database_down', 'external_outage', 'crash_loop']) {
    const { spans } = simulate({ seed: 21, family, services: 18, ...clear }).data;
    const children = childrenOf(spans);
    let failed = 0;
    let unexplained = 0;
    for (const span of spans) {
      if (!span.error || (span.kind !== 'server' && span.kind !== 'consumer')) continue;
      failed++;
      const below = children.get(span.spanId) ?? [];
      // Waiting for a connection of a pool leaves no span, nor does a call that a breaker stopped at once.
      if (span.exceptions.length === 0 && !below.some(({ error }) => error)) unexplained++;
    }
    assert.ok(failed > 5, `${family}: ${failed} failed`);
    assert.ok(unexplained <= failed * 0.25, `${family}: ${unexplained} of ${failed} unexplained`);
  }
});

test('seeds for tuning meet no held-out family; the seeds of the bench do', () => {
  const heldOut = new Set(families.filter((family) => family.heldOut).map(({ name }) => name));
  const drawn = (from: number): boolean =>
    Array.from(
      { length: 14 },
      (_, i) => simulate({ seed: from + i, services: 10, ...clear }).truth.family,
    ).some((name) => heldOut.has(name));
  assert.equal(drawn(1), false);
  assert.equal(drawn(benchSeeds), true);
});

test('a quiet window has no fault, and what it has is harmless', () => {
  for (const seed of [2001, 2002, 2003]) {
    const incident = simulate({ seed, normalWindow: true, services: 16, ...clear });
    assert.equal(incident.truth.normal, true);
    assert.equal(incident.truth.changeId, null);
    assert.ok(shift(incident).slower < 2);
  }
});

test('telemetry can be worse than the system', () => {
  const make = (degradation: Parameters<typeof simulate>[0]['degradation']) =>
    simulate({ seed: 77, family: 'database_down', services: 15, degradation });
  const whole = make([]);
  assert.ok(
    whole.data.spans.length > 2000 && whole.data.logs.length > 1500 && whole.data.series.length > 100,
  );
  const metrics = make(['metrics_only']).data;
  assert.deepEqual([metrics.spans.length, metrics.logs.length], [0, 0]);
  assert.ok(metrics.series.length > 100);
  const logs = make(['logs_only']).data;
  assert.deepEqual([logs.spans.length, logs.series.length], [0, 0]);
  const sampled = make(['head_sampling']).data;
  assert.ok(sampled.coverage.sampledShare < 0.3 && sampled.spans.length < whole.data.spans.length / 2);
  assert.ok(sampled.spans.every(({ weight }) => weight > 1));
  const blind = make(['blind_services']).data;
  const seen = new Set(blind.spans.map(({ service }) => service));
  assert.ok(Object.values(blind.resources).some(({ service }) => !seen.has(service)));
  assert.ok(blind.spans.some(({ peer }) => peer?.kind === 'service' && !seen.has(peer.name)));
});

test('a family that does not exist is refused by name', () => {
  assert.throws(() => simulate({ seed: 1, family: 'no_such_fault' }), /no_such_fault/);
});
