import assert from 'node:assert/strict';
import { test } from 'node:test';
import { literalLogSearch } from './log-search.ts';

test('signs of the search grammar lose their meaning', () => {
  assert.equal(literalLogSearch('timeout'), 'timeout');
  assert.equal(literalLogSearch('run --use-system-ca'), '"run --use-system-ca"');
  assert.equal(literalLogSearch('say "no" -x'), '"say " "no" " -x"');
  assert.equal(literalLogSearch('""'), '');
});
