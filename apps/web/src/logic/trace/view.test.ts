import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barOf, barsOf, readZoom, rulerTicks, writeZoom } from './view.ts';

test('the zoom is written and read back, and broken ones show everything', () => {
  assert.equal(writeZoom(100.7, 20.2, 1000), '20-101');
  assert.deepEqual(readZoom('20-101', 1000), [20, 101]);
  assert.equal(writeZoom(-5, 2000, 1000), null);
  for (const broken of [null, '', '5-5', '9-3', 'a-b', '1-'])
    assert.deepEqual(readZoom(broken, 1000), [0, 1000]);
});

test('bars are shares of the window and are cut at its edges', () => {
  assert.deepEqual(barOf(250, 500, [0, 1000]), { left: 25, width: 25 });
  assert.deepEqual(barOf(0, 500, [250, 750]), { left: 0, width: 50 });
  assert.equal(barOf(0, 100, [250, 750]), undefined);
});

test('parts closer than a pixel are drawn as one', () => {
  const parts = Array.from({ length: 1000 }, (_, i): [number, number] => [i * 10, i * 10 + 9]);
  assert.equal(barsOf(parts, [0, 10_000]).length, 1);
  assert.equal(barsOf(parts, [0, 100]).length > 5, true);
});

test('ruler ticks are round and few', () => {
  assert.deepEqual(rulerTicks([0, 1000], 5), [0, 200, 400, 600, 800, 1000]);
  assert.deepEqual(rulerTicks([130, 730], 3), [200, 400, 600]);
});
