import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remedyOf } from './remedy.ts';

const at = { endpoint: 'http://h:4318', origin: 'http://h:2170' };

test('a service that sends nothing gets the settings with its name in them', () => {
  const entity = { kind: 'service' as const, name: 'risk-api.v2' };
  assert.match(remedyOf({ kind: 'blind_service', entity }, at), /^OTEL_SERVICE_NAME=risk-api\.v2$/m);
});

test('a name that a shell would run never gets into text to copy', () => {
  for (const name of ['a; rm -rf /', '$(id)', 'a\nb', '`x`', 'a b', '']) {
    const text = remedyOf({ kind: 'blind_service', entity: { kind: 'service', name } }, at);
    assert.match(text, /^OTEL_SERVICE_NAME=my-service$/m);
    assert.equal(text.split('\n').length, 3);
  }
});

test('where no setting helps there is none to copy', () => {
  assert.equal(remedyOf({ kind: 'clock_skew', entity: null }, at), '');
});
