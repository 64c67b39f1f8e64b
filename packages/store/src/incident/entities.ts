/** Whose figure a metric is, by the semantic conventions of its name and its resource. Pure. */
import type { ExplanationEntity } from '@nightglass/model';

/** What is read of a resource to say so; '' for what it does not have. */
export interface ResourceKeys {
  pod: string;
  node: string;
  host: string;
  namespace: string;
  workload: string;
  instance: string;
}

/** Metrics about a machine, a pod, a workload; of a receiver that speaks for a database, a cache or a queue. */
const ofNode = /^(k8s\.node|system|host|node)[._]/;
const ofPod = /^(k8s\.pod|k8s\.container|container)[._]/;
const ofWorkload = /^k8s\.(deployment|statefulset|daemonset|replicaset|job|cronjob|hpa)[._]/;
const ofNamespace = /^k8s\.(namespace|resource_quota)[._]/;
const systems: readonly (readonly [RegExp, ExplanationEntity['kind']])[] = [
  [/^(redis|memcached|valkey)[._]/, 'cache'],
  [/^(kafka|rabbitmq|nats|activemq|pulsar)[._]/, 'queue'],
  [
    /^(postgresql|pg|mysql|mongodb|sqlserver|oracledb|cassandra|elasticsearch|opensearch|clickhouse|couchdb|aerospike)[._]/,
    'database',
  ],
];

/** What the store calls a sender that names no service. */
const nobody = (service: string): boolean => service === '' || service.startsWith('unknown_service');

const topicOf = (labels: Readonly<Record<string, string>>): string =>
  labels['messaging.destination.name'] ?? labels.topic ?? labels.queue ?? labels['rabbitmq.queue.name'] ?? '';

export const entityOfMetric = (
  name: string,
  service: string,
  resource: ResourceKeys,
  labels: Readonly<Record<string, string>>,
): ExplanationEntity => {
  const node = resource.node || resource.host;
  if (ofNode.test(name) && node !== '') return { kind: 'node', name: node };
  if (ofPod.test(name) && resource.pod !== '') return { kind: 'pod', name: resource.pod };
  if (ofWorkload.test(name) && resource.workload !== '') return { kind: 'workload', name: resource.workload };
  if (ofNamespace.test(name) && resource.namespace !== '')
    return { kind: 'namespace', name: resource.namespace };
  if (!nobody(service)) return { kind: 'service', name: service };
  for (const [pattern, kind] of systems) {
    const system = pattern.exec(name)?.[1];
    if (system === undefined) continue;
    const topic = kind === 'queue' ? topicOf(labels) : '';
    return { kind, name: topic || resource.instance || resource.host || system };
  }
  if (resource.pod !== '') return { kind: 'pod', name: resource.pod };
  if (node !== '') return { kind: 'node', name: node };
  return { kind: 'service', name: service };
};
