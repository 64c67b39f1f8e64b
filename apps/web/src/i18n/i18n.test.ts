import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from './en.ts';
import { fill, type TextKey } from './fill.ts';
import { zh } from './zh.ts';

const holes = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map((m) => m[1] ?? ''))].sort();

test('both languages have the same texts with the same values in them', () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en) as TextKey[]) {
    assert.notEqual(zh[key], '', key);
    assert.deepEqual(holes(zh[key]), holes(en[key]), key);
  }
});

test('values are filled in, and one is not many', () => {
  assert.equal(fill('{count} {count|error|errors}', { count: 1 }), '1 error');
  assert.equal(fill('{count} {count|error|errors}', { count: '12.4k' }), '12.4k errors');
  assert.equal(fill('{gone} stays'), '{gone} stays');
  assert.equal(fill('{a}', { a: '{b}', b: 'x' }), '{b}');
});
