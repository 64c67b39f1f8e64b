import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CrashGroup } from '@nightglass/model';
import { joinCrashGroups } from './crash-groups.ts';

const group = (over: Partial<CrashGroup>): CrashGroup => ({
  fingerprint: 'a',
  kind: 'panic',
  reason: 'custom-error',
  type: '',
  message: 'boom',
  count: 1,
  services: [{ name: 'pay', count: 1 }],
  firstUnixNano: '100',
  lastUnixNano: '200',
  artifactId: '',
  traceId: '',
  function: '',
  file: '',
  line: 0,
  ...over,
});

test('a crash that was uploaded and logged is one group, counted once', () => {
  const artifact = group({
    artifactId: 'id',
    function: 'main.pay',
    file: 'pay.go',
    line: 7,
    lastUnixNano: '300',
  });
  const seen = group({
    traceId: 'trace',
    type: 'main.failure',
    function: 'other',
    count: 5,
    services: [
      { name: 'pay', count: 3 },
      { name: 'risk', count: 2 },
    ],
    firstUnixNano: '50',
  });
  assert.deepEqual(joinCrashGroups([artifact], [seen]), [
    {
      ...artifact,
      traceId: 'trace',
      type: 'main.failure',
      count: 5,
      services: seen.services,
      firstUnixNano: '50',
    },
  ]);
});

test('a panic on stderr and the same error recorded before it are one group, a recorded error elsewhere is not', () => {
  const panic = group({
    fingerprint: 'p',
    message: 'invalid_amount@ORD-7a9f',
    function: 'main.pay',
    artifactId: 'id',
  });
  const recorded = (over: Partial<CrashGroup>) =>
    group({
      kind: 'recorded-error',
      message: 'invalid_amount@ORD-81cc',
      function: 'main.pay',
      traceId: 't',
      ...over,
    });
  const groups = joinCrashGroups(
    [panic],
    [recorded({ fingerprint: 'r' }), recorded({ fingerprint: 's', function: 'main.refund' })],
  );
  assert.deepEqual(
    groups.map(({ fingerprint, kind, traceId }) => [fingerprint, kind, traceId]),
    [
      ['s', 'recorded-error', 't'],
      ['p', 'panic', 't'],
    ],
  );
});

test('groups of either side stay, the newest first', () => {
  const groups = joinCrashGroups(
    [group({ fingerprint: 'a', lastUnixNano: '5' })],
    [group({ fingerprint: 'b', lastUnixNano: '9' }), group({ fingerprint: 'c', lastUnixNano: '1' })],
  );
  assert.deepEqual(
    groups.map(({ fingerprint }) => fingerprint),
    ['b', 'a', 'c'],
  );
});
