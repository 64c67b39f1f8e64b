import assert from 'node:assert/strict';
import test from 'node:test';
import { businessKeys } from './business-keys.ts';
import { meaningOfFatal, meaningOfPanic } from './reasons.ts';
import { isWrapperType, messageTemplate, rootType } from './types.ts';

const keys = (message: string) => businessKeys(message).map(({ value }) => value);

test('business keys are found in their usual forms', () => {
  assert.deepEqual(businessKeys('invalid_amount@ORD-7a9f: -1'), [
    { value: 'ORD-7a9f', from: 'behind invalid_amount@' },
  ]);
  assert.deepEqual(keys('payment failed order_id=8812345 status=500'), ['8812345']);
  assert.deepEqual(keys('user 550e8400-e29b-41d4-a716-446655440000 not found'), [
    '550e8400-e29b-41d4-a716-446655440000',
  ]);
  assert.deepEqual(keys('cannot book INV-2024-0017'), ['INV-2024-0017']);
  assert.deepEqual(keys('ticket #48213 is locked'), ['48213']);
  assert.deepEqual(keys('{"orderId": "A77-12"}'), ['A77-12']);
});

test('what only looks like a key is none', () => {
  const none = [
    'runtime error: index out of range [5] with length 3',
    '(main.plainStruct) 0x4aaea0',
    'dial tcp 10.0.0.7:5432: connect: connection refused',
    '/app/main.go:35: bad state',
    'unsupported version v1.24.3',
    'want UTF-8, got ISO-8859',
    'api error 503',
    'at 2024-05-01T10:00:00Z',
  ];
  for (const message of none) assert.deepEqual(keys(message), [], message);
});

test('a message of a megabyte costs no more than its beginning', () => {
  const started = process.cpuUsage().user;
  for (const part of ['a', 'a-', 'id=', '@', 'A1-']) businessKeys(part.repeat(1_000_000 / part.length));
  for (const part of ['a', '1', '"', 'a1.']) messageTemplate(part.repeat(1_000_000 / part.length));
  assert.ok(process.cpuUsage().user - started < 1_000_000);
});

test('types that only carry another error are looked through', () => {
  for (const type of [
    '*fmt.wrapError',
    '*fmt.wrapErrors',
    '*errors.errorString',
    '*errors.joinError',
    '*github.com/pkg/errors.withStack',
    '*errors.withMessage',
    '*errors.fundamental',
    '',
  ]) {
    assert.equal(isWrapperType(type), true, type);
  }
  assert.equal(isWrapperType('*url.Error'), false);
  assert.equal(rootType('whatever', '*main.paymentError'), '*main.paymentError');
  assert.equal(
    rootType('pay: call bank: context deadline exceeded', '*fmt.wrapError'),
    'context.deadlineExceededError',
  );
  assert.equal(
    rootType('pay: dial tcp 10.0.0.7:5432: connect: connection refused', '*fmt.wrapError'),
    '*net.OpError',
  );
  assert.equal(
    rootType('order ORD-1 failed', '*errors.errorString'),
    rootType('order ORD-22 failed', '*fmt.wrapError'),
  );
});

test('templates keep the words and lose what varies', () => {
  assert.equal(messageTemplate('invalid_amount@ORD-7a9f: -1'), 'invalid_amount@<id>: <id>');
  assert.equal(messageTemplate('user "bob" has 3 carts'), messageTemplate('user "alice" has 12 carts'));
  assert.equal(messageTemplate('+3.500000e+000'), messageTemplate('3.5'));
});

test('messages of the runtime that are not known get a slug of their words', () => {
  assert.equal(meaningOfFatal('bad sweepgen in refill: 0x12').reason, 'runtime-bad-sweepgen-in-refill');
  assert.equal(meaningOfFatal('').reason, 'runtime-error');
  assert.equal(meaningOfPanic('runtime error: something new', '').reason, 'runtime-something-new');
});

test("a program's own error that borrows the runtime's words stays its own", () => {
  assert.deepEqual(meaningOfPanic('send on closed channel', 'main.myErr'), {
    reason: 'custom-error',
    type: 'main.myErr',
  });
});
