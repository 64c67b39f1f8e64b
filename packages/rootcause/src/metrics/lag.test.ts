import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import { contextOf } from '../testing/context-of.ts';
import { messagesOf } from '../testing/made-messages.ts';
import { ripple, seriesOf, serviceOf, silentCall } from '../testing/made-rows.ts';
import { lagOf } from './lag.ts';

const queue: ExplanationEntity = { kind: 'queue', name: 'mails' };
const database: ExplanationEntity = { kind: 'database', name: 'db' };
const chain = ['mailer', 'a', 'b', 'c', 'd'];
const topology = chain.slice(1).map((to, i) => ({ from: serviceOf(chain[i]!), to: serviceOf(to) }));

const lag = (wait: number, depth = 10) =>
  lagOf(
    contextOf({
      topology,
      spans: messagesOf(queue, {
        wait: (bad, i) => (bad ? wait : 20) + ripple(i),
        calls: [silentCall('mailer', database, 5)],
      }),
      series: [
        seriesOf(queue, 'kafka.consumer_group.lag', '{message}', (bad, i) => (bad ? depth : 10) + ripple(i)),
      ],
    }),
  );

test('a queue fills when its messages wait, though no figure of it moves: its readers and writers are known', () => {
  const { readers, writers } = lag(5000);
  assert.deepEqual([...readers], ['mailer']);
  assert.deepEqual([...writers], [['order', ['queue:mails']]]);
});

test('a queue fills when its figures say so, though no message that was traced waits', () => {
  const { readers, writers } = lag(20, 9000);
  assert.deepEqual([...readers], ['mailer']);
  assert.deepEqual([...writers], [['order', ['queue:mails']]]);
});

test('a queue that is emptied as ever has nobody behind it', () => {
  const { readers, writers, behind } = lag(20);
  assert.deepEqual([readers.size, writers.size, behind('service:mailer')], [0, 0, []]);
});

test('who empties a filling queue is its reader, and whom that calls a few steps down; not who writes', () => {
  const { behind } = lag(5000);
  for (const key of ['service:mailer', 'database:db', 'service:a', 'service:b', 'service:c'])
    assert.deepEqual(behind(key), ['queue:mails'], key);
  assert.deepEqual(behind('service:d'), []);
  assert.deepEqual(behind('service:order'), []);
  assert.deepEqual(behind('queue:mails'), []);
});
