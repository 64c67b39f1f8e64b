/** All meters of a system but those of calls, which read tracks. */
import type { Chance } from '../../random.ts';
import { podEntity, type System, serviceEntity } from '../../system/system.ts';
import { type Meter, meter, type Names, type Naming, named } from './meter.ts';
import { processMeters } from './process.ts';

export type { Meter, Naming } from './meter.ts';

/** `perPod`: every pod by itself, as agents report; else what a dashboard would show of a service. */
export const drawMeters = (
  chance: Chance,
  system: System,
  { naming, perPod, lean }: { naming: Naming; perPod: boolean; lean: boolean },
): Meter[] => {
  const meters: Meter[] = [];
  for (const service of system.services) {
    // Kinds of meters are drawn per service: all pods of one deployment run the same agent.
    const label = String(chance.below(2 ** 31));
    const labels = { [naming === 'otel' ? 'service.name' : 'app']: service.name };
    if (perPod)
      for (const pod of service.pods)
        meters.push(...processMeters(chance.fork(label), { naming, lean }, [pod], podEntity(pod), labels));
    else
      meters.push(
        ...processMeters(chance.fork(label), { naming, lean }, service.pods, serviceEntity(service), {}),
      );
    meters.push(
      meter({
        entity: serviceEntity(service),
        keys: service.pods.map((pod) => `pod:${pod.index}:ready`),
        name: named('k8s.deployment.available', 'kube_deployment_status_replicas_available')[naming],
        unit: '{pod}',
        noise: 0,
      }),
    );
  }
  return [
    ...meters,
    ...databaseMeters(chance, system, naming),
    ...brokerMeters(system, naming),
    ...machineMeters(chance, system, naming),
  ];
};

const databaseNames = {
  postgresql: {
    connections: named('postgresql.backends', 'pg_stat_activity_count'),
    locks: named('postgresql.deadlocks', 'pg_locks_waiting'),
  },
  mysql: {
    connections: named('mysql.threads', 'mysql_global_status_threads_running'),
    locks: named('mysql.row_locks', 'mysql_row_lock_waits'),
  },
  mongodb: {
    connections: named('mongodb.connection.count', 'mongodb_connections'),
    locks: named('mongodb.lock.acquire.wait_count', 'mongodb_lock_waits'),
  },
} as const;

const databaseMeters = (chance: Chance, system: System, naming: Naming): Meter[] => {
  const meters: Meter[] = [];
  for (const database of system.databases) {
    const { entity, system: kind } = database;
    const add = (levels: string[], names: Names, more: Partial<Meter>): void => {
      const keys = levels.map((level) => `database:${database.index}:${level}`);
      meters.push(meter({ entity, keys, name: names[naming], ...more }));
    };
    const words = databaseNames[kind];
    add(['busy'], named('system.cpu.utilization', 'node_cpu_utilisation'), {
      scale: 0.85,
      offset: 0.03,
      noise: 0.05,
    });
    add(['queries'], named(`${kind}.operations`, `${kind}_queries_total`), {
      unit: '/s',
      aggregation: 'rate',
      noise: 0.02,
    });
    add(['queued', 'locks'], words.connections, { unit: '{connection}', offset: 6, noise: 0.05 });
    if (chance.chance(0.7)) add(['locks'], words.locks, { unit: '{lock}', offset: 0.2, noise: 0.2 });
    if (!chance.chance(0.8)) continue;
    add(['io'], named('system.disk.utilization', 'node_disk_io_time_ratio'), {
      offset: chance.between(0.04, 0.2),
      noise: 0.12,
    });
    add(['disk'], named('system.filesystem.utilization', 'node_filesystem_used_ratio'), {
      offset: chance.between(0.35, 0.4),
      noise: 0.001,
    });
  }
  return meters;
};

const brokerMeters = (system: System, naming: Naming): Meter[] => {
  const meters: Meter[] = [];
  for (const cache of system.caches) {
    const { entity, system: kind } = cache;
    const key = `cache:${cache.index}`;
    meters.push(
      meter({
        entity,
        keys: [`${key}:hits`],
        name: named(`${kind}.keyspace.hit_ratio`, `${kind}_hit_ratio`)[naming],
        noise: 0.004,
      }),
      meter({
        entity,
        keys: [`${key}:asked`],
        name: named(`${kind}.commands`, `${kind}_commands_total`)[naming],
        unit: '/s',
        aggregation: 'rate',
        noise: 0.02,
      }),
      meter({
        entity,
        keys: [`${key}:evicted`],
        name: named(`${kind}.keys.evicted`, `${kind}_evicted_keys_total`)[naming],
        unit: '/s',
        aggregation: 'rate',
        offset: 0.3,
        noise: 0.3,
      }),
    );
  }
  for (const queue of system.queues) {
    const { entity, topic } = queue;
    const labels = { [naming === 'otel' ? 'messaging.destination.name' : 'topic']: topic };
    const key = `queue:${queue.index}`;
    const waiting =
      queue.system === 'kafka'
        ? named('kafka.consumer_group.lag', 'kafka_consumergroup_lag')
        : named('rabbitmq.message.current', 'rabbitmq_queue_messages');
    const rate = { entity, labels, unit: '/s', aggregation: 'rate', noise: 0.02 };
    meters.push(
      meter({
        entity,
        labels,
        keys: [`${key}:lag`],
        name: waiting[naming],
        unit: '{message}',
        offset: 2,
        noise: 0.2,
      }),
      meter({
        ...rate,
        keys: [`${key}:published`],
        name: named('messaging.client.sent.messages', 'messages_published_total')[naming],
      }),
      meter({
        ...rate,
        keys: [`${key}:consumed`],
        name: named('messaging.client.consumed.messages', 'messages_consumed_total')[naming],
      }),
    );
  }
  return meters;
};

const machineMeters = (chance: Chance, system: System, naming: Naming): Meter[] =>
  system.machines.flatMap((machine, i) => {
    const entity = { kind: 'node' as const, name: machine.name };
    const share = (keys: string[], names: Names, offset: number, noise: number, scale = 1): Meter =>
      meter({ entity, keys, name: names[naming], offset, noise, scale });
    return [
      share(
        [`machine:${i}:cores`],
        named('system.cpu.utilization', 'node_cpu_utilisation'),
        0.04,
        0.04,
        1 / machine.cores,
      ),
      share(
        machine.pods.map((pod) => `pod:${pod.index}:resident`),
        named('system.memory.utilization', 'node_memory_used_ratio'),
        chance.between(0.1, 0.3),
        0.005,
        1 / machine.memoryMb,
      ),
      share(
        [`machine:${i}:disk`],
        named('system.filesystem.utilization', 'node_filesystem_used_ratio'),
        chance.between(0.3, 0.65),
        0.001,
      ),
      share(
        [`machine:${i}:io`],
        named('system.disk.utilization', 'node_disk_io_time_ratio'),
        chance.between(0.03, 0.15),
        0.15,
      ),
      share([`machine:${i}:ready`], named('k8s.node.condition_ready', 'kube_node_status_ready'), 0, 0),
    ];
  });
