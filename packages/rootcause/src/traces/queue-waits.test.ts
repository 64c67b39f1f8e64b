import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import { contextOf } from '../testing/context-of.ts';
import { type MadeMessages, messagesOf } from '../testing/made-messages.ts';
import { ripple } from '../testing/made-rows.ts';
import { queueWaits } from './queue-waits.ts';

const queue: ExplanationEntity = { kind: 'queue', name: 'mails' };

const waitsOf = (given: MadeMessages) => queueWaits(contextOf({ spans: messagesOf(queue, given) }));
const pOf = (given: MadeMessages): number => waitsOf(given)[0]?.p ?? 0;
const longer = (ms: number, skew = 0) => ({
  wait: (bad: boolean, i: number) => (bad ? ms : 20) + 3 * ripple(i) + skew,
});

test('messages that wait longer than usual are seen without any figure of the queue, with both medians', () => {
  const [found] = waitsOf(longer(5000));
  assert.deepEqual([found?.entity, [...(found?.readers ?? [])]], [queue, ['mailer']]);
  assert.deepEqual([found?.longer.before, found?.longer.after], [20, 5000]);
  assert.ok((found?.p ?? 0) > 0.85, String(found?.p));
  assert.ok(pOf(longer(5000)) > pOf(longer(400)));
  assert.equal(pOf(longer(20)), 0);
});

test('a wait that grew by less than anybody notices is no news', () => {
  assert.equal(pOf(longer(45)), 0);
});

test('messages that nobody takes up are seen although those that are taken up wait no longer', () => {
  const lost = (share: number) => ({
    wait: (bad: boolean, i: number) => (bad && i % 10 < 10 * share ? null : 20 + ripple(i)),
  });
  const [found] = waitsOf(lost(0.8));
  assert.equal(found?.longer.p, 0);
  assert.equal(found?.lost.before, 0);
  assert.ok(Math.abs((found?.lost.after ?? 0) - 0.8) < 0.05);
  assert.ok((found?.p ?? 0) > 0.6);
  assert.ok(pOf(lost(0.5)) < pOf(lost(0.8)) && pOf(lost(0.5)) > 0.2);
});

test('a sampler that loses as many consumers as ever tells nothing, nor does a message or two', () => {
  assert.equal(pOf({ wait: (_bad, i) => (i % 2 === 0 ? null : 20) }), 0);
  assert.equal(pOf({ wait: (bad, i) => (bad && i < 2 ? null : 20) }), 0);
  // Only what is lost beyond the usual counts.
  assert.ok(pOf({ wait: (bad, i) => (bad || i % 2 === 0 ? null : 20) }) <= 0.5);
});

test('a constant difference of two clocks changes nothing, be the reader’s slow or fast', () => {
  assert.equal(pOf(longer(5000, -3000)), pOf(longer(5000)));
  assert.equal(pOf(longer(20, -3000)), 0);
  assert.equal(pOf(longer(20, 3000)), 0);
  assert.ok(Math.abs(pOf(longer(5000, 3000)) - pOf(longer(5000))) < 0.01);
});

test('what its producer could not hand over does not wait in the queue', () => {
  const refused = {
    wait: (bad: boolean, i: number) => (bad && i % 2 === 0 ? null : 20 + ripple(i)),
    given: (bad: boolean, i: number) => ({ error: bad && i % 2 === 0 }),
  };
  const [found] = waitsOf(refused);
  assert.deepEqual([found?.p, found?.lost.after], [0, 0]);
});

test('messages sent just before the end may still wait for a good reason', () => {
  const late = (share: number) => ({
    bad: 60,
    wait: (bad: boolean, i: number) => (bad && (i + 0.5) / 60 > share ? null : 20 + ripple(i)),
  });
  assert.equal(pOf(late(0.8)), 0);
  assert.ok(pOf(late(0.4)) > 0.1);
});

test('too few messages, or none that anybody ever takes up, say nothing', () => {
  assert.deepEqual(waitsOf({ ...longer(5000), good: 4 }), []);
  assert.deepEqual(waitsOf({ ...longer(5000), bad: 4 }), []);
  assert.deepEqual(waitsOf({ wait: () => null }), []);
  assert.ok(pOf({ ...longer(5000), bad: 8 }) < pOf(longer(5000)));
});
