import assert from 'node:assert/strict';
import { test } from 'node:test';
import { literalChanges, literalsIn } from './literals.ts';

test('durations, sizes and numbers are read in their units', () => {
  const of = (line: string) => literalsIn(line).literals.map(({ value, dimension }) => [value, dimension]);
  assert.deepEqual(of('ctx, cancel := context.WithTimeout(ctx, 300*time.Millisecond)'), [[300, 'time']]);
  assert.deepEqual(of('Timeout: 5 * time.Second,'), [[5000, 'time']]);
  assert.deepEqual(of('Duration.ofMinutes(2)'), [[120_000, 'time']]);
  assert.deepEqual(of('pool.awaitTermination(30, TimeUnit.SECONDS)'), [[30_000, 'time']]);
  assert.deepEqual(of('  default_ttl: 15m'), [[900_000, 'time']]);
  assert.deepEqual(of('memory: 512Mi'), [[512 * 1024 ** 2, 'size']]);
  assert.deepEqual(of('max_entries: 100_000'), [[100_000, 'number']]);
  assert.deepEqual(of('buf := make([]byte, 1 << 20)'), [[1 << 20, 'number']]);
  assert.deepEqual(of('tls.VersionTLS12 http2 x509'), []);
});

test('a literal that changed is found with what it is called', () => {
  const [change] = literalChanges(
    ['\tDefaultTTL: 15 * time.Minute,'],
    ['\t\tDefaultTTL:  15 * time.Second,'],
  );
  assert.equal(change!.before.value / change!.after.value, 60);
  assert.match(change!.around, /DefaultTTL/);
  const [renamed] = literalChanges(
    ['ctx, cancel := context.WithTimeout(ctx, 5*time.Second)'],
    ['callCtx, cancel := context.WithTimeout(ctx, 300*time.Millisecond)'],
  );
  assert.deepEqual([renamed!.before.value, renamed!.after.value], [5000, 300]);
  assert.deepEqual(literalChanges(['a: 1', 'b: 2'], ['b: 2', 'a: 1']), [], 'moved lines');
  assert.deepEqual(literalChanges(['MinVersion: 0x0303,'], ['MinVersion: 0x0303,']), []);
});
