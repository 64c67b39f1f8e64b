/**
 * ConfigMaps, Secrets and keys that a pod names and that do not exist.
 *
 * A missing object or key of a variable keeps the container in `CreateContainerConfigError`; of a volume it keeps the pod in
 * `ContainerCreating` with `FailedMount`, retried for ever. References marked `optional` never block. Pods that already run
 * go on when the object is deleted: only those that start later suffer.
 */
import { quotedName } from '../../words/subject.ts';
import {
  type Claim,
  claim,
  describeCommand,
  eventEvidence,
  kubectl,
  look,
  stateEvidence,
  words,
} from '../claim.ts';
import { type Cluster, isUnwell } from '../cluster.ts';
import type { KeyReference } from '../objects/container.ts';
import { at, fieldsOf, listOf, textAt } from '../objects/fields.ts';
import { nearest } from '../objects/similar.ts';
import type { Workload } from '../objects/workload.ts';

interface Missing {
  kind: 'ConfigMap' | 'Secret';
  name: string;
  /** '' when the whole object is missing. */
  key: string;
}

export const referenceRules = (cluster: Cluster): Claim[] =>
  cluster.workloads.flatMap((workload) => {
    if (!isUnwell(workload)) return [];
    const told = toldMissing(cluster, workload);
    const seen = new Map<string, { missing: Missing; told: boolean }>();
    for (const missing of told.map(({ missing }) => missing))
      seen.set(keyOf(missing), { missing, told: true });
    for (const missing of started(workload) ? [] : absent(cluster, workload))
      if (!seen.has(keyOf(missing))) seen.set(keyOf(missing), { missing, told: false });
    return [...seen.values()].map((item) =>
      missingClaim(
        cluster,
        workload,
        item.missing,
        told.filter(({ missing }) => keyOf(missing) === keyOf(item.missing)).map(({ evidence }) => evidence),
      ),
    );
  });

/** Containers that were created had all that they refer to. */
const started = ({ pods }: Workload): boolean =>
  pods.length > 0 &&
  pods.every(({ containers }) =>
    containers.some(
      ({ state, last }) => last !== null || state.phase === 'running' || state.phase === 'terminated',
    ),
  );

const keyOf = (missing: Missing): string => `${missing.kind}/${missing.name}/${missing.key}`;

const patterns: readonly { pattern: RegExp; read(match: RegExpExecArray): Missing }[] = [
  {
    // couldn't find key LEVEL in ConfigMap shop/settings
    pattern: /couldn't find key ([^\s"]{1,253}) in (ConfigMap|Secret) [^\s/]{0,63}\/?([^\s":]{1,253})/,
    read: (match) => ({ kind: match[2] as Missing['kind'], name: match[3]!, key: match[1]! }),
  },
  {
    // references non-existent config key: settings.yaml (the volume's event names the object beside it)
    pattern: /(configmap|secret) references non-existent (?:config|secret) key: ([^\s"]{1,253})/i,
    read: (match) => ({ kind: /^s/i.test(match[1]!) ? 'Secret' : 'ConfigMap', name: '', key: match[2]! }),
  },
  {
    pattern: /(configmaps?|secrets?) "([^"]{1,253})" not found/i,
    read: (match) => ({ kind: /^s/i.test(match[1]!) ? 'Secret' : 'ConfigMap', name: match[2]!, key: '' }),
  },
];

/** What events and states say is missing, of pods that still wait. */
const toldMissing = (
  cluster: Cluster,
  workload: Workload,
): { missing: Missing; evidence: Claim['evidence'][number] }[] => {
  const found: { missing: Missing; evidence: Claim['evidence'][number] }[] = [];
  const read = (text: string, evidence: Claim['evidence'][number]): void => {
    for (const { pattern, read: made } of patterns) {
      const match = pattern.exec(text);
      if (match === null) continue;
      const missing = made(match);
      // The event may be older than the repair.
      const object =
        missing.name === '' ? undefined : cluster.find(missing.kind, workload.namespace, missing.name);
      if (object === undefined || (missing.key !== '' && !hasKey(object, missing.key)))
        found.push({ missing, evidence });
      return;
    }
  };
  for (const event of cluster.eventsOfWorkload(workload))
    if (event.type === 'Warning' && /Failed|FailedMount|InspectFailed/.test(event.reason))
      read(event.message, eventEvidence(event));
  for (const pod of workload.pods)
    for (const { state, name } of pod.containers)
      if (state.phase === 'waiting')
        read(
          state.message,
          stateEvidence(
            `Pod/${pod.name}`,
            words(`Container ${quotedName(name)} waits.`, `容器 ${quotedName(name)} 处于等待。`),
            `${state.reason}: ${state.message}`,
          ),
        );
  return found;
};

const hasKey = (object: unknown, key: string): boolean =>
  [at(object, 'data'), at(object, 'binaryData'), at(object, 'stringData')].some((data) =>
    Object.hasOwn(fieldsOf(data), key),
  );
const tellsKeys = (object: unknown): boolean =>
  at(object, 'data') !== undefined || at(object, 'binaryData') !== undefined;

const referencesOf = (workload: Workload): KeyReference[] => {
  const list: KeyReference[] = [];
  for (const container of workload.containers) {
    for (const { from } of container.env) if (from !== null) list.push(from);
    list.push(...container.envFrom);
  }
  for (const volume of listOf(at(workload.template, 'volumes'))) {
    for (const [field, kind, nameField] of [
      ['configMap', 'ConfigMap', 'name'],
      ['secret', 'Secret', 'secretName'],
    ] as const) {
      const source = at(volume, field);
      const name = textAt(source, nameField);
      if (name === '') continue;
      const optional = at(source, 'optional') === true;
      const items = listOf(at(source, 'items')).map((item) => textAt(item, 'key'));
      if (items.length === 0) list.push({ kind, name, key: '', optional });
      for (const key of items) list.push({ kind, name, key, optional });
    }
  }
  return list;
};

/** References whose object is not among those that were given, when objects of the kind were given at all. */
const absent = (cluster: Cluster, workload: Workload): Missing[] => {
  const missing: Missing[] = [];
  for (const { kind, name, key, optional } of referencesOf(workload)) {
    if (optional) continue;
    const inNamespace = cluster
      .objects(kind)
      .filter((o) => textAt(o, 'metadata', 'namespace') === workload.namespace);
    if (inNamespace.length === 0) continue;
    const object = cluster.find(kind, workload.namespace, name);
    if (object === undefined) missing.push({ kind, name, key: '' });
    else if (key !== '' && tellsKeys(object) && !hasKey(object, key)) missing.push({ kind, name, key });
  }
  return missing;
};

const missingClaim = (
  cluster: Cluster,
  workload: Workload,
  missing: Missing,
  told: Claim['evidence'],
): Claim => {
  const kind = missing.kind === 'Secret' ? 'secret' : 'configmap';
  const names = cluster
    .objects(missing.kind)
    .filter((object) => textAt(object, 'metadata', 'namespace') === workload.namespace)
    .map((object) => textAt(object, 'metadata', 'name'));
  const near = missing.name === '' ? null : nearest(missing.name, names);
  const what = missing.name === '' ? missing.kind : `${missing.kind} ${quotedName(missing.name)}`;
  const key = missing.key === '' ? '' : quotedName(missing.key);
  return claim({
    entity: workload.entity,
    faultClass: 'config',
    detail: `missing_${kind}${missing.key === '' ? '' : '_key'}`,
    p: told.length > 0 ? 0.97 : 0.85,
    title: words(
      `${quotedName(workload.name)} needs ${key === '' ? '' : `key ${key} of `}${what}, which does not exist`,
      `${quotedName(workload.name)} 依赖的 ${what}${key === '' ? '' : ` 的键 ${key}`} 不存在`,
    ),
    nextCheck: look(
      kubectl(workload.namespace, 'get', kind, '', ` && ${describeCommand(workload)}`),
      'compare the name in the pod template with the names that exist.',
      '对比 Pod 模板中的名称与现有名称。',
    ),
    remediation:
      near === null
        ? words(`Create it before the pods start, or correct the reference.`, `先创建该对象，或修正引用。`)
        : words(`Correct the reference: ${quotedName(near)} exists.`, `修正引用：现有 ${quotedName(near)}。`),
    evidence: [
      ...told,
      stateEvidence(
        `${workload.kind}/${workload.name}`,
        words(`The pod template refers to it, and it is not optional.`, `Pod 模板引用了它，且非可选。`),
        `${what}${key === '' ? '' : ` key ${key}`}; existing: ${names.slice(0, 12).join(', ') || '-'}`,
      ),
    ],
  });
};
