import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Attributed, compareAttributes } from '../attributes/compare-attributes.ts';
import type { Resource, SpanRow } from '../incident.ts';
import { contextOf, spanRow } from '../testing/context-of.ts';
import { attributeSurprise } from './attribute-surprise.ts';

const resource = (pod: string, given: Partial<Resource> = {}): Resource => ({
  service: 'orders',
  version: '1.0.0',
  pod,
  node: 'n1',
  instance: pod,
  attributes: {},
  ...given,
});

interface Request {
  resource: string;
  error: boolean;
  attributes?: Record<string, string>;
}

/** 100 requests of the baseline, 200 of the incident as `make` says. */
const spansOf = (make: (i: number) => Request): SpanRow[] =>
  Array.from({ length: 300 }, (_, i) => {
    const bad = i >= 100;
    const { resource: on, error, attributes = {} } = make(i);
    const at = bad ? 600_000 + (i - 100) * 1000 : i * 5000;
    const id = { traceId: `t${i}`, spanId: `a${i}` };
    return [
      spanRow(id, 'shop', 'GET /', at, { error: bad && error, attributes: { 'request.id': `r${i}` } }),
      spanRow({ ...id, spanId: `b${i}`, parentId: `a${i}` }, 'orders', 'place', at, {
        error: bad && error,
        resource: on,
        attributes: { 'http.response.status_code': error && bad ? '500' : '200', ...attributes },
      }),
    ];
  }).flat();

const pods = { a: resource('pod-a'), b: resource('pod-b'), c: resource('pod-c') };

test('one pod of several serves the bad requests', () => {
  const spans = spansOf((i) => ({ resource: 'abc'[i % 3]!, error: i % 3 === 1 }));
  const [found] = attributeSurprise.detect(contextOf({ spans, resources: pods }));
  assert.deepEqual(found!.entity, { kind: 'pod', name: 'pod-b' });
  assert.ok(found!.p > 0.4 && found!.p < 0.7);
  assert.equal(found!.evidence[0]!.after, 1);
  assert.equal(found!.evidence[0]!.before, 0);
  assert.equal(found!.evidence[0]!.exemplars.length, 3);
});

test('one version of two is a change, with its detail', () => {
  const resources = {
    a: resource('pod-a'),
    b: resource('pod-b', { version: '1.1.0' }),
    c: resource('pod-c', { version: '1.1.0' }),
  };
  const spans = spansOf((i) => ({ resource: 'abc'[i % 3]!, error: i % 3 !== 0 }));
  const [found] = attributeSurprise.detect(contextOf({ spans, resources }));
  assert.equal(found!.faultClass, 'change');
  assert.equal(found!.detail, 'version');
  assert.equal(found!.change!.id, '1.1.0');
});

test('a conjunction is told when it says more than its parts', () => {
  const spans = spansOf((i) => ({
    resource: 'a',
    error: i % 2 === 0 && i % 3 === 0,
    attributes: { 'customer.tier': i % 2 === 0 ? 'gold' : 'free', currency: i % 3 === 0 ? 'JPY' : 'EUR' },
  }));
  const [found] = attributeSurprise.detect(contextOf({ spans, resources: pods }));
  assert.deepEqual(found!.entity, { kind: 'service', name: 'orders' });
  assert.match(found!.evidence[0]!.text.en, /JPY.*gold|gold.*JPY/);
});

test('what follows from failing, identifiers, and chance are no differences', () => {
  const chance = spansOf((i) => ({ resource: 'abc'[(i * 7) % 3]!, error: (i * 31) % 10 < 3 }));
  assert.deepEqual(attributeSurprise.detect(contextOf({ spans: chance, resources: pods })), []);
});

test('a service that only the bad requests ask is not told as its pod', () => {
  const spans = spansOf((i) => ({ resource: 'a', error: i % 4 === 0 })).filter(
    (span) => span.service !== 'orders' || span.error,
  );
  assert.deepEqual(attributeSurprise.detect(contextOf({ spans, resources: pods })), []);
});

const anyRow = fc.array(
  fc.tuple(fc.constantFrom('k1', 'k2', 'k3', '__proto__'), fc.constantFrom('a', 'b', '', '"<script>')),
  { maxLength: 4 },
) as fc.Arbitrary<Attributed>;

test('the order of the rows changes nothing, and shares are shares', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 60 }), fc.array(anyRow, { maxLength: 60 }), (bad, good) => {
      const found = compareAttributes(bad, good);
      assert.deepEqual(compareAttributes([...bad].reverse(), [...good].reverse()), found);
      for (const one of found) {
        assert.ok(one.badWith <= one.badTotal && one.goodWith <= one.goodTotal);
        assert.ok(one.q <= 0.01 && one.ratioLow >= 1.2);
      }
    }),
  );
});
