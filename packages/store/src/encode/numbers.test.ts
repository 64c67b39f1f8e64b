import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { utf8Boundary } from './bytes.ts';
import {
  doubleBitsOfInt,
  doubleText,
  intText,
  readFixed64,
  readVarint,
  toBigInt,
  toDouble,
  word,
} from './numbers.ts';
import { durationBucket } from './red.ts';
import { NanoDivider, TimeRule } from './times.ts';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const halves = (value: bigint): [number, number] => [
  Number(BigInt.asUintN(32, value)),
  Number(BigInt.asUintN(32, value >> 32n)),
];

test('integers of 64 bits keep every digit', () => {
  fc.assert(
    fc.property(int64, (value) => {
      assert.equal(intText(...halves(value)), String(value));
      assert.equal(toBigInt(...halves(value)), BigInt.asUintN(64, value));
    }),
  );
});

test('varints are read as they were written', () => {
  fc.assert(
    fc.property(uint64, (value) => {
      const bytes: number[] = [];
      let rest = value;
      for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
      bytes.push(Number(rest));
      assert.equal(readVarint(Uint8Array.from([9, ...bytes]), 1), bytes.length + 1);
      assert.deepEqual([word.low, word.high], halves(value));
    }),
  );
});

test('doubles read back to the same bits', () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      const bytes = new Uint8Array(new Float64Array([value]).buffer);
      readFixed64(bytes, 0);
      assert.ok(Object.is(Number(doubleText(toDouble(word.low, word.high))), value));
    }),
  );
  fc.assert(
    fc.property(int64, (value) => {
      doubleBitsOfInt(...halves(value));
      assert.ok(
        Math.abs(toDouble(word.low, word.high) - Number(value)) <= Math.abs(Number(value)) * 2 ** -52,
      );
    }),
  );
});

test('minutes, hours and days are divided exactly', () => {
  for (const divisor of [60_000_000_000, 3_600_000_000_000, 86_400_000_000_000]) {
    const divider = new NanoDivider(divisor);
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
        fc.constantFrom(0n, 1n, -1n),
        (value, step) => {
          const near = (value / BigInt(divisor)) * BigInt(divisor) + step;
          for (const v of [value, near < 0n ? 0n : near]) {
            assert.equal(divider.of(...halves(v)), Number(v / BigInt(divisor)));
          }
        },
      ),
    );
  }
});

test('a time is allowed from retention ago to a day ahead, to the nanosecond', () => {
  const now = 1_795_478_400_123_456_789n;
  const day = 86_400_000_000_000n;
  const rule = new TimeRule(now, 7);
  const allowed = (value: bigint): boolean => rule.allows(...halves(value));
  assert.deepEqual(
    [now - 7n * day, now - 7n * day - 1n, now + day, now + day + 1n, 0n, 2n ** 64n - 1n].map(allowed),
    [true, false, true, false, false, false],
  );
  assert.ok(new TimeRule(1n, 7).allows(0, 0));
});

test('a bucket holds the durations from its lower bound on', () => {
  assert.deepEqual(
    [0n, 1n, 2n, 1023n, 1024n, 2n ** 63n].map((v) => durationBucket(...halves(v))),
    [0, 0, 8, 79, 80, 504],
  );
});

test('a cut text is still a text, and as long as may be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, limit) => {
      const bytes = Buffer.from(text);
      const end = utf8Boundary(bytes, 0, bytes.length, limit);
      assert.ok(end <= Math.max(limit, 0) || end === bytes.length);
      assert.ok(end === bytes.length || end > limit - 4);
      assert.ok(!bytes.toString('utf8', 0, end).includes('\ufffd') || text.includes('\ufffd'));
    }),
  );
});
