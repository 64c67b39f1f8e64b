import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runtimeFormats } from '@nightglass/model';
import { formatSample, printsOneByDefault, viewsOf } from './views.ts';

test('every format opens with a view of its own and ends with the raw text', () => {
  for (const format of runtimeFormats) assert.equal(viewsOf(format).at(-1), 'raw');
  assert.equal(viewsOf('profile')[0], 'profile');
});

test('values of samples carry their unit, and a sign in differences', () => {
  assert.equal(formatSample(1536, 'bytes'), '1.5\u00a0KiB');
  assert.equal(formatSample(-1536, 'bytes', true), '−1.5\u00a0KiB');
  assert.equal(formatSample(2e6, 'nanoseconds', true), '+2\u00a0ms');
  assert.equal(formatSample(12_400, 'count'), '12.4k');
  assert.equal(formatSample(0, 'count', true), '0');
});

test('which releases print a single goroutine of a fatal error', () => {
  for (const version of ['1.26', '1.27.3', '>=1.26', '1.30'])
    assert.equal(printsOneByDefault(version), true, version);
  for (const version of ['1.25.9', '<=1.20', '>=1.21', null, 'devel'])
    assert.equal(printsOneByDefault(version), false, String(version));
});
