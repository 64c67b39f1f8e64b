/**
 * The state of a cluster from log records of the OpenTelemetry Collector.
 *
 * - `k8sobjects` receiver, mode `pull`: body is the object itself, every so often; attribute `k8s.resource.name`.
 * - `k8sobjects`, mode `watch`: body is `{"type": "ADDED" | "MODIFIED" | "DELETED", "object": {...}}`.
 * - `k8s_events` receiver: body is the event's message; attributes `k8s.event.reason`, `k8s.event.count`, `k8s.event.name`,
 *   `k8s.namespace.name`, of the resource `k8s.object.kind`, `k8s.object.name`; severity text is the event's type.
 *
 * Objects of kind Event become events, whichever way they came.
 */
import type { KubernetesEvent, KubernetesObject, KubernetesState } from '../incident.ts';
import { at, fieldsOf, listOf, numberAt, textAt, timeOf } from './objects/fields.ts';

export interface KubernetesLogRow {
  timeMs: number;
  body: string;
  /** Of the record and of its resource. */
  attributes: Readonly<Record<string, string>>;
}

/** A larger body is cut by then, and cannot be read as JSON. */
const longestBody = 2_000_000;
/** One pull brings all objects of a kind; who is not in the next one is gone. */
const onePullMs = 120_000;

interface Seen {
  object: KubernetesObject;
  timeMs: number;
  watched: boolean;
}

/** Rows that are neither objects nor events are left out. The newest state of each object counts; deleted ones are gone. */
export const kubernetesFromLogs = (rows: readonly KubernetesLogRow[]): KubernetesState => {
  const seen = new Map<string, Seen>();
  const deleted = new Map<string, number>();
  const events: KubernetesEvent[] = [];
  for (const row of rows) {
    const body = jsonOf(row.body);
    if (body === null) {
      const event = eventOfAttributes(row);
      if (event !== null) events.push(event);
      continue;
    }
    const watched = at(body, 'object') !== undefined && textAt(body, 'type') !== '';
    const given = watched ? at(body, 'object') : body;
    const kind = textAt(given, 'kind');
    const items =
      kind.endsWith('List') && Array.isArray(at(given, 'items')) ? listOf(at(given, 'items')) : [given];
    for (const item of items) {
      const object = objectOf(item, kind, row.attributes);
      if (object === null) continue;
      if (object.kind === 'Event') {
        if (textAt(body, 'type') !== 'DELETED') events.push(eventOfObject(object, row.timeMs));
        continue;
      }
      const key = keyOf(object);
      if (watched && textAt(body, 'type') === 'DELETED') {
        deleted.set(key, Math.max(deleted.get(key) ?? row.timeMs, row.timeMs));
        continue;
      }
      const known = seen.get(key);
      if (known === undefined || isNewer(object, row.timeMs, known))
        seen.set(key, { object, timeMs: row.timeMs, watched });
    }
  }
  return { objects: alive(seen, deleted), events: events.sort(byText), checks: [] };
};

const jsonOf = (body: string): unknown => {
  const text = body.trimStart();
  if (!text.startsWith('{') || text.length > longestBody) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const objectOf = (
  value: unknown,
  listKind: string,
  attributes: Readonly<Record<string, string>>,
): KubernetesObject | null => {
  const name = textAt(value, 'metadata', 'name');
  // Items of a list leave their kind out; so do some senders of single objects.
  const kind =
    textAt(value, 'kind').replace(/List$/, '') ||
    listKind.replace(/List$/, '') ||
    kindOfResource(attributes['k8s.resource.name'] ?? '');
  if (name === '' || kind === '') return null;
  return { ...(fieldsOf(value) as KubernetesObject), kind };
};

const resources: Readonly<Record<string, string>> = {
  pods: 'Pod',
  nodes: 'Node',
  services: 'Service',
  endpoints: 'Endpoints',
  events: 'Event',
  namespaces: 'Namespace',
  configmaps: 'ConfigMap',
  secrets: 'Secret',
  serviceaccounts: 'ServiceAccount',
  resourcequotas: 'ResourceQuota',
  limitranges: 'LimitRange',
  persistentvolumes: 'PersistentVolume',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  storageclasses: 'StorageClass',
  deployments: 'Deployment',
  replicasets: 'ReplicaSet',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  jobs: 'Job',
  cronjobs: 'CronJob',
  horizontalpodautoscalers: 'HorizontalPodAutoscaler',
  networkpolicies: 'NetworkPolicy',
  ingresses: 'Ingress',
};

const kindOfResource = (resource: string): string =>
  Object.hasOwn(resources, resource) ? (resources[resource] ?? '') : '';

const keyOf = (object: unknown): string =>
  [textAt(object, 'kind'), textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')].join(
    '\u0000',
  );

/** Later wins; of one time the higher resourceVersion, then the larger text: the order of the rows decides nothing. */
const isNewer = (object: KubernetesObject, timeMs: number, known: Seen): boolean => {
  if (timeMs !== known.timeMs) return timeMs > known.timeMs;
  const version = (one: unknown): number => Number(textAt(one, 'metadata', 'resourceVersion')) || 0;
  const difference = version(object) - version(known.object);
  return difference !== 0 ? difference > 0 : JSON.stringify(object) > JSON.stringify(known.object);
};

const alive = (seen: ReadonlyMap<string, Seen>, deleted: ReadonlyMap<string, number>): KubernetesObject[] => {
  const lastPull = new Map<string, number>();
  for (const { object, timeMs, watched } of seen.values())
    if (!watched) lastPull.set(object.kind, Math.max(lastPull.get(object.kind) ?? timeMs, timeMs));
  return [...seen.keys()]
    .sort()
    .filter((key) => {
      const { object, timeMs, watched } = seen.get(key)!;
      const gone = deleted.get(key);
      if (gone !== undefined && gone >= timeMs) return false;
      return watched || timeMs >= lastPull.get(object.kind)! - onePullMs;
    })
    .map((key) => seen.get(key)!.object);
};

/** core/v1 and events.k8s.io/v1 name the same things differently. */
const eventOfObject = (object: KubernetesObject, timeMs: number): KubernetesEvent => {
  const about = at(object, 'involvedObject') ?? at(object, 'regarding');
  return {
    timeMs:
      timeOf(at(object, 'series', 'lastObservedTime')) ??
      timeOf(at(object, 'lastTimestamp')) ??
      timeOf(at(object, 'deprecatedLastTimestamp')) ??
      timeOf(at(object, 'eventTime')) ??
      timeOf(at(object, 'metadata', 'creationTimestamp')) ??
      timeMs,
    type: textAt(object, 'type') === 'Warning' ? 'Warning' : 'Normal',
    reason: textAt(object, 'reason'),
    message: textAt(object, 'message') || textAt(object, 'note'),
    count:
      numberAt(object, 'series', 'count') ??
      numberAt(object, 'count') ??
      numberAt(object, 'deprecatedCount') ??
      1,
    object: {
      kind: textAt(about, 'kind'),
      name: textAt(about, 'name'),
      namespace: textAt(about, 'namespace') || textAt(object, 'metadata', 'namespace'),
    },
  };
};

const eventOfAttributes = ({ timeMs, body, attributes }: KubernetesLogRow): KubernetesEvent | null => {
  const own = (name: string): string => (Object.hasOwn(attributes, name) ? (attributes[name] ?? '') : '');
  const reason = own('k8s.event.reason');
  const kind = own('k8s.object.kind');
  if (reason === '' || kind === '') return null;
  const warning = /^warn/i.test(own('severity_text') || own('k8s.event.type') || own('severity'));
  return {
    timeMs,
    type: warning || failureReasons.test(reason) ? 'Warning' : 'Normal',
    reason,
    message: body.slice(0, 4000),
    count: Math.max(1, Number(own('k8s.event.count')) || 1),
    object: { kind, name: own('k8s.object.name'), namespace: own('k8s.namespace.name') },
  };
};

/** The type is the record's severity, which may not have come along: these reasons are warnings only. */
const failureReasons =
  /^(?:Failed|BackOff|Unhealthy|Evicted|OOMKill|SystemOOM|FailedScheduling|FailedMount|FailedCreate\w*|FailedAttachVolume|NodeNotReady|ProvisioningFailed|ErrImageNeverPull|InspectFailed|NetworkNotReady)/;

const byText = (a: KubernetesEvent, b: KubernetesEvent): number => {
  const left = JSON.stringify(a);
  const right = JSON.stringify(b);
  return (a.timeMs ?? 0) - (b.timeMs ?? 0) || (left < right ? -1 : left > right ? 1 : 0);
};
