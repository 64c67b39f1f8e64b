import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maskText } from './mask.ts';

const masks: [string, string][] = [
  ['order 4711 placed in 12.5ms', 'order <*> placed in <*>'],
  ['2026-01-30T11:39:03.269714154Z INFO started', '<*> INFO started'],
  ['19:39:03.269 INFO  o.s.OrderService#365 done', '<*> INFO o.s.OrderService#365 done'],
  ['dial tcp 10.0.0.7:5432: connection refused', 'dial tcp <*>: connection refused'],
  ['peer [fe80::1]:443 closed', 'peer [fe80::<*>]:<*> closed'],
  ['id 8a11d445-beef-cafe-dead-5b0061abcdef', 'id <*>'],
  ['trace 8a11d445b818c83a5f19f95e78495c4a', 'trace <*>'],
  ['pod orders-7f8d7d756d-kzp47 started', 'pod orders-<*>-kzp47 started'],
  ['at 0xc000123456 in main.go:42', 'at <*> in main.go:42'],
  ['x509: bad http2 v1 k8s sha256', 'x509: bad http2 v1 k8s sha256'],
  ['Post "https://a.svc/charge": refused', 'Post <*>: refused'],
  ['level=error msg="cannot pay 12" took=3s', 'level=error msg="cannot pay <*>" took=<*>'],
  ["can't open 'file name' it's gone", "can't open <*> it's gone"],
  ['GET /api/v1/orders/17 500', 'GET <*> <*>'],
  ['see https://example.org/x for more', 'see <*> for more'],
  ['read/write and n/a stay', 'read/write and n/a stay'],
  ['mail to someone@example.org', 'mail to <*>'],
  ['count=42, share=-5%', 'count=<*>, share=<*>'],
  ['用户123登录', '用户<*>登录'],
  ['a\n\tat b', 'a at b'],
];

test('what varies is masked, what names the statement stays', () => {
  for (const [text, expected] of masks) assert.equal(maskText(text), expected, text);
});

test('masking a masked text with no quotes changes nothing', () => {
  const word = fc.constantFrom(
    'order',
    '17',
    '10.1.2.3',
    'x509',
    '12ms',
    'a-b',
    '/var/x',
    'user_123',
    '1.5',
    'é',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), (words) => {
      const once = maskText(words.join(' '));
      assert.equal(maskText(once), once);
    }),
  );
});

test('any text is masked within its length, and quickly', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3000, unit: 'binary' }), (text) => {
      assert.ok(maskText(text).length <= 6000);
    }),
  );
  const started = process.hrtime.bigint();
  for (const bit of ['"', "'", '1', 'a1-', '/', '@', '\\"', ' \t'])
    for (let i = 0; i < 20; i++) maskText(bit.repeat(100_000));
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 500);
});
