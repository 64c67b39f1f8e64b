import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogRow, Resource } from '@nightglass/rootcause';
import { versionChanges } from './version-changes.ts';

const start = 1_800_000_000_000;

/** Processes of services with their version and the seconds they first spoke. */
const changes = (...processes: [service: string, version: string, firstSecond: number][]): string[] => {
  const resources: Record<string, Resource> = {};
  const logs: LogRow[] = [];
  for (const [i, [service, version, second]] of processes.entries()) {
    resources[i] = { service, version, pod: '', node: '', instance: '', attributes: {} };
    for (const later of [30, 0])
      logs.push({
        id: '',
        timeMs: start + (second + later) * 1000,
        service,
        severity: 9,
        body: '',
        traceId: '',
        spanId: '',
        resource: String(i),
        weight: 1,
      });
  }
  const baseline = { startMs: start, endMs: start + 60_000 };
  return versionChanges({ resources, spans: [], logs, baseline }).map(
    ({ summary, timeMs, kind }) => `${kind} ${summary} at ${(timeMs - start) / 1000}`,
  );
};

test('a process with another version is a deployment at its first sight', () => {
  assert.deepEqual(changes(['order', '1.4.2', 0], ['stock', '3.0', 0], ['order', '1.5.0', 90]), [
    'deploy order 1.4.2 -> 1.5.0 at 90',
  ]);
});

test('a rollback is one, too; more processes of the same version are none', () => {
  assert.deepEqual(changes(['order', '1', 0], ['order', '2', 60], ['order', '2', 65], ['order', '1', 120]), [
    'deploy order 1 -> 2 at 60',
    'deploy order 2 -> 1 at 120',
  ]);
});

test('versions that were there together when the data began, and none at all, are no deployment', () => {
  assert.deepEqual(changes(['order', '1', 0], ['order', '2', 3], ['stock', '', 0], ['stock', '', 90]), []);
  assert.deepEqual(changes(['order', '1', 0], ['order', '', 50]), []);
});
