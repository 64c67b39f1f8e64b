import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyCondition, parseTerms } from './text-search.ts';

test('words, phrases, exclusions and beginnings', () => {
  assert.deepEqual(parseTerms('timeout "connection refused" -health -"not this" user* *'), [
    { text: 'timeout', negated: false, kind: 'exact' },
    { text: 'connection refused', negated: false, kind: 'exact' },
    { text: 'health', negated: true, kind: 'exact' },
    { text: 'not this', negated: true, kind: 'exact' },
    { text: 'user*', negated: false, kind: 'pattern' },
  ]);
  assert.deepEqual(parseTerms('"unfinished phrase'), [
    { text: 'unfinished phrase', negated: false, kind: 'exact' },
  ]);
  assert.deepEqual(parseTerms('  '), []);
});

test('what the index can find is asked of the index', () => {
  assert.equal(bodyCondition('Timeout').text, "hasAllTokens(lower(Body), ['timeout'])");
  assert.equal(
    bodyCondition('user-42').text,
    "(hasAllTokens(lower(Body), ['user', '42']) AND position(lower(Body), 'user-42') > 0)",
  );
  assert.equal(bodyCondition('支付失败').text, "position(lower(Body), '支付失败') > 0");
  assert.equal(bodyCondition('100%_x*').text, "lower(Body) LIKE '%100\\\\%\\\\_x%'");
  assert.equal(bodyCondition('').text, '1');
});
