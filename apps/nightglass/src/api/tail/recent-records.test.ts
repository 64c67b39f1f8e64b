import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentRecords } from './recent-records.ts';

test('it looks again from where the last five seconds began, without what was sent', () => {
  const recent = new RecentRecords();
  assert.equal(recent.again, undefined);
  recent.found('10', [], false, 0);
  recent.found('30', ['1-20', '1-30'], false, 1000);
  assert.deepEqual(recent.again, { after: '10', without: ['20', '30'] });
  // 15 was received before 20 and is visible after it.
  recent.found('30', ['1-15'], false, 2000);
  assert.deepEqual(recent.again, { after: '10', without: ['20', '30', '15'] });
  recent.found('30', [], false, 6500);
  assert.deepEqual(recent.again, { after: '30', without: [] });
});

test('what was passed over and counted is not looked for again', () => {
  const recent = new RecentRecords();
  recent.found('10', [], false, 0);
  recent.found('60', ['1-50', '1-60'], true, 1000);
  assert.deepEqual(recent.again, { after: '50', without: ['60'] });
});

test('a stream that goes on after a last event looks behind its first records too', () => {
  const recent = new RecentRecords('40');
  recent.found('60', ['1-50', '1-60'], false, 1000);
  assert.deepEqual(recent.again, { after: '40', without: ['50', '60'] });
});
