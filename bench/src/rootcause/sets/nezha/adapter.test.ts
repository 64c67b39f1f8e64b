import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAll, tellsNothing, writeFiles } from '../write-files.ts';
import { nezha } from './adapter.ts';

const day = Date.UTC(2024, 0, 2);
const at = (clock: string, seconds = 0): number =>
  day + Date.parse(`1970-01-01T${clock}:00Z`) + seconds * 1000;
const nano = (ms: number): string => `${ms}000000`;

const gate = 'gate-6f6cfc45b2-d9pnv';
const food = 'food-f5756978c9-6sb8t';

const trace = (clock: string, id: string): string =>
  'TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration\n' +
  `${id},${id}1,root,${gate},/*,${nano(at(clock, 30))},${nano(at(clock, 31))},1000000\n` +
  `${id},${id}2,${id}1,${gate},HTTP GET,${nano(at(clock, 30))},${nano(at(clock, 31))},1000000\n` +
  `${id},${id}3,${id}2,${food},/food,${nano(at(clock, 30))},${nano(at(clock, 31))},1000000\n`;

const log = (clock: string, id: string, line: string): string =>
  'Timestamp,TimeUnixNano,Node,PodName,Container,TraceID,SpanID,Log\n' +
  `${new Date(at(clock, 40)).toISOString()},${nano(at(clock, 40))},n1,${food},server,${id},${id}3,` +
  `"{""log"":""12:00:00 WARN TraceID: ${id} SpanID: ${id}3 ${line}\\n"",""stream"":""stdout""}"\n` +
  `2024-01-02T${clock}:50.5,-6795364578871345152,n1,${food},server,No traceid,No spanid,ERROR lost its time\n`;

const metric = (pod: string): string =>
  'Time,TimeStamp,PodName,CpuUsageRate(%),MemoryUsage(Mi),NetworkReceiveBytes,PodServerLatencyP90(s),NodeCpuUsageRate(%)\n' +
  Array.from({ length: 60 }, (_, i) => {
    const seconds = at('10:00', 60 * i + 5) / 1000;
    return `x,${seconds},${pod},${i},100,${i * 10},NaN,${i}`;
  }).join('\n');

const files = {
  'construct_data/2024-01-02/trace/10_00_trace.csv.gz': trace('10:00', 'a'),
  'construct_data/2024-01-02/log/10_00_log.csv': log('10:00', 'a', 'slow'),
  'construct_data/root_cause_x.json': JSON.stringify({ food: { net: 'NetworkP90(ms)' } }),
  'rca_data/2024-01-02/2024-01-02-fault_list.json': JSON.stringify({
    '10': [
      {
        inject_time: '2024-01-02 10:20:10',
        inject_timestamp: String(at('10:20', 10) / 1000),
        inject_pod: gate,
        inject_type: 'cpu',
      },
      {
        inject_time: '2024-01-02 10:40:15',
        inject_timestamp: String(at('10:41', 15) / 1000),
        inject_pod: food,
        inject_type: 'net',
      },
    ],
  }),
  'rca_data/2024-01-02/trace/10_39_trace.csv.gz': trace('10:39', 'b'),
  'rca_data/2024-01-02/trace/10_40_trace.csv.gz': trace('10:40', 'c'),
  'rca_data/2024-01-02/trace/10_42_trace.csv.gz': trace('10:42', 'd'),
  'rca_data/2024-01-02/trace/10_43_trace.csv.gz': trace('10:43', 'e'),
  'rca_data/2024-01-02/log/10_41_log.csv.gz': log('10:41', 'c', 'slower'),
  [`rca_data/2024-01-02/metric/${food}_metric.csv.gz`]: metric(food),
  [`rca_data/2024-01-02/metric/${gate}_metric.csv`]: metric(gate),
};

test('a fault is its minute and the two after it, beside the normal minute', async (t) => {
  const folder = writeFiles(t, files);
  assert.ok(nezha.recognises(folder));
  const [, bench] = await readAll(nezha, folder);
  assert.ok(bench !== undefined);
  const { data } = bench;
  assert.equal(bench.id, '2024-01-02/10_40');
  assert.deepEqual([...new Set(data.spans.map(({ traceId }) => traceId))].sort(), ['a', 'c', 'd']);
  // the earlier of the two times given
  assert.equal(data.incident.startMs, at('10:40', 15));
  assert.deepEqual(data.baseline, { startMs: at('10:00', 30), endMs: at('10:40', 15) });
  assert.deepEqual(
    data.spans
      .slice(0, 3)
      .map(({ service, kind, parentId, resource }) => [service, kind, parentId, resource]),
    [
      ['gate', 'server', '', gate],
      ['gate', 'client', 'a1', gate],
      ['food', 'server', 'a2', food],
    ],
  );
  assert.equal(bench.truth.text, 'food (net: NetworkP90(ms))');
  assert.equal(
    bench.proposal({
      entity: { kind: 'pod', name: food },
      faultClass: 'network',
      detail: '',
      operation: '',
      change: null,
    }),
    'food',
  );
  assert.ok(bench.right('food'));
  assert.ok(tellsNothing(bench, 'inject', 'fault_list'));
});

test('logs are unwrapped, ids have their columns, and a line without a time gets it from the other column', async (t) => {
  const [, bench] = await readAll(nezha, writeFiles(t, files));
  const logs = bench?.data.logs.filter(({ timeMs }) => timeMs > at('10:41')) ?? [];
  assert.deepEqual(
    logs.map(({ timeMs, severity, body, traceId, spanId }) => [timeMs, severity, body, traceId, spanId]),
    [
      [at('10:41', 40), 13, '12:00:00 WARN slower', 'c', 'c3'],
      [at('10:41', 50.5), 17, 'ERROR lost its time', '', ''],
    ],
  );
});

test('metrics end with the incident and leave out the faults before, a machine is told once', async (t) => {
  const [, bench] = await readAll(nezha, writeFiles(t, files));
  const series = bench?.data.series ?? [];
  const cpu = series.find(({ entity, name }) => entity.name === food && name === 'CpuUsageRate');
  const minutes = Array.from(cpu?.values ?? []);
  assert.deepEqual(
    [20, 21, 22, 23, 24, 25, 42, 43, 44].map((minute) => minutes.includes(minute)),
    [true, false, false, false, false, true, true, false, false],
  );
  assert.deepEqual([cpu?.unit, cpu?.entity.kind], ['%', 'pod']);
  assert.deepEqual(
    series.filter(({ name }) => name === 'NodeCpuUsageRate').map(({ entity }) => entity),
    [{ kind: 'node', name: 'n1' }],
  );
  assert.deepEqual(bench?.data.resources[food], {
    service: 'food',
    version: '',
    pod: food,
    node: 'n1',
    instance: food,
    attributes: {},
  });
});
