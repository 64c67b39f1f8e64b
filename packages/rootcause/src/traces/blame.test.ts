import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import { entityKey } from '../incident.ts';
import { contextOf } from '../testing/context-of.ts';
import { callTo, type MadeCall, silentCall, traceOf } from '../testing/made-rows.ts';
import { answerOf, entriesAbove, isAnswered, ownerOf } from './blame.ts';

const database: ExplanationEntity = { kind: 'database', name: 'db' };
const queue: ExplanationEntity = { kind: 'queue', name: 'orders' };

const made = (root: MadeCall, target = '') => {
  const context = contextOf({
    spans: traceOf('t', 1000, root),
    target: { service: target, operation: '', symptom: 'unknown', thresholdMs: null },
  });
  const named = (name: string) => context.spans.all.find((s) => s.row.name === name)!;
  return { context, named, owner: (name: string) => entityKey(ownerOf(context, named(name))) };
};

test('what a silent party is waited for is its own; all other own time is the service’s', () => {
  const { owner } = made({
    service: 'front',
    name: 'GET /',
    calls: [silentCall('front', database, 5), { service: 'front', name: 'render', kind: 'internal' }],
  });
  assert.equal(owner('query db'), 'database:db');
  assert.equal(owner('GET /'), 'service:front');
  assert.equal(owner('render'), 'service:front');
});

test('a client’s span that is answered is not the other side’s own time, whatever peer it names', () => {
  const { owner, named } = made({
    service: 'front',
    name: 'GET /',
    calls: [callTo('front', { service: 'db-proxy', name: 'serve' }, 5, { peer: database })],
  });
  assert.ok(isAnswered(named('call db-proxy')));
  assert.equal(answerOf(named('call db-proxy')), named('serve'));
  assert.equal(owner('call db-proxy'), 'service:front');
});

test('a consumer answers nobody: handing over is the queue’s time, taking up the consumer’s', () => {
  const { owner, named } = made({
    service: 'order',
    name: 'publish',
    kind: 'producer',
    given: { peer: queue },
    calls: [{ service: 'mailer', name: 'process', kind: 'consumer', given: { peer: queue } }],
  });
  assert.ok(!isAnswered(named('publish')));
  assert.equal(owner('publish'), 'queue:orders');
  assert.equal(owner('process'), 'service:mailer');
});

test('a child of the same service is no answer', () => {
  const { named, owner } = made({
    service: 'front',
    name: 'query',
    kind: 'client',
    given: { peer: database },
    calls: [{ service: 'front', name: 'connect', kind: 'internal' }],
  });
  assert.ok(!isAnswered(named('query')));
  assert.equal(owner('query'), 'database:db');
});

test('the entry above a span is where its request came in; what lies above the entry has none', () => {
  const { context, named } = made(
    {
      service: 'edge',
      name: 'proxy',
      calls: [callTo('edge', { service: 'front', name: 'GET /', calls: [silentCall('front', database, 5)] })],
    },
    'front',
  );
  const above = entriesAbove(context);
  assert.equal(above.get(named('query db')), named('GET /'));
  assert.equal(above.get(named('GET /')), named('GET /'));
  assert.equal(above.get(named('proxy')), undefined);
});
