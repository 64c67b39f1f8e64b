/** Which figure of the system a meter reads, and under which name it reports it. */
import type { ExplanationEntity } from '@nightglass/model';
import type { Chance } from '../random.ts';
import { type Pod, podEntity, type Service, type System, serviceEntity } from '../system/system.ts';

export interface Meter {
  entity: ExplanationEntity;
  /** Levels of the recorder that are summed, or averaged. */
  keys: string[];
  combine: 'sum' | 'mean';
  name: string;
  unit: string;
  aggregation: string;
  labels: Record<string, string>;
  scale: number;
  /** Added after scaling: what is there at rest. */
  offset: number;
  /** Relative noise of the measurement. */
  noise: number;
}

/** Names as OpenTelemetry's conventions have them, or as Prometheus exporters do. */
export type Naming = 'otel' | 'prometheus';

const MiB = 1024 * 1024;

type Given = Pick<Meter, 'entity' | 'keys' | 'name'> & Partial<Meter>;
const meter = (given: Given): Meter => ({
  combine: 'sum',
  unit: '1',
  aggregation: 'avg',
  labels: {},
  scale: 1,
  offset: 0,
  noise: 0.015,
  ...given,
});

interface RuntimeFigure {
  key: string;
  otel: string;
  prometheus: string;
  unit: string;
  scale?: number;
  offset?: number;
  aggregation?: string;
  combine?: 'sum' | 'mean';
}

const runtimeFigures: Record<Service['language'], RuntimeFigure[]> = {
  go: [
    {
      key: 'goroutines',
      otel: 'go.goroutine.count',
      prometheus: 'go_goroutines',
      unit: '{goroutine}',
      offset: 24,
    },
    {
      key: 'live',
      otel: 'go.memory.used',
      prometheus: 'go_memstats_heap_inuse_bytes',
      unit: 'By',
      scale: 1.35 * MiB,
    },
    {
      key: 'allocated',
      otel: 'go.memory.allocated',
      prometheus: 'go_memstats_alloc_bytes_total',
      unit: 'By/s',
      scale: MiB,
      aggregation: 'rate',
    },
    {
      key: 'gc',
      otel: 'go.cpu.gc.utilization',
      prometheus: 'go_memstats_gc_cpu_fraction',
      unit: '1',
      combine: 'mean',
    },
    {
      key: 'cpuwait',
      otel: 'go.schedule.duration',
      prometheus: 'go_sched_latencies_seconds',
      unit: 's',
      scale: 0.001,
      offset: 0.00002,
      aggregation: 'p95',
      combine: 'mean',
    },
  ],
  java: [
    {
      key: 'live',
      otel: 'jvm.memory.used',
      prometheus: 'jvm_memory_used_bytes',
      unit: 'By',
      scale: 1.3 * MiB,
    },
    {
      key: 'threads',
      otel: 'jvm.thread.count',
      prometheus: 'jvm_threads_live_threads',
      unit: '{thread}',
      offset: 28,
    },
    {
      key: 'pause',
      otel: 'jvm.gc.duration',
      prometheus: 'jvm_gc_pause_seconds',
      unit: 's',
      scale: 0.001,
      offset: 0.006,
      aggregation: 'p99',
      combine: 'mean',
    },
    { key: 'gc', otel: 'jvm.gc.overhead', prometheus: 'jvm_gc_overhead_percent', unit: '1', combine: 'mean' },
  ],
  python: [
    {
      key: 'threads',
      otel: 'process.thread.count',
      prometheus: 'process_threads',
      unit: '{thread}',
      offset: 6,
    },
    {
      key: 'resident',
      otel: 'process.memory.usage',
      prometheus: 'process_resident_memory_bytes',
      unit: 'By',
      scale: MiB,
    },
  ],
  node: [
    {
      key: 'cpuwait',
      otel: 'nodejs.eventloop.delay.p99',
      prometheus: 'nodejs_eventloop_lag_p99_seconds',
      unit: 's',
      scale: 0.0022,
      offset: 0.011,
      combine: 'mean',
    },
    {
      key: 'live',
      otel: 'v8js.memory.heap.used',
      prometheus: 'nodejs_heap_size_used_bytes',
      unit: 'By',
      scale: 1.1 * MiB,
    },
  ],
};

const podMeters = (
  chance: Chance,
  naming: Naming,
  pods: readonly Pod[],
  entity: ExplanationEntity,
  labels: Record<string, string>,
): Meter[] => {
  const { service } = pods[0]!;
  const keys = (name: string): string[] => pods.map((pod) => `pod:${pod.index}:${name}`);
  const otel = naming === 'otel';
  const meters = [
    meter({
      entity,
      labels,
      keys: keys('cores'),
      name: otel ? 'container.cpu.usage' : 'container_cpu_usage_seconds_total',
      unit: '{cpu}',
      aggregation: otel ? 'avg' : 'rate',
      noise: 0.03,
    }),
    meter({
      entity,
      labels,
      keys: keys('resident'),
      name: otel ? 'container.memory.usage' : 'container_memory_working_set_bytes',
      unit: 'By',
      scale: MiB,
      noise: 0.006,
    }),
    meter({
      entity,
      labels,
      keys: keys('restarts'),
      name: otel ? 'k8s.container.restarts' : 'kube_pod_container_status_restarts_total',
      unit: '{restart}',
      noise: 0,
    }),
  ];
  if (chance.chance(0.5))
    meters.push(
      meter({
        entity,
        labels,
        keys: keys('cores'),
        combine: 'sum',
        scale: 1 / (service.cores * pods.length),
        name: otel ? 'k8s.pod.cpu_limit_utilization' : 'container_cpu_limit_utilization',
        noise: 0.03,
      }),
    );
  if (chance.chance(0.6))
    meters.push(
      meter({
        entity,
        labels,
        keys: keys('throttled'),
        combine: 'mean',
        name: otel
          ? 'container.cpu.throttling_data.throttled_periods'
          : 'container_cpu_cfs_throttled_periods_ratio',
        unit: '1',
        offset: 0.002,
        noise: 0.2,
      }),
    );
  if (chance.chance(0.6))
    meters.push(
      meter({
        entity,
        labels,
        keys: keys('resident'),
        scale: 1 / (service.memoryLimitMb * pods.length),
        name: otel ? 'k8s.pod.memory_limit_utilization' : 'container_memory_limit_utilization',
        noise: 0.006,
      }),
    );
  if (chance.chance(0.4))
    meters.push(
      meter({
        entity,
        labels,
        keys: keys('loss'),
        combine: 'mean',
        scale: 40,
        offset: 0.02,
        name: otel ? 'k8s.pod.network.errors' : 'container_network_receive_packets_dropped_total',
        unit: '/s',
        aggregation: 'rate',
        noise: 0.4,
      }),
    );
  for (const figure of runtimeFigures[service.language])
    meters.push(
      meter({
        entity,
        labels,
        keys: keys(figure.key),
        combine: figure.combine ?? 'sum',
        name: otel ? figure.otel : figure.prometheus,
        unit: figure.unit,
        aggregation: figure.aggregation ?? 'avg',
        scale: figure.scale ?? 1,
        offset: (figure.offset ?? 0) * (figure.combine === 'mean' ? 1 : pods.length),
        noise: 0.02,
      }),
    );
  if (service.language === 'go' && chance.chance(0.4))
    meters.push(
      meter({
        entity,
        labels,
        keys: keys('gogc'),
        combine: 'mean',
        name: otel ? 'go.config.gogc' : 'go_gc_gogc_percent',
        unit: '%',
        noise: 0,
      }),
    );
  for (const pool of service.pools) {
    const poolLabels = { ...labels, [otel ? 'db.client.connection.pool.name' : 'pool']: pool.database.name };
    const base = pods.map((pod) => `pod:${pod.index}:pool:${pool.database.index}`);
    meters.push(
      meter({
        entity,
        labels: { ...poolLabels, [otel ? 'db.client.connection.state' : 'state']: 'used' },
        keys: base.map((key) => `${key}:used`),
        name: otel ? 'db.client.connection.count' : 'db_pool_connections',
        unit: '{connection}',
        noise: 0.05,
      }),
      meter({
        entity,
        labels: poolLabels,
        keys: base.map((key) => `${key}:pending`),
        name: otel ? 'db.client.connection.pending_requests' : 'db_pool_pending_threads',
        unit: '{request}',
        noise: 0.05,
      }),
    );
    if (chance.chance(0.6))
      meters.push(
        meter({
          entity,
          labels: poolLabels,
          keys: base.map((key) => `${key}:max`),
          name: otel ? 'db.client.connection.max' : 'db_pool_max_connections',
          unit: '{connection}',
          noise: 0,
        }),
      );
  }
  return meters;
};

/** Everything but the series of calls, which come from tracks. */
export const drawMeters = (chance: Chance, system: System, naming: Naming, perPod: boolean): Meter[] => {
  const otel = naming === 'otel';
  const meters: Meter[] = [];
  for (const service of system.services) {
    // Kinds of meters are drawn per service: all pods of one deployment run the same agent.
    const seed = chance.below(2 ** 31);
    if (perPod)
      for (const pod of service.pods)
        meters.push(
          ...podMeters(chance.fork(String(seed)), naming, [pod], podEntity(pod), {
            [otel ? 'service.name' : 'app']: service.name,
          }),
        );
    else
      meters.push(...podMeters(chance.fork(String(seed)), naming, service.pods, serviceEntity(service), {}));
    meters.push(
      meter({
        entity: serviceEntity(service),
        keys: service.pods.map((pod) => `pod:${pod.index}:ready`),
        name: otel ? 'k8s.deployment.available' : 'kube_deployment_status_replicas_available',
        unit: '{pod}',
        noise: 0,
      }),
    );
  }
  for (const database of system.databases) {
    const { entity, system: kind } = database;
    const key = `database:${database.index}`;
    const words = {
      postgresql: ['postgresql.backends', 'postgresql.deadlocks', 'pg_stat_activity_count'],
      mysql: ['mysql.threads', 'mysql.row_locks', 'mysql_global_status_threads_running'],
      mongodb: ['mongodb.connection.count', 'mongodb.lock.acquire.wait_count', 'mongodb_connections'],
    }[kind];
    meters.push(
      meter({
        entity,
        keys: [`${key}:busy`],
        scale: 0.85,
        offset: 0.03,
        name: otel ? 'system.cpu.utilization' : 'node_cpu_utilisation',
        noise: 0.05,
      }),
      meter({
        entity,
        keys: [`${key}:queries`],
        name: otel ? `${kind}.operations` : `${kind}_queries_total`,
        unit: '/s',
        aggregation: 'rate',
        noise: 0.02,
      }),
      meter({
        entity,
        keys: [`${key}:queued`, `${key}:locks`],
        offset: 6,
        scale: 1,
        name: otel ? words[0]! : words[2]!,
        unit: '{connection}',
        noise: 0.05,
      }),
    );
    if (chance.chance(0.7))
      meters.push(
        meter({
          entity,
          keys: [`${key}:locks`],
          name: otel ? words[1]! : `${kind}_lock_waits`,
          unit: '{lock}',
          offset: 0.2,
          noise: 0.2,
        }),
      );
    if (chance.chance(0.8))
      meters.push(
        meter({
          entity,
          keys: [`${key}:io`],
          scale: 1,
          offset: chance.between(0.04, 0.2),
          name: otel ? 'system.disk.utilization' : 'node_disk_io_time_ratio',
          noise: 0.12,
        }),
        meter({
          entity,
          keys: [`${key}:disk`],
          offset: chance.between(0.35, 0.7),
          name: otel ? 'system.filesystem.utilization' : 'node_filesystem_used_ratio',
          noise: 0.001,
        }),
      );
  }
  for (const cache of system.caches) {
    const key = `cache:${cache.index}`;
    meters.push(
      meter({
        entity: cache.entity,
        keys: [`${key}:hits`],
        name: otel ? `${cache.system}.keyspace.hit_ratio` : `${cache.system}_hit_ratio`,
        noise: 0.004,
      }),
      meter({
        entity: cache.entity,
        keys: [`${key}:asked`],
        name: otel ? `${cache.system}.commands` : `${cache.system}_commands_total`,
        unit: '/s',
        aggregation: 'rate',
        noise: 0.02,
      }),
      meter({
        entity: cache.entity,
        keys: [`${key}:evicted`],
        name: otel ? `${cache.system}.keys.evicted` : `${cache.system}_evicted_keys_total`,
        unit: '/s',
        aggregation: 'rate',
        offset: 0.3,
        noise: 0.3,
      }),
    );
  }
  for (const queue of system.queues) {
    const key = `queue:${queue.index}`;
    const kafka = queue.system === 'kafka';
    const labels = { 'messaging.destination.name': queue.topic };
    meters.push(
      meter({
        entity: queue.entity,
        labels,
        keys: [`${key}:lag`],
        offset: 2,
        name: otel
          ? kafka
            ? 'kafka.consumer_group.lag'
            : 'rabbitmq.message.current'
          : kafka
            ? 'kafka_consumergroup_lag'
            : 'rabbitmq_queue_messages',
        unit: '{message}',
        noise: 0.2,
      }),
      meter({
        entity: queue.entity,
        labels,
        keys: [`${key}:published`],
        name: otel ? 'messaging.client.sent.messages' : 'messages_published_total',
        unit: '/s',
        aggregation: 'rate',
        noise: 0.02,
      }),
      meter({
        entity: queue.entity,
        labels,
        keys: [`${key}:consumed`],
        name: otel ? 'messaging.client.consumed.messages' : 'messages_consumed_total',
        unit: '/s',
        aggregation: 'rate',
        noise: 0.02,
      }),
    );
  }
  system.machines.forEach((machine, i) => {
    const entity = { kind: 'node' as const, name: machine.name };
    meters.push(
      meter({
        entity,
        keys: [`machine:${i}:cores`],
        scale: 1 / machine.cores,
        offset: 0.04,
        name: otel ? 'system.cpu.utilization' : 'node_cpu_utilisation',
        noise: 0.04,
      }),
      meter({
        entity,
        keys: machine.pods.map((pod) => `pod:${pod.index}:resident`),
        scale: 1 / machine.memoryMb,
        offset: chance.between(0.1, 0.3),
        name: otel ? 'system.memory.utilization' : 'node_memory_used_ratio',
        noise: 0.005,
      }),
      meter({
        entity,
        keys: [`machine:${i}:disk`],
        offset: chance.between(0.3, 0.7),
        name: otel ? 'system.filesystem.utilization' : 'node_filesystem_used_ratio',
        noise: 0.001,
      }),
      meter({
        entity,
        keys: [`machine:${i}:io`],
        offset: chance.between(0.03, 0.15),
        name: otel ? 'system.disk.utilization' : 'node_disk_io_time_ratio',
        noise: 0.15,
      }),
      meter({
        entity,
        keys: [`machine:${i}:ready`],
        name: otel ? 'k8s.node.condition_ready' : 'kube_node_status_ready',
        noise: 0,
      }),
    );
  });
  return meters.filter((one) => one.keys.length > 0);
};
