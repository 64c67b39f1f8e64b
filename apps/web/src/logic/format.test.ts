import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  formatValue,
  shortId,
} from './format.ts';

const plain = (s: string): string => s.replaceAll('\u00a0', ' ');

test('durations take the unit people say', () => {
  const cases: [number, string][] = [
    [0, '0 ms'],
    [12, '12 ns'],
    [812_000, '812 µs'],
    [4_500_000, '4.5 ms'],
    [45_200_000, '45 ms'],
    [999_600_000, '1 s'],
    [1_230_000_000, '1.23 s'],
    [9_999_000_000, '10 s'],
    [12_340_000_000, '12.3 s'],
    [125e9, '2 min 05 s'],
    [120e9, '2 min'],
    [11_400e9, '3 h 10 min'],
    [-1_500_000, '-1.5 ms'],
  ];
  for (const [nano, text] of cases) assert.equal(plain(formatDuration(nano)), text);
  assert.equal(formatDuration(null), '–');
  assert.equal(formatDuration(Number.NaN), '–');
});

test('counts, rates, shares and bytes', () => {
  assert.deepEqual([0, 7, 999, 999.7, 12_400, 3_140_000].map(formatCount), [
    '0',
    '7',
    '999',
    '1k',
    '12.4k',
    '3.14M',
  ]);
  assert.deepEqual([0, 0.001, 0.05, 4.23, 38.4, 1200].map(formatRate), [
    '0',
    '<0.01',
    '0.05',
    '4.2',
    '38',
    '1.2k',
  ]);
  assert.deepEqual(
    [0, 0.0002, 0.002, 0.35, 1].map((r) => plain(formatPercent(r))),
    ['0 %', '<0.1 %', '0.2 %', '35 %', '100 %'],
  );
  assert.deepEqual(
    [512, 1536, 20 * 2 ** 20].map((b) => plain(formatBytes(b))),
    ['512 B', '1.5 KiB', '20 MiB'],
  );
});

test('metric values follow their UCUM unit', () => {
  assert.equal(plain(formatValue(0.0123, 's')), '12 ms');
  assert.equal(plain(formatValue(2048, 'By')), '2 KiB');
  assert.equal(plain(formatValue(12, '{request}')), '12 request');
  assert.equal(plain(formatValue(0.01234, '1')), '0.0123');
  assert.equal(plain(formatValue(3, '{request}/s')), '3 request/s');
});

test('ids are shortened', () => {
  assert.equal(shortId('4bf92f3577b34da6a3ce929d0e0e4736'), '4bf92f35');
});
