/** Objects other than pods and workloads, from `kubectl describe` to the shape of the API. */
import { conditionsOf, metadataOf, podFromText, workloadFromText } from './describe-pod.ts';
import {
  child,
  fieldOf,
  fieldsOf,
  pairsOf,
  parseDescribe,
  type Section,
  tableRows,
} from './describe-text.ts';

type Fields = Record<string, unknown>;

const port = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text);

/** `Port`, `TargetPort` and `NodePort` follow each other, once per port. */
const servicePorts = (section: Section): Fields[] => {
  const ports: Fields[] = [];
  for (const { key, values } of section.children) {
    const text = values[0] ?? '';
    if (key === 'Port') {
      const match = /^(?:(\S+)\s+)?(\d+)\/(\w+)$/.exec(text);
      if (match !== null)
        ports.push({
          name: match[1] === undefined || match[1] === '<unset>' ? '' : match[1],
          port: Number(match[2]),
          protocol: match[3],
        });
    } else if (key === 'TargetPort' && ports.length > 0) {
      ports.at(-1)!.targetPort = port(text.split('/')[0]!);
    }
  }
  return ports;
};

const serviceOf = (section: Section): Fields => ({
  metadata: metadataOf(section),
  spec: {
    type: fieldOf(section, 'Type'),
    selector: pairsOf(fieldsOf(section, 'Selector')),
    clusterIP: /^None$/.test(fieldOf(section, 'IP')) ? 'None' : fieldOf(section, 'IP'),
    externalName: fieldOf(section, 'External Name'),
    ports: servicePorts(section),
  },
});

const endpointsOf = (section: Section): Fields => {
  const subsets = child(section, 'Subsets');
  const addresses = (key: string): Fields[] =>
    fieldsOf(subsets, key).flatMap((value) => value.split(',').map((ip) => ({ ip: ip.trim() })));
  const ports = tableRows(child(subsets, 'Ports')?.lines ?? []).map((row) => ({
    name: row.Name ?? '',
    port: Number(row.Port),
    protocol: row.Protocol ?? '',
  }));
  return {
    metadata: metadataOf(section),
    subsets:
      subsets === undefined
        ? []
        : [{ addresses: addresses('Addresses'), notReadyAddresses: addresses('NotReadyAddresses'), ports }],
  };
};

const nodeOf = (section: Section): Fields => ({
  metadata: metadataOf(section),
  spec: {
    unschedulable: fieldOf(section, 'Unschedulable') === 'true',
    taints: fieldsOf(section, 'Taints').map((text) => {
      const match = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text);
      return { key: match?.[1] ?? text, value: match?.[2] ?? '', effect: match?.[3] ?? '' };
    }),
  },
  status: {
    allocatable: Object.fromEntries(
      (child(section, 'Allocatable')?.children ?? []).map(({ key, values }) => [key, values[0] ?? '']),
    ),
    conditions: conditionsOf(section),
    nodeInfo: { architecture: fieldOf(section, 'System Info', 'Architecture') },
  },
});

const modes: Record<string, string> = {
  RWO: 'ReadWriteOnce',
  ROX: 'ReadOnlyMany',
  RWX: 'ReadWriteMany',
  RWOP: 'ReadWriteOncePod',
};
export const accessModes = (text: string): string[] =>
  text
    .split(',')
    .map((mode) => mode.trim())
    .filter((mode) => mode !== '')
    .map((mode) => modes[mode] ?? mode);

const volumeOf = (section: Section): Fields => {
  const [namespace = '', name = ''] = fieldOf(section, 'Claim').split('/');
  return {
    metadata: metadataOf(section),
    spec: {
      storageClassName: fieldOf(section, 'StorageClass'),
      capacity: { storage: fieldOf(section, 'Capacity') },
      accessModes: accessModes(fieldOf(section, 'Access Modes')),
      volumeMode: fieldOf(section, 'VolumeMode'),
      ...(name === '' ? {} : { claimRef: { namespace, name } }),
    },
    status: { phase: fieldOf(section, 'Status') },
  };
};

const volumeClaimOf = (section: Section): Fields => ({
  metadata: metadataOf(section),
  spec: {
    storageClassName: fieldOf(section, 'StorageClass'),
    accessModes: accessModes(fieldOf(section, 'Access Modes')),
    volumeMode: fieldOf(section, 'VolumeMode'),
    volumeName: fieldOf(section, 'Volume'),
  },
  status: { phase: fieldOf(section, 'Status') },
});

/** Below `Data` stand keys with a colon, followed by `----` (ConfigMap) or a size (Secret). */
const dataOf = (text: string): Fields => {
  const body = /\nData\n====\n([\s\S]*?)(?:\n\nBinaryData\n|\nEvents:|$)/.exec(text)?.[1] ?? '';
  const keys: Fields = {};
  for (const match of body.matchAll(/^([\w.-]+):(?:\n----|\s+\d+ bytes)/gm)) keys[match[1]!] = '';
  return keys;
};

const quotaOf = (section: Section, text: string): Fields => {
  const rows = [...text.matchAll(/^([a-z][\w./-]*)\s+(\S+)\s+(\S+)\s*$/gm)];
  return {
    metadata: metadataOf(section),
    status: {
      used: Object.fromEntries(rows.map((row) => [row[1], row[2]])),
      hard: Object.fromEntries(rows.map((row) => [row[1], row[3]])),
    },
  };
};

/** Rules of a NetworkPolicy as `describe` words them, as far as they are words: `To Port: 80/TCP`, `PodSelector: a=b`. */
const policyOf = (section: Section): Fields => {
  const spec = child(section, 'Spec');
  const types = fieldOf(spec, 'Policy Types')
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '');
  const rules = (title: string, from: string): Fields[] | undefined => {
    const part = spec?.children.find(({ key }) => key.startsWith(title));
    if (part === undefined || part.lines.some((line) => /isolated|<none>/.test(line))) return undefined;
    const found: Fields[] = [];
    let rule: { ports: Fields[]; peers: Fields[] } = { ports: [], peers: [] };
    const close = (): void => {
      found.push({ ports: rule.ports, [from]: rule.peers });
      rule = { ports: [], peers: [] };
    };
    for (const line of part.lines) {
      const target = /To Port:\s+(?:(\S+)\/(\w+)|<any>)/.exec(line);
      const pods = /(PodSelector|NamespaceSelector):\s*(.*)$/.exec(line);
      const block = /CIDR:\s*(\S+)/.exec(line);
      if (target?.[1] !== undefined) rule.ports.push({ port: port(target[1]), protocol: target[2] });
      if (pods !== null)
        rule.peers.push({
          [pods[1] === 'PodSelector' ? 'podSelector' : 'namespaceSelector']: {
            matchLabels: pairsOf([pods[2]!]),
          },
        });
      if (block !== null) rule.peers.push({ ipBlock: { cidr: block[1] } });
      if (/^\s*-{3,}\s*$/.test(line)) close();
    }
    close();
    return found;
  };
  const ingress = rules('Allowing ingress', 'from');
  const egress = rules('Allowing egress', 'to');
  const selector = fieldOf(spec, 'PodSelector');
  return {
    metadata: metadataOf(section),
    spec: {
      podSelector: /Allowing the specific traffic/.test(selector)
        ? {}
        : { matchLabels: pairsOf(fieldsOf(spec, 'PodSelector')) },
      ...(types.length === 0 ? {} : { policyTypes: types }),
      ...(ingress === undefined ? {} : { ingress }),
      ...(egress === undefined ? {} : { egress }),
    },
  };
};

const plain = (section: Section): Fields => ({ metadata: metadataOf(section) });

/** Resource name as kubectl takes it -> kind, and how its text is read. */
const readers: Record<string, { kind: string; read(section: Section, text: string): Fields }> = {
  services: { kind: 'Service', read: serviceOf },
  endpoints: { kind: 'Endpoints', read: endpointsOf },
  nodes: { kind: 'Node', read: nodeOf },
  persistentvolumes: { kind: 'PersistentVolume', read: volumeOf },
  persistentvolumeclaims: { kind: 'PersistentVolumeClaim', read: volumeClaimOf },
  configmaps: { kind: 'ConfigMap', read: (section, text) => ({ ...plain(section), data: dataOf(text) }) },
  secrets: { kind: 'Secret', read: (section, text) => ({ ...plain(section), data: dataOf(text) }) },
  serviceaccounts: { kind: 'ServiceAccount', read: plain },
  storageclasses: {
    kind: 'StorageClass',
    read: (section) => ({ ...plain(section), provisioner: fieldOf(section, 'Provisioner') }),
  },
  resourcequota: { kind: 'ResourceQuota', read: quotaOf },
  namespaces: { kind: 'Namespace', read: plain },
  networkpolicies: { kind: 'NetworkPolicy', read: policyOf },
};

const workloads: Record<string, string> = {
  deployments: 'Deployment',
  replicasets: 'ReplicaSet',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
};

export const kindOf = (resource: string): string =>
  resource === 'pods' ? 'Pod' : (workloads[resource] ?? readers[resource]?.kind ?? '');

/** Null for a resource whose text is not read, and for an answer that is no description (`not found`). */
export const objectFromText = (resource: string, text: string): Fields | null => {
  if (!/^Name:\s/m.test(text)) return null;
  if (resource === 'pods') return podFromText(text);
  const workload = workloads[resource];
  if (workload !== undefined) return workloadFromText(workload, text);
  const reader = readers[resource];
  return reader === undefined ? null : { kind: reader.kind, ...reader.read(parseDescribe(text), text) };
};
