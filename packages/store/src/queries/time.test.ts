import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { minute, unite } from './time.ts';
import type { TimeRange } from './types.ts';

const range = fc
  .tuple(fc.bigInt({ min: 0n, max: 10_000n }), fc.bigInt({ min: 1n, max: 30n }))
  .map(([from, length]): TimeRange => ({ from: from * minute, to: (from + length) * minute }));

test('united ranges cover what they came from, in order, apart, and are few', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 400 }), (ranges) => {
      const united = unite(ranges);
      assert.ok(united.length <= 100 && united.length <= ranges.length);
      for (const r of ranges) assert.ok(united.some((u) => u.from <= r.from && r.to <= u.to));
      united.slice(1).forEach((u, i) => {
        assert.ok(u.from - (united[i]?.to ?? 0n) > 5n * minute);
      });
    }),
  );
});

test('ranges far apart stay apart: what lies between is not read', () => {
  const a = { from: 0n, to: minute };
  const b = { from: 60n * minute, to: 61n * minute };
  assert.deepEqual(unite([b, a]), [a, b]);
  assert.deepEqual(unite([]), []);
});
