import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthPerSecond } from '../wide-table.ts';
import { readAll, tellsNothing, writeFiles } from '../write-files.ts';
import { rcaeval } from './adapter.ts';

const rows = (from: number, n: number, cell: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => `${from + i},${cell(i)}`).join('\n');

test('a pair of tables is a normal time and an incident', async (t) => {
  const folder = writeFiles(t, {
    'shop-db-cpu/2/normal.csv': `time,shop-db_cpu,web_lat_99\n${rows(1000, 5, (i) => `${i},0.1`)}`,
    'shop-db-cpu/2/anomalous.csv': `time,shop-db_cpu,web_lat_99\n${rows(9000, 3, (i) => `${90 + i},`)}`,
    'shop-db-cpu/10/normal.csv': 'time,web_cpu\n1,1',
    'shop-db-cpu/10/anomalous.csv': 'time,web_cpu\n5,1',
    'README.md': 'no case',
  });
  assert.ok(rcaeval.recognises(folder));
  const [first, second] = await readAll(rcaeval, folder);
  assert.deepEqual([first?.id, second?.id], ['shop-db-cpu/2', 'shop-db-cpu/10']);
  assert.ok(first !== undefined);
  const { data } = first;
  assert.deepEqual(data.baseline, { startMs: 1_000_000, endMs: 1_005_000 });
  assert.deepEqual(data.incident, { startMs: 9_000_000, endMs: 9_003_000 });
  assert.deepEqual(
    data.series.map(({ entity, name, unit, aggregation }) => [entity.name, name, unit, aggregation]),
    [
      ['shop-db', 'cpu', '%', 'avg'],
      ['web', 'lat_99', 's', 'p99'],
    ],
  );
  assert.deepEqual(Array.from(data.series[0]?.values ?? []), [0, 1, 2, 3, 4, 90, 91, 92]);
  assert.ok(Number.isNaN(data.series[1]?.values[6]));
  assert.ok(first.right('shop-db') && !first.right('web'));
  assert.deepEqual(first.candidates, ['shop-db', 'web']);
  assert.ok(tellsNothing(first, 'shop-db-cpu', 'anomalous'));
});

test('one table is cut at the injection, logs and traces come with it', async (t) => {
  const folder = writeFiles(t, {
    'RE2/cart_delay/1/inject_time.txt': '1500\n',
    'RE2/cart_delay/1/simple_metrics.csv': `imte,cart_latency-50,cart_workload\n${rows(1400, 200, (i) => `${i},2`)}`,
    'RE2/cart_delay/1/metrics.csv': 'time,other_cpu\n1,1',
    'RE2/cart_delay/1/logs.csv':
      'time,timestamp,container_name,message,level,req_path,error\n' +
      '1,1450000000000,cart,"said ""hi"", then left",error,,\n' +
      '1,1450000000000,cart,level=warn slow,,,\n' +
      '1,99000000000000,cart,too late,info,,\n',
    'RE2/cart_delay/1/traces.csv':
      'time,traceID,spanID,serviceName,methodName,operationName,startTimeMillis,startTime,duration,statusCode,parentSpanID\n' +
      '1,t1,a,frontend,GET,GET /,1,1550000000,3000,0,\n' +
      '1,t1,b,frontend,Call,call cart,1,1550000000,2500,14,a\n' +
      '1,t1,c,cartservice,Get,Get,1,1550000000,2000,0,b\n' +
      '1,t1,d,cartservice,Get,SELECT items,1,1550000000,1000,200,c\n',
  });
  const [bench] = await readAll(rcaeval, folder);
  assert.ok(bench !== undefined);
  const { data } = bench;
  assert.equal(bench.id, 'RE2/cart_delay/1');
  assert.deepEqual(data.baseline, { startMs: 1_400_000, endMs: 1_500_000 });
  assert.deepEqual(data.incident, { startMs: 1_500_000, endMs: 1_600_000 });
  assert.deepEqual(
    data.logs.map(({ timeMs, severity, body }) => [timeMs, severity, body]),
    [
      [1_450_000, 17, 'said "hi", then left'],
      [1_450_000, 13, 'level=warn slow'],
    ],
  );
  assert.deepEqual(
    data.spans.map(({ service, kind, durationMs, error }) => [service, kind, durationMs, error]),
    [
      ['frontend', 'server', 3, false],
      ['frontend', 'client', 2.5, true],
      ['cart', 'server', 2, false],
      ['cart', 'client', 1, false],
    ],
  );
  assert.equal(data.series.length, 2);
  assert.ok(bench.right('cart'));
});

test('a counter becomes growth per second, also over a reset and a gap', () => {
  assert.deepEqual(
    [...growthPerSecond([0, 1000, 3000, 4000, 5000], [5, 7, 11, 3, Number.NaN])],
    [Number.NaN, 2, 2, 3, Number.NaN],
  );
});

test('a folder that tells no service is an error, and one without cases is not of this layout', async (t) => {
  const folder = writeFiles(t, {
    'x/1/normal.csv': 'time,a_cpu\n1,1',
    'x/1/anomalous.csv': 'time,a_cpu\n2,1',
  });
  await assert.rejects(readAll(rcaeval, folder), /not below a folder named SERVICE-FAULT/);
  assert.ok(!rcaeval.recognises(writeFiles(t, { 'a/b.csv': 'time' })));
});
