import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badDirection, isOutbound, meaningOf, nameTokens } from './meaning.ts';

const expected: [name: string, meaning: string | null][] = [
  ['process.cpu.utilization', 'cpu'],
  ['container_cpu_cfs_throttled_seconds_total', 'cpu_throttling'],
  ['k8s.container.cpu_limit', 'cpu_limit'],
  ['container.memory.working_set', 'memory'],
  ['go.memory.limit', 'memory_limit'],
  ['go.memory.gc.goal', 'heap'],
  ['v8js.memory.heap.used', 'heap'],
  ['jvm.gc.duration', 'gc'],
  ['go.goroutine.count', 'goroutines'],
  ['go.schedule.duration', 'scheduler'],
  ['nodejs.eventloop.delay.p99', 'event_loop'],
  ['process.thread.count', 'threads'],
  ['http.server.request.duration', 'latency'],
  ['PodServerLatencyP99(s)', 'latency'],
  ['http_requests_total', 'traffic'],
  ['mysql.operations', 'traffic'],
  ['rpc_errors_total', 'errors'],
  ['availability', 'availability'],
  ['db.client.connection.count', 'pool_usage'],
  ['db.client.connection.wait_time', 'pool_wait'],
  ['mysql.row_lock.waits', 'lock_wait'],
  ['mysql_global_status_innodb_row_lock_time_waiting', 'lock_wait'],
  ['pg_stat_database_deadlocks', 'lock_wait'],
  ['mutex_contention_seconds', 'lock_wait'],
  ['process.clock.wait', null],
  ['kafka.consumer_group.lag', 'queue_lag'],
  ['rabbitmq_queue_messages_ready', 'queue_depth'],
  ['system.filesystem.utilization', 'disk_usage'],
  ['node_filesystem_avail_bytes', 'disk_free'],
  ['k8s.volume.available', 'disk_free'],
  ['k8s.node.memory.available', 'memory_free'],
  ['node_memory_MemFree_bytes', 'memory_free'],
  ['system.disk.io', 'disk_io'],
  ['system.network.errors', 'network_errors'],
  ['system.network.io', 'network_io'],
  ['k8s.container.restarts', 'restarts'],
  ['redis.keyspace.hit_ratio', 'cache_hit'],
  ['redis.keys.evicted', 'cache_miss'],
  ['tls_cert_seconds_until_expiry', 'tls_expiry'],
  ['process.open_file_descriptor.count', 'fd'],
  ['shop.payments', null],
];
for (const [name, meaning] of expected)
  test(`${name} means ${meaning ?? 'nothing that is known'}`, () => assert.equal(meaningOf(name), meaning));

test('a unit of time makes an unknown name a latency', () => {
  assert.equal(meaningOf('checkout.step', 'ms'), 'latency');
  assert.equal(meaningOf('checkout.step', '{step}'), null);
});

test('names are cut at signs and humps', () => {
  assert.deepEqual(nameTokens('NodeCpuUsageRate(%)'), ['node', 'cpu', 'usage', 'rate']);
  assert.deepEqual(nameTokens('HTTPServer.p99'), ['http', 'server', 'p99']);
});

test('figures of calls are outbound, those of the server are not', () => {
  assert.ok(isOutbound('db.client.operation.duration'));
  assert.ok(isOutbound('http_client_request_duration_seconds'));
  assert.ok(!isOutbound('http.server.request.duration'));
});

test('availability is bad when it falls, latency when it rises, traffic either way', () => {
  assert.equal(badDirection('availability'), -1);
  assert.equal(badDirection('latency'), 1);
  assert.equal(badDirection('disk_free'), -1);
  assert.equal(badDirection('traffic'), 0);
});
