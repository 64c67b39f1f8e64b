import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorCodes, NightglassError } from './errors.ts';

test('the body carries code, message, hint and parameter, and nothing else', () => {
  const error = new NightglassError('NG_BAD_PARAMETER', '"x" is not a number', {
    parameter: 'limit',
    hint: 'Give a whole number.',
    cause: new Error('secret'),
  });
  assert.deepEqual(error.toBody(), {
    error: {
      code: 'NG_BAD_PARAMETER',
      message: '"x" is not a number',
      hint: 'Give a whole number.',
      parameter: 'limit',
    },
  });
  assert.equal(error.status, 400);
});

test('every code is NG_ and maps to an HTTP error status', () => {
  for (const [code, status] of Object.entries(errorCodes)) {
    assert.match(code, /^NG_[A-Z_]+$/);
    assert.ok(status >= 400 && status < 600, code);
  }
});
