import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beforeAndAfter, chance, deviations } from './figures.ts';

const shown = (before: number | null, after: number | null, unit: string): string => {
  const both = beforeAndAfter(before, after, unit);
  return `${both.before} → ${both.after}`.replaceAll('\u00a0', ' ');
};

test('figures keep their unit, and a share of one is a percentage', () => {
  assert.equal(shown(45, 1200, 'ms'), '45 ms → 1.2 s');
  assert.equal(shown(0, 0.755, '1'), '0 % → 76 %');
  assert.equal(shown(0.2, 1, '1'), '20 % → 100 %');
  assert.equal(shown(0, 1, '1'), '0 → 1');
  assert.equal(shown(0, 3455, '1'), '0 → 3.46k');
  assert.equal(shown(0.5, 3.5, '1'), '0.5 → 3.5');
  assert.equal(shown(0, 296, '{record}'), '0 → 296');
  assert.equal(shown(2, 9, '{request}/s'), '2/s → 9/s');
  assert.equal(shown(null, 37, '%'), '– → 37 %');
});

test('sizes beyond reason are not spelt out', () => {
  assert.equal(deviations(-14.7), '15');
  assert.equal(deviations(5103).replace('\u00a0', ' '), '> 100');
  assert.equal(chance(1e-12), 'p < 0.001');
  assert.equal(chance(0.0213), 'p = 0.021');
});
