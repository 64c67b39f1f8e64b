import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import { testIncident } from '../testing/context-of.ts';
import { findingsOf, only, shortly } from '../testing/found.ts';
import { type MadeMessages, messagesOf } from '../testing/made-messages.ts';
import { ripple } from '../testing/made-rows.ts';
import { queueWait } from './queue-wait.ts';

const queue: ExplanationEntity = { kind: 'queue', name: 'mails' };
/** As many as usual: 60 in ten minutes before, 30 in five. */
const slower = { bad: 30, wait: (bad: boolean, i: number) => (bad ? 5000 : 20) + ripple(i) };
const found = (given: MadeMessages = slower) => findingsOf(queueWait, { spans: messagesOf(queue, given) });

test('a queue whose messages wait is told, and its only reader as slow to empty it', () => {
  const both = found();
  assert.deepEqual(shortly(both), [
    'queue:mails queue_lag/growing',
    'service:mailer queue_lag/slow_consumer',
  ]);
  const [ofQueue, ofReader] = [only(both, 'queue:mails'), only(both, 'service:mailer')];
  // The reader may stand on something that is slow.
  assert.ok(ofQueue.p > 0.8 && ofReader.p < ofQueue.p && ofReader.p > 0.8 * ofQueue.p);
  assert.deepEqual([ofQueue.inherits, ofReader.inherits], [true, true]);
});

test('of several readers none is named', () => {
  assert.deepEqual(shortly(found({ ...slower, reader: (i) => (i % 2 === 0 ? 'mailer' : 'printer') })), [
    'queue:mails queue_lag/growing',
  ]);
});

test('when more is sent than usual the reader need not be slow: only the queue is told', () => {
  assert.deepEqual(shortly(found({ ...slower, bad: 90 })), ['queue:mails queue_lag/growing']);
});

test('messages that wait as long as ever are told of nobody', () => {
  assert.deepEqual(found({ wait: (_bad, i) => 3000 + ripple(i) }), []);
});

test('it says how long messages wait, and shows those that wait longest', () => {
  const [evidence] = only(
    found({ wait: (bad, i) => (bad ? 5000 + (i === 7 ? 4000 : 0) : 20) + ripple(i) }),
    'queue:mails',
  ).evidence;
  assert.equal(evidence?.text.en, 'Messages of mails wait 5 s until they are taken up, 20 ms before.');
  assert.equal(evidence?.exemplars[0]?.traceId, 'b0007');
  assert.deepEqual([evidence?.before, evidence?.after, evidence?.unit], [20, 5000, 'ms']);
});

test('it says how many messages are never taken up', () => {
  const lost = found({ wait: (bad, i) => (bad && i % 4 !== 0 ? null : 20 + ripple(i)) });
  const [evidence] = only(lost, 'queue:mails').evidence;
  assert.equal(evidence?.text.en, '75 % of the messages of mails are not taken up, 0 % before.');
  assert.equal(evidence?.exemplars.length, 3);
});

test('a wait is never told as negative, whatever the clocks say', () => {
  const [evidence] = only(
    found({ wait: (bad, i) => (bad ? 5000 : 20) + ripple(i) - 3000 }),
    'queue:mails',
  ).evidence;
  assert.match(evidence?.text.en ?? '', / 0 ms before/);
});

test('its trouble begins with the first message that waited, not with the incident', () => {
  const half = found({ bad: 60, wait: (bad, i) => (bad && i >= 12 ? 5000 : 20) + ripple(i) });
  const onset = only(half, 'queue:mails').onsetMs ?? 0;
  assert.ok(onset > testIncident.startMs + 55_000 && onset < testIncident.startMs + 70_000, String(onset));
});
