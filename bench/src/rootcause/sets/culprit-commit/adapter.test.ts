import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hypothesis } from '@nightglass/model';
import { rankOfTruth } from '../../ranks.ts';
import { readAll, tellsNothing, writeFiles } from '../write-files.ts';
import { culpritCommit } from './adapter.ts';

const line = (minute: number, service: string, severity: string, msg: string, more = {}): string =>
  JSON.stringify({
    timestamp: `2024-01-02T10:${String(minute).padStart(2, '0')}:00Z`,
    service,
    severity_text: severity,
    msg,
    trace_id: 't',
    ...more,
  });

const scenario = (name: string, commit: string): Record<string, string> => ({
  [`${name}/ground_truth.json`]: JSON.stringify({
    scenario: name,
    root_cause_commit: commit,
    first_failing_service: 'pay',
    decoy_deploy_commits: ['c2'],
    notes: 'it was the retry',
  }),
  [`${name}/data/alert.json`]: JSON.stringify({
    service: 'pay',
    metric: 'http_server_duration_p99_ms',
    threshold: 800,
    observed: 4000,
    fired_at: '2024-01-02T10:30:00Z',
    severity: 'critical',
    monitor: 'pay-p99',
    summary: 'slow',
  }),
  [`${name}/data/traces.json`]: JSON.stringify([
    {
      trace_id: 't1',
      span_id: 'a',
      parent_id: null,
      service: 'web',
      name: 'GET /',
      start: '2024-01-02T10:31:00Z',
      duration_ms: 9,
      status: 'OK',
      attributes: { depth: 3 },
    },
    {
      trace_id: 't1',
      span_id: 'b',
      parent_id: 'a',
      service: 'pay',
      name: 'Pay',
      start: '2024-01-02T10:31:00Z',
      duration_ms: 8,
      status: 'ERROR',
      error: 'refused',
      'cache.hit': false,
    },
  ]),
  [`${name}/data/metrics.csv`]:
    'timestamp,service,metric,value\n' +
    '2024-01-02T10:01:00Z,pay,oom_killed_total,2\n2024-01-02T10:00:00Z,pay,oom_killed_total,0\n2024-01-02T10:02:00Z,pay,oom_killed_total,2\n' +
    '2024-01-02T10:00:00Z,n1,node_cpu_ratio,0.5\n',
  [`${name}/data/logs.ndjson`]: [
    line(5, 'web', 'INFO', 'served page 1'),
    line(10, 'web', 'INFO', 'served page 2'),
    line(40, 'web', 'INFO', 'served page 3'),
    line(29, 'pay', 'ERROR', 'call 7 timed out', { attempt: 2 }),
    line(35, 'pay', 'ERROR', 'call 8 timed out'),
  ].join('\n'),
  [`${name}/data/patterns.json`]: JSON.stringify([
    {
      signature: 'served page <N>',
      service: 'web',
      count: 30,
      delta_vs_baseline: '-70',
      sentiment: 'neutral',
    },
    {
      signature: 'call <N> timed out',
      service: 'pay',
      count: 50,
      delta_vs_baseline: '+50',
      sentiment: 'negative',
    },
    {
      signature: 'never in the sample',
      service: 'pay',
      count: 4,
      delta_vs_baseline: '+4',
      sentiment: 'negative',
    },
  ]),
  [`${name}/data/context/commits.json`]: JSON.stringify([
    {
      sha: 'c1',
      author: 'a',
      timestamp: '2024-01-02T09:00:00Z',
      message: 'retry',
      files_changed: ['retry.go'],
      diff: '+retry',
    },
    {
      sha: 'c2',
      author: 'b',
      timestamp: '2024-01-02T10:00:00Z',
      message: 'docs',
      files_changed: [],
      diff: null,
    },
  ]),
  [`${name}/data/context/deploys.json`]: JSON.stringify([
    { timestamp: '2024-01-02T10:20:00Z', service: 'pay', commit_sha: 'c1', version: 'v1' },
    { timestamp: '2024-01-02T10:25:00Z', service: 'web', commit_sha: 'c9', version: 'v9' },
  ]),
  [`${name}/data/context/flags.json`]: JSON.stringify([
    { timestamp: '2024-01-02T10:21:00Z', flag: 'fast', service: 'pay', change: 'off->on', actor: 'z' },
  ]),
});

const hypothesis = (change: string | null, score: number): Hypothesis =>
  ({
    entity: { kind: 'service', name: 'pay' },
    change: change === null ? null : { id: change },
    score,
  }) as Hypothesis;

test('commits carry the deploy that brought them, and each change stands once', async (t) => {
  const folder = writeFiles(t, scenario('slow-pay', 'c1'));
  assert.ok(culpritCommit.recognises(folder));
  const [bench] = await readAll(culpritCommit, folder);
  assert.deepEqual(
    bench?.data.changes.map(({ id, kind, service, deployedMs, version }) => [
      id,
      kind,
      service,
      deployedMs,
      version,
    ]),
    [
      ['c1', 'commit', 'pay', Date.parse('2024-01-02T10:20:00Z'), 'v1'],
      ['c2', 'commit', '', null, ''],
      ['c9', 'deploy', 'web', Date.parse('2024-01-02T10:25:00Z'), 'v9'],
      ['fast', 'flag', 'pay', Date.parse('2024-01-02T10:21:00Z'), ''],
    ],
  );
  assert.ok(
    bench !== undefined && tellsNothing(bench, 'slow-pay', 'it was the retry', 'decoy', 'first_failing'),
  );
  assert.deepEqual(bench.decoys, ['c2']);
  assert.deepEqual([bench.data.target.symptom, bench.data.target.thresholdMs], ['latency', 800]);
});

test('rows of the log sample weigh what their pattern counts, before and after', async (t) => {
  const [bench] = await readAll(culpritCommit, writeFiles(t, scenario('x', 'c1')));
  const weights = (text: string): number[] =>
    (bench?.data.logs ?? []).filter(({ body }) => body.includes(text)).map(({ weight }) => weight);
  assert.deepEqual(weights('served page'), [50, 50, 30]);
  // absent before: those between onset and alert belong to it too
  assert.deepEqual(weights('timed out'), [25, 25]);
  assert.equal(
    weights('never in the sample').reduce((a, b) => a + b, 0),
    4,
  );
  assert.ok(bench?.data.logs.some(({ body }) => body === 'call 7 timed out attempt=2'));
});

test('spans are told apart over traces, counters become rates, machines are nodes', async (t) => {
  const [bench] = await readAll(culpritCommit, writeFiles(t, scenario('x', 'c1')));
  const [web, pay] = bench?.data.spans ?? [];
  assert.deepEqual(
    [web?.attributes, pay?.parentId === web?.spanId, pay?.statusMessage],
    [{ depth: '3' }, true, 'refused'],
  );
  assert.deepEqual(pay?.exceptions, [{ type: '', message: 'refused' }]);
  const [oom, cpu] = bench?.data.series ?? [];
  assert.deepEqual(Array.from(oom?.values ?? []), [Number.NaN, 2 / 60, 0]);
  assert.deepEqual(cpu?.entity, { kind: 'node', name: 'n1' });
});

test('where no commit is to blame, an answer without a change is right', async (t) => {
  const [bench] = await readAll(culpritCommit, writeFiles(t, scenario('x', 'none')));
  assert.ok(bench !== undefined);
  assert.equal(rankOfTruth(bench, []), 1);
  assert.equal(rankOfTruth(bench, [hypothesis(null, 0.9)]), 1);
  assert.equal(rankOfTruth(bench, [hypothesis('c1', 0.9), hypothesis(null, 0.5)]), 2);
  assert.deepEqual(bench.candidates, ['c1', 'c2', 'none']);
});
