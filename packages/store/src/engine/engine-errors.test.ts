import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cleanEngineMessage, EngineException, engineError } from './engine-errors.ts';

const exception = (code: number, text: string): string =>
  `Code: ${code}. DB::Exception: ${text}. (SOME_NAME) (version 26.7.2.1)`;

describe('exceptions of the engine', () => {
  test('become codes of the catalogue', () => {
    const cases: [number, string][] = [
      [62, 'NG_QUERY_INVALID'],
      [47, 'NG_QUERY_INVALID'],
      [60, 'NG_QUERY_INVALID'],
      [164, 'NG_QUERY_INVALID'],
      [288, 'NG_QUERY_INVALID'],
      [396, 'NG_QUERY_INVALID'],
      [159, 'NG_QUERY_TIMEOUT'],
      [241, 'NG_QUERY_MEMORY'],
      [394, 'NG_QUERY_CANCELLED'],
      [210, 'NG_STORE_UNAVAILABLE'],
      [516, 'NG_STORE_UNAVAILABLE'],
      [243, 'NG_STORE_UNAVAILABLE'],
      [49, 'NG_INTERNAL'],
    ];
    for (const [number, code] of cases)
      assert.equal(engineError(exception(number, 'x')).code, code, `${number}`);
    assert.equal(engineError('no number at all').code, 'NG_INTERNAL');
  });

  test('a full disk says so, whatever number it comes with', () => {
    const error = engineError(
      exception(75, 'Cannot write to file /data/x, errno: 28, strerror: No space left on device'),
    );
    assert.equal(error.code, 'NG_STORE_UNAVAILABLE');
    assert.match(error.message, /no space left/i);
    assert.match(error.hint ?? '', /Free disk space/);
  });

  test('the message is for people; the original is the cause', () => {
    const text = exception(62, 'Syntax error: failed at position 9');
    const error = engineError(text);
    assert.equal(error.message, 'Syntax error: failed at position 9');
    assert.ok(error.cause instanceof EngineException);
    assert.equal(error.cause.number, 62);
    assert.equal(error.cause.message, text);
  });

  test('noise goes, length is bounded', () => {
    assert.equal(
      cleanEngineMessage(
        'Code: 164. DB::Exception: Code: 164. DB::Exception: No. (READONLY) (version 26.7.2.1). (READONLY)',
      ),
      'No',
    );
    assert.equal(cleanEngineMessage('In scope /* ng:17 */ SELECT x'), 'In scope SELECT x');
    assert.equal(cleanEngineMessage('Bad\nStack trace:\n0. f()'), 'Bad');
    assert.ok(cleanEngineMessage('x'.repeat(10_000)).length <= 601);
    assert.equal(
      cleanEngineMessage('Syntax error. Expected one of: a, b, c, d, e, f, g, h, i'),
      'Syntax error. Expected one of: a, b, c, d, e, f, …',
    );
  });
});
