import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoticeRow } from '@nightglass/store';
import { toldByLogs } from './told-by-logs.ts';

const notice = (timeMs: number, attributes: Record<string, string>, service = 'order'): NoticeRow => ({
  timeMs,
  service,
  event: '',
  severity: '',
  body: '',
  attributes,
});
const told = (...notices: NoticeRow[]): string[] =>
  toldByLogs(notices).map((c) => `${c.timeMs} ${c.kind} ${c.service} ${c.id}: ${c.summary}`);

test('a deployment is one change, at its first record; one that failed changed nothing', () => {
  const of = (id: string, status: string) => ({
    'deployment.id': id,
    'deployment.name': 'rollout of order',
    'deployment.status': status,
    'service.version': '1.5.0',
  });
  assert.deepEqual(told(notice(30, of('7', 'succeeded')), notice(10, of('7', 'started'))), [
    '10 deploy order 7: rollout of order 1.5.0',
  ]);
  assert.deepEqual(told(notice(10, of('8', 'started')), notice(20, of('8', 'failed'))), []);
  assert.deepEqual(told(notice(5, { 'deployment.name': 'nightly' }, 'unknown_service')), [
    '5 deploy  nightly: nightly',
  ]);
});

test('a flag changes when a variant is seen that was not there before', () => {
  const of = (variant: string) => ({
    'feature_flag.key': 'checkout',
    'feature_flag.result.variant': variant,
  });
  assert.deepEqual(
    told(
      notice(3, of('on')),
      notice(1, of('off')),
      notice(2, of('off')),
      notice(4, of('off')),
      notice(5, of('on')),
    ),
    ['3 flag order checkout: checkout = on'],
  );
  assert.deepEqual(
    told(notice(1, of('on')), notice(2, of('on')), notice(3, { 'feature_flag.key': 'x' })),
    [],
  );
});
