import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Redactor } from './redact.ts';

const redact = (text: string): string => new Redactor().text(text);

describe('what is sent to a model', () => {
  it('holds no addresses, tokens, keys, passwords or card numbers', () => {
    const cases: [string, string][] = [
      ['user jane.doe+x@mail.example.com failed', 'user [email-1] failed'],
      ['from 10.0.12.7:5432 to 192.168.1.1', 'from [ip-1]:5432 to [ip-2]'],
      ['peer fe80::1ff:fe23:4567:890a%eth0 and ::1', 'peer [ip-1] and [ip-2]'],
      ['2001:db8:0:0:1:0:0:1 refused', '[ip-1] refused'],
      ['card 4111 1111 1111 1111 declined', 'card [card-1] declined'],
      ['card=5500-0000-0000-0004', 'card=[card-1]'],
      ['Authorization: Bearer abc.def-123456', 'Authorization: Bearer [token-1]'],
      ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln bad', 'jwt [token-1] bad'],
      ['password=hunter2, retry', 'password=[secret-1], retry'],
      ['password=pass, token=token', 'password=[secret-1], token=[secret-2]'],
      ['{"api_key": "a b c"}', '{"api_key": [secret-1]}'],
      ['DB_PASSWORD: s3cret!', 'DB_PASSWORD: [secret-1]'],
      ['postgres://app:pa55@db:5432/x', 'postgres://[secret-1]@db:5432/x'],
      ['key sk-proj-abcdefghijklmnop1234 used', 'key [key-1] used'],
      ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', '[key-1]'],
      ['AKIAIOSFODNN7EXAMPLE', '[key-1]'],
      ['session 9f86d081884c7d659a2feaa0c55ad015', 'session [token-1]'],
      ['blob dGhpcyBpcyBhIHZlcnkgbG9uZyBzZWNyZXQgdGV4dA==', 'blob [token-1]'],
      ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', '[key-1]'],
    ];
    for (const [text, expected] of cases) assert.equal(redact(text), expected);
  });

  it('keeps what is no secret', () => {
    for (const text of [
      'timeout after 2000 ms (size=5, waiting=37)',
      'payment-7f9c6d5b8-x2kqz is not ready',
      '2026-03-14 02:17:00 UTC',
      'order 1234567890123456 of 4111111111111112',
      'java.lang.IllegalStateException: com.example.payments.VeryLongClassNameFactory',
      'tokens: none left',
      'db.client.connection.pending_requests',
      '::std::io::Error',
    ])
      assert.equal(redact(text), text);
  });

  it('masks the same secret alike, and others apart', () => {
    const redactor = new Redactor();
    assert.deepEqual(redactor.value({ a: ['10.0.0.1', '10.0.0.2'], '10.0.0.1': 'x 10.0.0.2' }), {
      a: ['[ip-1]', '[ip-2]'],
      '[ip-1]': 'x [ip-2]',
    });
  });

  it('is done after one pass, and quick on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a1@.:/=-_ "+[]eyJ'), maxLength: 400 }), (text) => {
        const once = redact(text);
        assert.equal(new Redactor().text(once).replace(/-\d+\]/g, ']'), once.replace(/-\d+\]/g, ']'));
      }),
    );
    const started = performance.now();
    for (const unit of ['a.', '1 ', ':a', 'a@', 'aB1', 'x=', '-----BEGIN PRIVATE KEY-----'])
      redact(unit.repeat(20_000 / unit.length));
    assert.ok(performance.now() - started < 2_000);
  });
});
