import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from './en.ts';
import { explainEn } from './en-explain.ts';
import { fill } from './fill.ts';
import { zh } from './zh.ts';
import { explainZh } from './zh-explain.ts';

const holes = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map((m) => m[1] ?? ''))].sort();

const alike = (english: Record<string, string>, chinese: Record<string, string>): void => {
  assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
  for (const [key, text] of Object.entries(english)) {
    assert.notEqual(chinese[key], '', key);
    assert.deepEqual(holes(chinese[key] ?? ''), holes(text), key);
  }
};

test('both languages have the same texts with the same values in them', () => {
  alike(en, zh);
  alike(explainEn, explainZh);
  // Those that come later must not take the place of others.
  assert.deepEqual(
    Object.keys(explainEn).filter((key) => key in en),
    [],
  );
});

test('values are filled in, and one is not many', () => {
  assert.equal(fill('{count} {count|error|errors}', { count: 1 }), '1 error');
  assert.equal(fill('{count} {count|error|errors}', { count: '12.4k' }), '12.4k errors');
  assert.equal(fill('{gone} stays'), '{gone} stays');
  assert.equal(fill('{a}', { a: '{b}', b: 'x' }), '{b}');
});
