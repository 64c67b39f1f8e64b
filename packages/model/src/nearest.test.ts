import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from './nearest.ts';

test('a typo finds its name', () => {
  assert.equal(nearest('servce', ['service', 'severity', 'start']), 'service');
  assert.equal(nearest('minduration', ['minDuration', 'maxDuration']), 'minDuration');
  assert.equal(nearest('limti', ['limit', 'list']), 'limit');
});

test('what is far from everything finds nothing', () => {
  assert.equal(nearest('banana', ['service', 'start']), undefined);
  assert.equal(nearest('x', []), undefined);
});
