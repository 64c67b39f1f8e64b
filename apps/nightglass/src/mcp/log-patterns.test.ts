import assert from 'node:assert/strict';
import { it } from 'node:test';
import { patternsOf } from './log-patterns.ts';
import { logOf } from './testing/sources.ts';

it('groups lines by template and puts first what changed most', () => {
  const minute = 60_000_000_000n;
  const start = BigInt(Date.UTC(2026, 0, 31, 2)) * 1_000_000n;
  const [before, range] = [
    { from: start, to: start + 10n * minute },
    { from: start + 10n * minute, to: start + 20n * minute },
  ];
  const lines = (from: bigint, count: number, body: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => ({
      ...logOf(body(i), i),
      timeUnixNano: String(from + BigInt(i) * 1_000_000_000n),
    }));
  const usual = (from: bigint) => lines(from, 100, (i) => `charged order ${1000 + i} in ${i} ms`);
  const fresh = lines(range.from, 40, (i) => `connection ${i} refused by 10.0.0.${i}`);
  const patterns = patternsOf(usual(before.from), [...usual(range.from), ...fresh], before, range);
  assert.deepEqual(
    patterns.map((p) => [p.count_before, p.count]),
    [
      [0, 40],
      [100, 100],
    ],
  );
  assert.equal(patterns[0]?.example.untrusted_text, 'connection 0 refused by 10.0.0.0');
  assert.equal(patterns[0]?.first, '2026-01-31T02:10:00.000Z');
  assert.ok((patterns[0]?.change_in_deviations ?? 0) > 5);
});
