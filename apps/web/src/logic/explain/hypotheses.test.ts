import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hypothesisKey, openKeys, writeOpen } from './hypotheses.ts';

const cause = {
  entity: { kind: 'service' as const, name: 'order' },
  faultClass: 'tls' as const,
  detail: '',
  operation: '',
};

test('the name of a hypothesis follows from what it says, and fits a list in an address', () => {
  assert.equal(hypothesisKey(cause), hypothesisKey({ ...cause, entity: { ...cause.entity } }));
  const others = [
    { ...cause, operation: 'GET /' },
    { ...cause, detail: 'certificate_expired' },
    { ...cause, faultClass: 'dns' as const },
    { ...cause, entity: { kind: 'pod' as const, name: 'order' } },
  ];
  assert.equal(new Set([cause, ...others].map(hypothesisKey)).size, 5);
  assert.match(hypothesisKey({ ...cause, operation: 'a,b&c' }), /^[0-9a-z]+$/);
});

test('the first is open until the reader says otherwise, and all closed is something to say', () => {
  assert.deepEqual([...openKeys(null, ['a'])], ['a']);
  assert.deepEqual([...openKeys('b,c', ['a'])], ['b', 'c']);
  assert.deepEqual([...openKeys(writeOpen(new Set()), ['a'])], []);
  assert.deepEqual([...openKeys(writeOpen(new Set(['x', 'y'])), ['a'])], ['x', 'y']);
});
