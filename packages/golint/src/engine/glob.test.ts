import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globMatches } from './glob.ts';

test('patterns match as in .gitignore', () => {
  const cases: [pattern: string, path: string, matches: boolean][] = [
    ['mocks/**', 'mocks/a/b.go', true],
    ['mocks/**', 'x/mocks/a.go', false],
    ['mocks', 'x/mocks/a.go', true],
    ['mocks/', 'mocks/a.go', true],
    ['*_gen.go', 'a/b/x_gen.go', true],
    ['**/x_*.go', 'x_1.go', true],
    ['a/*.go', 'a/b/c.go', false],
    ['a/*', 'a/b/c.go', true],
    ['./a/?.go', 'a/b.go', true],
    ['a/?.go', 'a/bc.go', false],
    ['a/**/d.go', 'a/b/c/d.go', true],
    ['a/**/d.go', 'a/d.go', true],
    ['', 'a.go', false],
    ['a.go', 'axgo', false],
  ];
  for (const [pattern, path, matches] of cases)
    assert.equal(globMatches(pattern, path), matches, `${pattern} on ${path}`);
});

test('a pattern made to be slow is not', () => {
  const started = performance.now();
  assert.equal(globMatches('*a'.repeat(2000), `${'a'.repeat(20_000)}b`), false);
  assert.equal(globMatches('**/'.repeat(500), 'a/'.repeat(500)), true);
  assert.ok(performance.now() - started < 2000);
});
