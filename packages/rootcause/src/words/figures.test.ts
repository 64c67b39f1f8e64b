import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { count, duration, figure, percent, times } from './figures.ts';

const examples: [value: number, unit: string, text: string][] = [
  [0, 'ms', '0 ms'],
  [0.812, 'ms', '812 µs'],
  [45, 'ms', '45 ms'],
  [1234, 'ms', '1.23 s'],
  [126_000, 'ms', '2.1 min'],
  [1.5, 's', '1.5 s'],
  [2500, 'us', '2.5 ms'],
  [2_500_000, 'ns', '2.5 ms'],
  [-45, 'ms', '-45 ms'],
  [1023, 'By', '1023 B'],
  [1536, 'By', '1.5 KiB'],
  [3 * 2 ** 30, 'By', '3 GiB'],
  [2048, 'MiBy', '2 GiB'],
  [12.34, '%', '12.3 %'],
  [0.25, '1', '0.25'],
  [7, '', '7'],
  [100, '/s', '100/s'],
  [1200, '{request}', '1200 request'],
  [3, '/min', '3 /min'],
  [0.00012345, '1', '0.00012'],
];
for (const [value, unit, text] of examples)
  test(`${value} in ${unit || 'no unit'} reads ${text}`, () => assert.equal(figure(value, unit), text));

test('shares are percent, counts and factors are bare', () => {
  assert.equal(percent(0.123), '12.3 %');
  assert.equal(percent(1), '100 %');
  assert.equal(percent(0), '0 %');
  assert.equal(count(20), '20');
  assert.equal(times(3.2), '3.2');
  assert.equal(times(10.04), '10');
});

test('three digits are kept: what is read back is nowhere more than one percent off', () => {
  const magnitude = fc.double({ min: 1, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(magnitude, fc.constantFrom(1, -1), (size, sign) => {
      const value = size * sign;
      assert.ok(Math.abs(Number(count(value)) - value) <= 0.0051 * Math.abs(value));
      const [text = '', unit = ''] = duration(value).split(' ');
      const factor = { µs: 1e-3, ms: 1, s: 1000, min: 60_000 }[unit] ?? Number.NaN;
      assert.ok(Math.abs(Number(text) * factor - value) <= 0.0051 * Math.abs(value), duration(value));
    }),
  );
});
