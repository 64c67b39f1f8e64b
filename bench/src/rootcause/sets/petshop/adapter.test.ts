import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAll, tellsNothing, writeFiles } from '../write-files.ts';
import { petshop } from './adapter.ts';

const header =
  'microservice,Site,Search_AWS::ECS::Fargate,Site,Search_AWS::ECS::Fargate\n' +
  'metric,latency,latency,requests,availability\n' +
  'statistic,p90,Average,Sum,Average\n' +
  'unix_timestamp,,,,\n';

const target = JSON.stringify({
  target: { node: 'Site', metric: 'availability', agg: 'Average', timestamp: 10_400 },
  root_cause: { node: 'Search_AWS::ECS::Fargate', metric: null },
  metadata: { reproducibility: { command: 'break search' } },
});

const files = {
  'high/graph.csv':
    'microservice,Site,Search_AWS::ECS::Fargate,items_AWS::DynamoDB::Table\n' +
    'Site,0.0,1.0,0.0\nSearch_AWS::ECS::Fargate,0.0,0.0,1.0\nitems_AWS::DynamoDB::Table,0.0,0.0,0.0\n',
  'high/noissue/metrics.csv': `${header}90000,0.1,0.01,600,100\n90300,0.1,0.01,300,100\n`,
  'high/train/issue_3/metrics.csv': `${header}10200,0.1,0.01,600,100\n10500.0,0.2,,300,95\n`,
  'high/train/issue_3/target.json': target,
  'temporal/graph.csv': 'microservice,Site\nSite,0\n',
  'temporal/train/issue_0/metrics.csv': header,
  'temporal/train/issue_0/target.json': target,
};

test('an issue is compared with the normal time of its traffic, and left out where there is none', async (t) => {
  const folder = writeFiles(t, files);
  assert.ok(petshop.recognises(folder));
  const cases = await readAll(petshop, folder);
  assert.deepEqual(
    cases.map(({ id }) => id),
    ['high/train/issue_3'],
  );
  const [bench] = cases;
  assert.ok(bench !== undefined);
  const { data } = bench;
  assert.deepEqual(data.baseline, { startMs: 90_000_000, endMs: 90_600_000 });
  assert.deepEqual(data.incident, { startMs: 10_400_000, endMs: 10_800_000 });
  assert.deepEqual([data.target.service, data.target.symptom], ['Site', 'errors']);
  const requests = data.series.find(({ name }) => name === 'requests');
  assert.deepEqual([requests?.unit, requests?.aggregation], ['/s', 'rate']);
  assert.deepEqual(Array.from(requests?.values ?? []), [2, 1, 2, 1]);
  assert.deepEqual(Array.from(requests?.timesMs ?? []), [10_350_000, 10_650_000, 90_150_000, 90_450_000]);
  assert.ok(
    Number.isNaN(
      data.series.find(({ aggregation, name }) => aggregation === 'avg' && name === 'latency')?.values[1],
    ),
  );
  assert.ok(bench.right('Search_AWS::ECS::Fargate') && !bench.right('Site'));
  assert.ok(tellsNothing(bench, 'break search', 'issue_3', 'root_cause'));
});

test('a row of the graph names the caller, a column the callee; types of nodes are read', async (t) => {
  const [bench] = await readAll(petshop, writeFiles(t, files));
  assert.deepEqual(bench?.data.topology, [
    { from: { kind: 'service', name: 'Site' }, to: { kind: 'service', name: 'Search_AWS::ECS::Fargate' } },
    {
      from: { kind: 'service', name: 'Search_AWS::ECS::Fargate' },
      to: { kind: 'database', name: 'items_AWS::DynamoDB::Table' },
    },
  ]);
});
