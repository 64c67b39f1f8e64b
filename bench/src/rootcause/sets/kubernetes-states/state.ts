/** The cached answers as the state of a cluster: objects, events, checks. */
import type {
  KubernetesCheck,
  KubernetesEvent,
  KubernetesObject,
  KubernetesState,
} from '@nightglass/rootcause';
import { parseAllDocuments } from 'yaml';
import { accessModes, kindOf, objectFromText } from './describe-objects.ts';
import { tableRows } from './describe-text.ts';
import { describedEvents, listedEvents } from './events.ts';
import { ageMs } from './times.ts';
import type { ToolCache } from './tool-cache.ts';

type Fields = Record<string, unknown>;
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const key = (kind: string, name: string): string => `${kind}/${name}`;

export const stateOf = (cache: ToolCache, namespace: string, nowMs: number): KubernetesState => {
  const live = new Map<string, Fields>();
  const events: KubernetesEvent[] = [];
  for (const { args, answer } of cache.of('DescribeResource')) {
    const resource = text(args.resource_type);
    const object = objectFromText(resource, text(answer));
    if (object === null) continue;
    const kind = kindOf(resource);
    const name = text(args.name);
    live.set(key(kind, name), object);
    const own = text(fields(object.metadata).namespace);
    events.push(...describedEvents(text(answer), { kind, name, namespace: own }, nowMs));
  }
  events.push(
    ...listedEvents(
      cache.text('GetResources', { resource_type: 'events', name: '', namespace }),
      namespace,
      nowMs,
    ),
  );
  addTables(cache, namespace, live, nowMs);
  addManifests(cache, live);
  return { objects: [...live.values()] as unknown as KubernetesObject[], events, checks: checksOf(cache) };
};

/** Tables tell the age of pods, and objects of which no description was asked for. */
const addTables = (cache: ToolCache, namespace: string, live: Map<string, Fields>, nowMs: number): void => {
  const rows = (resource: string): Record<string, string>[] =>
    tableRows(
      cache
        .text('GetResources', { resource_type: resource, name: '', namespace, show_labels: true })
        .split('\n'),
    );
  for (const row of rows('pods')) {
    const metadata = fields(live.get(key('Pod', row.NAME ?? ''))?.metadata);
    const age = ageMs(row.AGE ?? '');
    if (age !== null && metadata.name !== undefined)
      metadata.creationTimestamp = new Date(nowMs - age).toISOString();
  }
  for (const row of rows('persistentvolumes')) {
    if (live.has(key('PersistentVolume', row.NAME ?? '')) || row.NAME === undefined) continue;
    const [claimNamespace = '', claimName = ''] = (row.CLAIM ?? '').split('/');
    live.set(key('PersistentVolume', row.NAME), {
      kind: 'PersistentVolume',
      metadata: { name: row.NAME },
      spec: {
        storageClassName: row.STORAGECLASS ?? '',
        capacity: { storage: row.CAPACITY ?? '' },
        accessModes: accessModes(row['ACCESS MODES'] ?? ''),
        ...(claimName === '' ? {} : { claimRef: { namespace: claimNamespace, name: claimName } }),
      },
      status: { phase: row.STATUS ?? '' },
    });
  }
  for (const row of rows('networkpolicies')) {
    if (row.NAME === undefined || live.has(key('NetworkPolicy', row.NAME))) continue;
    const pairs = (row['POD-SELECTOR'] ?? '').split(',').filter((pair) => pair.includes('='));
    live.set(key('NetworkPolicy', row.NAME), {
      kind: 'NetworkPolicy',
      metadata: { name: row.NAME, namespace },
      spec: {
        podSelector: {
          matchLabels: Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string])),
        },
      },
    });
  }
};

/**
 * The manifests that were applied tell what `describe` leaves out: affinity, security contexts, the claim's request and
 * selector. They fill in objects that exist; one that was applied and does not exist is no object of the cluster.
 */
const addManifests = (cache: ToolCache, live: Map<string, Fields>): void => {
  for (const { answer } of cache.of('GetAppYAML'))
    for (const document of parseAllDocuments(text(answer))) {
      if (document.errors.length > 0) continue;
      const manifest = fields(document.toJS());
      const name = text(fields(manifest.metadata).name);
      const kind = text(manifest.kind);
      const object = live.get(key(kind, name));
      if (object === undefined) {
        if (kind === 'NetworkPolicy' && name !== '') live.set(key(kind, name), manifest);
        continue;
      }
      object.spec = merge(fields(manifest.spec), fields(object.spec));
    }
  for (const pod of [...live.values()]) {
    if (pod.kind !== 'Pod') continue;
    const owner = templateOf(live, pod);
    if (owner !== null) pod.spec = merge(owner, fields(pod.spec));
  }
};

/** The pod spec of the Deployment that made the pod. */
const templateOf = (live: ReadonlyMap<string, Fields>, pod: Fields): Fields | null => {
  const owner = (object: Fields | undefined): Fields =>
    fields((fields(object?.metadata).ownerReferences as unknown[] | undefined)?.[0]);
  const set = owner(pod);
  const parent = owner(live.get(key(text(set.kind), text(set.name))));
  const object =
    live.get(key(text(parent.kind), text(parent.name))) ?? live.get(key(text(set.kind), text(set.name)));
  const spec = fields(fields(fields(fields(object).spec).template).spec);
  return Object.keys(spec).length === 0 ? null : spec;
};

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0);

/** What the API shows stands over what was written, field by field; lists of named things by name. */
const merge = (written: Fields, shown: Fields): Fields => {
  const merged: Fields = { ...written };
  for (const [name, value] of Object.entries(shown)) {
    const before = written[name];
    if (isEmpty(value) && !isEmpty(before)) continue;
    if (Array.isArray(value) && Array.isArray(before)) merged[name] = mergeLists(before, value);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value))
      merged[name] = merge(fields(before), fields(value));
    else merged[name] = value;
  }
  return merged;
};

const mergeLists = (written: unknown[], shown: unknown[]): unknown[] => {
  if (!shown.every((item) => text(fields(item).name) !== '')) return shown;
  return shown.map((item) => {
    const same = written.find((one) => text(fields(one).name) === text(fields(item).name));
    return same === undefined ? item : merge(fields(same), fields(item));
  });
};

const checksOf = (cache: ToolCache): KubernetesCheck[] => [
  ...cache.of('CheckServiceConnectivity').flatMap(({ args, answer }) => connectivity(args, text(answer))),
  ...cache.of('CheckNodeServiceStatus').map(({ args, answer }) => ({
    kind: 'node_unit' as const,
    target: text(args.node_name),
    what: text(args.service_name),
    ok: /Active: active \(running\)/.test(text(answer)),
    text: text(answer),
  })),
];

/** One answer, or one from each node from which it was tried; an empty answer is none. */
const connectivity = (args: Fields, answer: string): KubernetesCheck[] => {
  const parts = answer.split(/(?=Debug Pod test results deployed on )/);
  const tried = parts.length > 1 ? parts.slice(1) : parts;
  return tried
    .filter((part) => /Connection (?:Succeeded|Failed)/.test(part))
    .map((part) => ({
      kind: 'connectivity' as const,
      target: text(args.service_name),
      what: String(args.port),
      ok: part.includes('Connection Succeeded'),
      text: part.trim(),
    }));
};
