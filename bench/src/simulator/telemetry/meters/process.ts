/** Figures of processes and their containers. */
import type { ExplanationEntity } from '@nightglass/model';
import type { Chance } from '../../random.ts';
import type { Pod, Service } from '../../system/system.ts';
import { type Meter, MiB, meter, type Names, type Naming, named } from './meter.ts';

/** One figure of a pod's levels; `offset` is what one process has at rest. */
interface Figure {
  key: string;
  names: Names;
  unit: string;
  scale?: number;
  offset?: number;
  aggregation?: string;
  combine?: 'sum' | 'mean';
  noise?: number;
  /** Share of services that report it; all by default. */
  share?: number;
}

const containerFigures = (service: Service): Figure[] => [
  {
    key: 'cores',
    names: named('container.cpu.usage', 'container_cpu_usage_seconds_total'),
    unit: '{cpu}',
    noise: 0.03,
  },
  {
    key: 'resident',
    names: named('container.memory.usage', 'container_memory_working_set_bytes'),
    unit: 'By',
    scale: MiB,
    noise: 0.006,
  },
  {
    key: 'restarts',
    names: named('k8s.container.restarts', 'kube_pod_container_status_restarts_total'),
    unit: '{restart}',
    noise: 0,
  },
  {
    key: 'cores',
    names: named('k8s.pod.cpu_limit_utilization', 'container_cpu_limit_utilization'),
    unit: '1',
    scale: 1 / service.cores,
    combine: 'mean',
    noise: 0.03,
    share: 0.5,
  },
  {
    key: 'throttled',
    names: named(
      'container.cpu.throttling_data.throttled_periods',
      'container_cpu_cfs_throttled_periods_ratio',
    ),
    unit: '1',
    offset: 0.002,
    combine: 'mean',
    noise: 0.2,
    share: 0.6,
  },
  {
    key: 'resident',
    names: named('k8s.pod.memory_limit_utilization', 'container_memory_limit_utilization'),
    unit: '1',
    scale: 1 / service.memoryLimitMb,
    combine: 'mean',
    noise: 0.006,
    share: 0.6,
  },
  {
    key: 'loss',
    names: named('k8s.pod.network.errors', 'container_network_receive_packets_dropped_total'),
    unit: '/s',
    scale: 40,
    offset: 0.02,
    aggregation: 'rate',
    combine: 'mean',
    noise: 0.4,
    share: 0.4,
  },
  {
    key: 'inflight',
    names: named('http.server.active_requests', 'http_requests_in_flight'),
    unit: '{request}',
    noise: 0.06,
    share: 0.5,
  },
];

const runtimeFigures: Record<Service['language'], readonly Figure[]> = {
  go: [
    {
      key: 'goroutines',
      names: named('go.goroutine.count', 'go_goroutines'),
      unit: '{goroutine}',
      offset: 24,
    },
    {
      key: 'live',
      names: named('go.memory.used', 'go_memstats_heap_inuse_bytes'),
      unit: 'By',
      scale: 1.35 * MiB,
    },
    {
      key: 'allocated',
      names: named('go.memory.allocated', 'go_memstats_alloc_bytes_total'),
      unit: 'By/s',
      scale: MiB,
      aggregation: 'rate',
    },
    {
      key: 'gc',
      names: named('go.cpu.gc.utilization', 'go_memstats_gc_cpu_fraction'),
      unit: '1',
      combine: 'mean',
    },
    {
      key: 'cpuwait',
      names: named('go.schedule.duration', 'go_sched_latencies_seconds'),
      unit: 's',
      scale: 0.001,
      offset: 0.00002,
      aggregation: 'p95',
      combine: 'mean',
    },
    {
      key: 'gogc',
      names: named('go.config.gogc', 'go_gc_gogc_percent'),
      unit: '%',
      combine: 'mean',
      noise: 0,
      share: 0.5,
    },
  ],
  java: [
    { key: 'live', names: named('jvm.memory.used', 'jvm_memory_used_bytes'), unit: 'By', scale: 1.3 * MiB },
    {
      key: 'threads',
      names: named('jvm.thread.count', 'jvm_threads_live_threads'),
      unit: '{thread}',
      offset: 28,
    },
    {
      key: 'threads',
      names: named('executor.active', 'tomcat_threads_busy_threads'),
      unit: '{thread}',
      noise: 0.05,
      share: 0.7,
    },
    {
      key: 'threadsmax',
      names: named('executor.pool.max', 'tomcat_threads_config_max_threads'),
      unit: '{thread}',
      noise: 0,
      share: 0.7,
    },
    {
      key: 'pause',
      names: named('jvm.gc.duration', 'jvm_gc_pause_seconds'),
      unit: 's',
      scale: 0.001,
      offset: 0.006,
      aggregation: 'p99',
      combine: 'mean',
    },
    { key: 'gc', names: named('jvm.gc.overhead', 'jvm_gc_overhead_percent'), unit: '1', combine: 'mean' },
  ],
  python: [
    { key: 'threads', names: named('process.thread.count', 'process_threads'), unit: '{thread}', offset: 6 },
    {
      key: 'threads',
      names: named('worker.active', 'gunicorn_workers_busy'),
      unit: '{worker}',
      noise: 0.05,
      share: 0.6,
    },
    {
      key: 'threadsmax',
      names: named('worker.limit', 'gunicorn_workers'),
      unit: '{worker}',
      noise: 0,
      share: 0.6,
    },
    {
      key: 'resident',
      names: named('process.memory.usage', 'process_resident_memory_bytes'),
      unit: 'By',
      scale: MiB,
    },
  ],
  node: [
    {
      key: 'cpuwait',
      names: named('nodejs.eventloop.delay.p99', 'nodejs_eventloop_lag_p99_seconds'),
      unit: 's',
      scale: 0.0022,
      offset: 0.011,
      combine: 'mean',
    },
    {
      key: 'loop',
      names: named('nodejs.eventloop.utilization', 'nodejs_eventloop_utilization'),
      unit: '1',
      combine: 'mean',
      noise: 0.03,
    },
    {
      key: 'live',
      names: named('v8js.memory.heap.used', 'nodejs_heap_size_used_bytes'),
      unit: 'By',
      scale: 1.1 * MiB,
    },
  ],
};

/** Meters of these pods together: of one, or of all of a service. */
export const processMeters = (
  chance: Chance,
  { naming, lean }: { naming: Naming; lean: boolean },
  pods: readonly Pod[],
  entity: ExplanationEntity,
  labels: Record<string, string>,
): Meter[] => {
  const { service } = pods[0]!;
  const meters: Meter[] = [];
  for (const figure of [...containerFigures(service), ...runtimeFigures[service.language]]) {
    const share = figure.share ?? 1;
    if (!chance.chance(lean && share < 1 ? share * 0.4 : share)) continue;
    // No thread counts where requests need no thread.
    if (figure.key.startsWith('threads') && service.threads === 0) continue;
    meters.push(
      meter({
        entity,
        labels,
        keys: pods.map((pod) => `pod:${pod.index}:${figure.key}`),
        combine: figure.combine ?? 'sum',
        name: figure.names[naming],
        unit: figure.unit,
        aggregation: figure.aggregation ?? 'avg',
        scale: figure.scale ?? 1,
        offset: (figure.offset ?? 0) * (figure.combine === 'mean' ? 1 : pods.length),
        noise: figure.noise ?? 0.02,
      }),
    );
  }
  return [...meters, ...poolMeters(chance, naming, pods, entity, labels)];
};

const poolMeters = (
  chance: Chance,
  naming: Naming,
  pods: readonly Pod[],
  entity: ExplanationEntity,
  labels: Record<string, string>,
): Meter[] => {
  const otel = naming === 'otel';
  const meters: Meter[] = [];
  for (const { database } of pods[0]!.service.pools) {
    const ofPool = { ...labels, [otel ? 'db.client.connection.pool.name' : 'pool']: database.name };
    const used = { ...ofPool, [otel ? 'db.client.connection.state' : 'state']: 'used' };
    const keys = (level: string): string[] =>
      pods.map((pod) => `pod:${pod.index}:pool:${database.index}:${level}`);
    const add = (
      level: string,
      given: Record<string, string>,
      names: Names,
      unit: string,
      noise: number,
    ): void => {
      meters.push(meter({ entity, labels: given, keys: keys(level), name: names[naming], unit, noise }));
    };
    add('used', used, named('db.client.connection.count', 'db_pool_connections'), '{connection}', 0.05);
    add(
      'pending',
      ofPool,
      named('db.client.connection.pending_requests', 'db_pool_pending_threads'),
      '{request}',
      0.05,
    );
    if (chance.chance(0.6))
      add('max', ofPool, named('db.client.connection.max', 'db_pool_max_connections'), '{connection}', 0);
  }
  return meters;
};
