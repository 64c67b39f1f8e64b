import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedRange, possibleWindows, wishedBaseline } from './windows.ts';

const second = 1_000_000_000n;
const minute = 60n * second;
const now = 1_800_000_000n * second;

test('the last ten minutes are meant when nothing is said; an end in the future is now', () => {
  assert.deepEqual(askedRange({}, now), { from: now - 10n * minute, to: now });
  assert.deepEqual(askedRange({ start: '-1h', end: '1800000090' }, now), {
    from: now - 60n * minute,
    to: now,
  });
  assert.deepEqual(askedRange({ start: '', end: '-5m' }, now), {
    from: now - 15n * minute,
    to: now - 5n * minute,
  });
});

test('the time before is an hour, three times what is asked about, and never more than a day', () => {
  const length = (minutes: bigint): bigint => {
    const { from, to } = wishedBaseline({ from: now - minutes * minute, to: now });
    assert.equal(to, now - minutes * minute);
    return (to - from) / minute;
  };
  assert.deepEqual([length(2n), length(10n), length(60n), length(24n * 60n)], [60n, 60n, 180n, 1440n]);
});

test('young data: what there is before the start is compared with, as soon as it is enough', () => {
  const asked = { from: now - 5n * minute, to: now };
  const wished = wishedBaseline(asked);
  const begin = now - 6n * minute;
  assert.deepEqual(possibleWindows(asked, wished, begin), {
    baseline: { from: begin, to: asked.from },
    incident: asked,
  });
  assert.deepEqual(possibleWindows(asked, wished, now - 600n * minute).baseline, wished);
});

test('data that begins inside what is asked about: its first part is normal time', () => {
  const asked = { from: now - 10n * minute, to: now };
  const wished = wishedBaseline(asked);
  const of = (first: bigint | null) => possibleWindows(asked, wished, first);
  assert.deepEqual(of(now - 2n * minute), {
    baseline: { from: now - 2n * minute, to: now - minute },
    incident: { from: now - minute, to: now },
  });
  assert.deepEqual(of(now - 60n * second).incident, { from: now - 30n * second, to: now });
  // No data at all: windows that hold nothing, but windows.
  for (const first of [null, now - 10n * minute, asked.from - second]) {
    const { baseline, incident } = of(first);
    assert.ok(baseline.from < baseline.to && baseline.to <= incident.from && incident.from < incident.to);
  }
});
