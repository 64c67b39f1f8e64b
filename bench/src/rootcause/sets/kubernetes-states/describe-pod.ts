/** Pods and pod templates of `kubectl describe` in the shape of the API. */
import {
  child,
  fieldOf,
  fieldsOf,
  pairsOf,
  parseDescribe,
  type Section,
  tableRows,
} from './describe-text.ts';
import { isoTime } from './times.ts';

type Fields = Record<string, unknown>;

export const metadataOf = (section: Section): Fields => {
  const [kind = '', name = ''] = fieldOf(section, 'Controlled By').split('/');
  return {
    name: fieldOf(section, 'Name'),
    namespace: fieldOf(section, 'Namespace'),
    labels: pairsOf(fieldsOf(section, 'Labels')),
    ...(kind === '' ? {} : { ownerReferences: [{ kind, name, controller: true }] }),
    ...(isoTime(fieldOf(section, 'CreationTimestamp')) === undefined
      ? {}
      : { creationTimestamp: isoTime(fieldOf(section, 'CreationTimestamp')) }),
  };
};

export const conditionsOf = (section: Section): Fields[] =>
  tableRows(child(section, 'Conditions')?.lines ?? []).map((row) => ({
    type: row.Type ?? '',
    status: row.Status ?? '',
    reason: row.Reason ?? '',
    message: row.Message ?? '',
  }));

const portsOf = (section: Section): Fields[] =>
  [...fieldsOf(section, 'Port'), ...fieldsOf(section, 'Ports')]
    .flatMap((value) => value.split(','))
    .flatMap((value) => {
      const match = /^\s*(\d+)\/(\w+)(?: \((.*)\))?\s*$/.exec(value);
      if (match === null || match[1] === '0') return [];
      return [
        {
          containerPort: Number(match[1]),
          protocol: match[2],
          ...(match[3] === undefined ? {} : { name: match[3] }),
        },
      ];
    });

const stateOf = (section: Section | undefined): Fields | undefined => {
  const phase = section?.values[0]?.toLowerCase();
  if (phase !== 'waiting' && phase !== 'running' && phase !== 'terminated') return undefined;
  const exit = fieldOf(section, 'Exit Code');
  return {
    [phase]: {
      reason: fieldOf(section, 'Reason'),
      message: fieldsOf(section, 'Message').join(' '),
      ...(exit === '' ? {} : { exitCode: Number(exit) }),
      ...(isoTime(fieldOf(section, 'Started')) === undefined
        ? {}
        : { startedAt: isoTime(fieldOf(section, 'Started')) }),
      ...(isoTime(fieldOf(section, 'Finished')) === undefined
        ? {}
        : { finishedAt: isoTime(fieldOf(section, 'Finished')) }),
    },
  };
};

/** `grpc <pod>:5050  delay=5s timeout=1s period=10s #success=1 #failure=3` */
const probeOf = (text: string): Fields | undefined => {
  const match = /^(.*?)\s+delay=(\d+)s timeout=(\d+)s period=(\d+)s #success=(\d+) #failure=(\d+)/.exec(text);
  if (match === null) return undefined;
  const what = match[1]!;
  const port = (value: string | undefined): number | string =>
    /^\d+$/.test(value ?? '') ? Number(value) : (value ?? '');
  const http = /^http-get (\w+):\/\/[^:/]*:([\w-]+)(\S*)/.exec(what);
  const tcp = /^tcp-socket [^:]*:([\w-]+)/.exec(what);
  const grpc = /^grpc <pod>:([\w-]+)/.exec(what);
  const exec = /^exec \[(.*)\]$/s.exec(what);
  return {
    ...(http === null
      ? {}
      : { httpGet: { scheme: http[1]!.toUpperCase(), port: port(http[2]), path: http[3] } }),
    ...(tcp === null ? {} : { tcpSocket: { port: port(tcp[1]) } }),
    ...(grpc === null ? {} : { grpc: { port: port(grpc[1]) } }),
    ...(exec === null ? {} : { exec: { command: exec[1]!.split(' ') } }),
    initialDelaySeconds: Number(match[2]),
    timeoutSeconds: Number(match[3]),
    periodSeconds: Number(match[4]),
    successThreshold: Number(match[5]),
    failureThreshold: Number(match[6]),
  };
};

const envOf = ({ key, values }: Section): Fields => {
  const value = values.join('\n');
  const from =
    /^<set to the key '(.*)' (?:in|of) (secret|config map) '(.*)'>(?:\s+Optional: (true|false))?/.exec(value);
  if (from !== null) {
    const reference = { name: from[3], key: from[1], optional: from[4] === 'true' };
    return {
      name: key,
      valueFrom: from[2] === 'secret' ? { secretKeyRef: reference } : { configMapKeyRef: reference },
    };
  }
  return /^\(v\d\w*:/.test(value) ? { name: key, valueFrom: { fieldRef: {} } } : { name: key, value };
};

const envFromOf = (section: Section): Fields[] =>
  (child(section, 'Environment Variables from')?.lines ?? []).flatMap((line) => {
    const match = /^\s*(\S+)\s+(ConfigMap|Secret)\b.*Optional: (true|false)/.exec(line);
    if (match === null) return [];
    const reference = { name: match[1], optional: match[3] === 'true' };
    return [match[2] === 'Secret' ? { secretRef: reference } : { configMapRef: reference }];
  });

const mountsOf = (section: Section): Fields[] =>
  fieldsOf(section, 'Mounts').flatMap((line) => {
    const match = /^(\S+) from (\S+) \((\w+)(?:,path="(.*)")?\)$/.exec(line);
    if (match === null) return [];
    return [
      {
        mountPath: match[1],
        name: match[2],
        readOnly: match[3] === 'ro',
        ...(match[4] === undefined ? {} : { subPath: match[4] }),
      },
    ];
  });

const containerOf = (section: Section): Fields => ({
  name: section.key,
  image: fieldOf(section, 'Image'),
  ports: portsOf(section),
  command: child(section, 'Command')?.lines.map((line) => line.trim()) ?? [],
  args: child(section, 'Args')?.lines.map((line) => line.trim()) ?? [],
  env: (child(section, 'Environment')?.children ?? []).map(envOf),
  envFrom: envFromOf(section),
  volumeMounts: mountsOf(section),
  resources: {
    requests: amountsOf(child(section, 'Requests')),
    limits: amountsOf(child(section, 'Limits')),
  },
  ...Object.fromEntries(
    (['Liveness', 'Readiness', 'Startup'] as const).flatMap((kind) => {
      const probe = probeOf(fieldOf(section, kind));
      return probe === undefined ? [] : [[`${kind.toLowerCase()}Probe`, probe]];
    }),
  ),
});

const amountsOf = (section: Section | undefined): Fields =>
  Object.fromEntries((section?.children ?? []).map((one) => [one.key, one.values[0] ?? '']));

const statusOf = (section: Section): Fields => ({
  name: section.key,
  ready: fieldOf(section, 'Ready') === 'True',
  restartCount: Number(fieldOf(section, 'Restart Count')) || 0,
  state: stateOf(child(section, 'State')) ?? {},
  lastState: stateOf(child(section, 'Last State')) ?? {},
});

const volumeOf = (section: Section): Fields => {
  const optional = fieldOf(section, 'Optional') === 'true';
  const type = fieldOf(section, 'Type');
  if (type.startsWith('ConfigMap'))
    return { name: section.key, configMap: { name: fieldOf(section, 'Name'), optional } };
  if (type.startsWith('Secret'))
    return { name: section.key, secret: { secretName: fieldOf(section, 'SecretName'), optional } };
  if (type.startsWith('PersistentVolumeClaim'))
    return { name: section.key, persistentVolumeClaim: { claimName: fieldOf(section, 'ClaimName') } };
  if (type.startsWith('HostPath'))
    return {
      name: section.key,
      hostPath: { path: fieldOf(section, 'Path'), type: fieldOf(section, 'HostPathType') },
    };
  return { name: section.key, [type.split(' ')[0] || 'other']: {} };
};

/** `key=value:Effect op=Exists for 300s` */
const tolerationOf = (text: string): Fields => {
  const match = /^([^:=\s]*)(?:=([^:\s]*))?(?::(\w+))?(.*)$/.exec(text);
  return {
    key: match?.[1] ?? '',
    operator: /op=Exists/.test(text) ? 'Exists' : 'Equal',
    value: match?.[2] ?? '',
    effect: match?.[3] ?? '',
  };
};

/** A pod spec, of a pod itself or of the `Pod Template` of a workload. */
export const podSpecOf = (section: Section): Fields => ({
  serviceAccountName: fieldOf(section, 'Service Account'),
  nodeSelector: pairsOf(fieldsOf(section, 'Node-Selectors')),
  tolerations: fieldsOf(section, 'Tolerations').map(tolerationOf),
  initContainers: (child(section, 'Init Containers')?.children ?? []).map(containerOf),
  containers: (child(section, 'Containers')?.children ?? []).map(containerOf),
  volumes: (child(section, 'Volumes')?.children ?? []).map(volumeOf),
});

export const podFromText = (text: string): Fields => {
  const section = parseDescribe(text);
  const node = fieldOf(section, 'Node').split('/')[0]!;
  const status = fieldOf(section, 'Status');
  const deleting = status.startsWith('Terminating');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadataOf(section), ...(deleting ? { deletionTimestamp: '' } : {}) },
    spec: { ...podSpecOf(section), ...(node === '' ? {} : { nodeName: node }) },
    status: {
      phase: deleting ? 'Running' : status,
      reason: fieldOf(section, 'Reason'),
      message: fieldsOf(section, 'Message').join(' '),
      podIP: fieldOf(section, 'IP'),
      ...(isoTime(fieldOf(section, 'Start Time')) === undefined
        ? {}
        : { startTime: isoTime(fieldOf(section, 'Start Time')) }),
      conditions: conditionsOf(section),
      initContainerStatuses: (child(section, 'Init Containers')?.children ?? []).map(statusOf),
      containerStatuses: (child(section, 'Containers')?.children ?? []).map(statusOf),
    },
  };
};

/** Deployment, ReplicaSet, StatefulSet, DaemonSet. */
export const workloadFromText = (kind: string, text: string): Fields => {
  const section = parseDescribe(text);
  const template = child(section, 'Pod Template');
  const replicas = fieldOf(section, 'Replicas');
  const wanted = /(\d+) desired/.exec(replicas)?.[1];
  const ready =
    /(\d+) available/.exec(replicas)?.[1] ?? /(\d+) Running/.exec(fieldOf(section, 'Pods Status'))?.[1];
  const daemons = fieldOf(section, 'Desired Number of Nodes Scheduled');
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: metadataOf(section),
    spec: {
      ...(wanted === undefined ? {} : { replicas: Number(wanted) }),
      selector: { matchLabels: pairsOf(fieldsOf(section, 'Selector')) },
      ...(template === undefined
        ? {}
        : {
            template: {
              metadata: { labels: pairsOf(fieldsOf(template, 'Labels')) },
              spec: podSpecOf(template),
            },
          }),
    },
    status: {
      ...(ready === undefined ? {} : { readyReplicas: Number(ready) }),
      ...(daemons === ''
        ? {}
        : {
            desiredNumberScheduled: Number(daemons),
            numberReady: Number(fieldOf(section, 'Number of Nodes Scheduled with Available Pods')),
          }),
      conditions: conditionsOf(section),
    },
  };
};
