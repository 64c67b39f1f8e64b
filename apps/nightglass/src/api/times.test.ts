import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDuration, parseMoment, resolveMoment } from './times.ts';

const at = (text: string, now = 1_000_000_000_000_000_000n): bigint | string => {
  const moment = parseMoment(text);
  return typeof moment === 'string' ? moment : resolveMoment(moment, now);
};

test('durations are exact nanoseconds', () => {
  assert.equal(parseDuration('250ms'), 250_000_000n);
  assert.equal(parseDuration('1.2s'), 1_200_000_000n);
  assert.equal(parseDuration('1h30m'), 5_400_000_000_000n);
  assert.equal(parseDuration('0.0000000015s'), 1n);
  assert.equal(parseDuration('15µs'), 15_000n);
  assert.equal(parseDuration('42'), 42n);
  for (const bad of [
    '',
    's',
    '1.s',
    '1 s',
    '-1s',
    '1x',
    '1s ',
    '1e3s',
    '9223372036854775808',
    '9'.repeat(50),
  ]) {
    assert.equal(parseDuration(bad), undefined, bad);
  }
});

test('times are read exactly', () => {
  assert.equal(at('2026-01-31T02:17:00Z'), 1_769_825_820_000_000_000n);
  assert.equal(at('2026-01-31T02:17:00.123456789Z'), 1_769_825_820_123_456_789n);
  assert.equal(at('2026-01-31T03:17:00+01:00'), 1_769_825_820_000_000_000n);
  assert.equal(at('2026-01-31T03:17:00 01:00'), 1_769_825_820_000_000_000n);
  assert.equal(at('1769825820.123456789'), 1_769_825_820_123_456_789n);
  assert.equal(at('now'), 1_000_000_000_000_000_000n);
  assert.equal(at('-15m'), 999_999_100_000_000_000n);
  assert.equal(at('now-15m'), 999_999_100_000_000_000n);
});

test('what is no time says why', () => {
  for (const bad of [
    '',
    'tomorrow',
    '-5',
    'now+5m',
    '2026-02-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '1e9',
    'NaN',
  ]) {
    assert.equal(typeof at(bad), 'string', bad);
  }
  assert.match(String(at('1769825820000')), /milli/);
});

test('whatever is written, the answer is a time or a reason', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), (text) => {
      const moment = parseMoment(text);
      assert.ok(typeof moment === 'string' || typeof resolveMoment(moment, 0n) === 'bigint');
    }),
  );
  fc.assert(
    fc.property(fc.bigInt(0n, 9_223_372_036_000_000_000n), (nano) => {
      const text = `${nano / 1_000_000_000n}.${String(nano % 1_000_000_000n).padStart(9, '0')}`;
      assert.equal(at(text), nano);
    }),
  );
});
