/** Containers of a pod or of a template: what is asked for (spec) beside what is (status). */
import {
  at,
  type Fields,
  fieldsOf,
  listOf,
  numberAt,
  portOf,
  textAt,
  textMapOf,
  textOf,
  timeOf,
} from './fields.ts';
import { quantityOf } from './quantity.ts';

export interface ContainerPort {
  name: string;
  port: number;
  protocol: string;
}

export interface EnvEntry {
  name: string;
  value: string;
  from: KeyReference | null;
}

/** A key of a ConfigMap or Secret, or all keys of it (key ''). */
export interface KeyReference {
  kind: 'ConfigMap' | 'Secret';
  name: string;
  key: string;
  optional: boolean;
}

export const probeKinds = ['liveness', 'readiness', 'startup'] as const;
export type ProbeKind = (typeof probeKinds)[number];

export interface Probe {
  kind: ProbeKind;
  handler: 'httpGet' | 'tcpSocket' | 'grpc' | 'exec' | 'none';
  port: number | string | null;
  path: string;
  scheme: string;
  /** Seconds and counts, with the API's defaults filled in. */
  initialDelay: number;
  timeout: number;
  period: number;
  failureThreshold: number;
  successThreshold: number;
}

export interface ContainerState {
  phase: 'waiting' | 'running' | 'terminated' | 'unknown';
  reason: string;
  message: string;
  exitCode: number | null;
  startedMs: number | null;
  finishedMs: number | null;
}

export interface Container {
  name: string;
  init: boolean;
  /** An init container with `restartPolicy: Always` is a sidecar: it runs as long as the pod. */
  sidecar: boolean;
  image: string;
  command: string[];
  ports: ContainerPort[];
  env: EnvEntry[];
  envFrom: KeyReference[];
  mounts: { volume: string; path: string; readOnly: boolean; subPath: string }[];
  probes: Probe[];
  requests: ReadonlyMap<string, number>;
  limits: ReadonlyMap<string, number>;
  spec: Fields;
  state: ContainerState;
  last: ContainerState | null;
  ready: boolean;
  /** The startup probe has passed; null when not told. */
  started: boolean | null;
  restarts: number;
}

/** All containers of a pod spec, init containers first, in the spec's order. `status` may be empty. */
export const containersOf = (spec: unknown, status: unknown): Container[] => [
  ...listOf(at(spec, 'initContainers')).map((item) =>
    containerOf(item, at(status, 'initContainerStatuses'), true),
  ),
  ...listOf(at(spec, 'containers')).map((item) => containerOf(item, at(status, 'containerStatuses'), false)),
];

const containerOf = (spec: unknown, statuses: unknown, init: boolean): Container => {
  const name = textAt(spec, 'name');
  const status = listOf(statuses).find((item) => textAt(item, 'name') === name);
  const last = stateOf(at(status, 'lastState'));
  const started = at(status, 'started');
  return {
    name,
    init,
    sidecar: init && textAt(spec, 'restartPolicy') === 'Always',
    image: textAt(spec, 'image'),
    command: [...listOf(at(spec, 'command')), ...listOf(at(spec, 'args'))].map(textOf),
    ports: listOf(at(spec, 'ports')).flatMap((port) => {
      const number = numberAt(port, 'containerPort');
      return number === null
        ? []
        : [{ name: textAt(port, 'name'), port: number, protocol: textAt(port, 'protocol') || 'TCP' }];
    }),
    env: listOf(at(spec, 'env')).map(envOf),
    envFrom: listOf(at(spec, 'envFrom')).flatMap((source) => {
      const reference = wholeReference(source);
      return reference === null ? [] : [reference];
    }),
    mounts: listOf(at(spec, 'volumeMounts')).map((mount) => ({
      volume: textAt(mount, 'name'),
      path: textAt(mount, 'mountPath'),
      readOnly: at(mount, 'readOnly') === true,
      subPath: textAt(mount, 'subPath'),
    })),
    probes: probeKinds.flatMap((kind) => {
      const probe = at(spec, `${kind}Probe`);
      return probe === undefined || probe === null ? [] : [probeOf(kind, probe)];
    }),
    requests: amountsOf(at(spec, 'resources', 'requests')),
    limits: amountsOf(at(spec, 'resources', 'limits')),
    spec: fieldsOf(spec),
    state: stateOf(at(status, 'state')),
    last: last.phase === 'unknown' ? null : last,
    ready: at(status, 'ready') === true,
    started: typeof started === 'boolean' ? started : null,
    restarts: numberAt(status, 'restartCount') ?? 0,
  };
};

const envOf = (entry: unknown): EnvEntry => {
  const source = at(entry, 'valueFrom');
  const config = at(source, 'configMapKeyRef');
  const secret = at(source, 'secretKeyRef');
  const reference = config ?? secret;
  return {
    name: textAt(entry, 'name'),
    value: textAt(entry, 'value'),
    from:
      reference === undefined || reference === null
        ? null
        : {
            kind: config === undefined || config === null ? 'Secret' : 'ConfigMap',
            name: textAt(reference, 'name'),
            key: textAt(reference, 'key'),
            optional: at(reference, 'optional') === true,
          },
  };
};

const wholeReference = (source: unknown): KeyReference | null => {
  for (const [field, kind] of [
    ['configMapRef', 'ConfigMap'],
    ['secretRef', 'Secret'],
  ] as const) {
    const name = textAt(source, field, 'name');
    if (name !== '') return { kind, name, key: '', optional: at(source, field, 'optional') === true };
  }
  return null;
};

const handlers = ['httpGet', 'tcpSocket', 'grpc', 'exec'] as const;

const probeOf = (kind: ProbeKind, probe: unknown): Probe => {
  const handler = handlers.find((name) => at(probe, name) !== undefined) ?? 'none';
  const number = (field: string, otherwise: number): number => numberAt(probe, field) ?? otherwise;
  return {
    kind,
    handler,
    port: portOf(at(probe, handler, 'port')),
    path: textAt(probe, handler, 'path'),
    scheme: textAt(probe, handler, 'scheme') || 'HTTP',
    initialDelay: number('initialDelaySeconds', 0),
    timeout: number('timeoutSeconds', 1),
    period: number('periodSeconds', 10),
    failureThreshold: number('failureThreshold', 3),
    successThreshold: number('successThreshold', 1),
  };
};

const stateOf = (state: unknown): ContainerState => {
  for (const phase of ['waiting', 'running', 'terminated'] as const) {
    const found = at(state, phase);
    if (found === undefined || found === null) continue;
    return {
      phase,
      reason: textAt(found, 'reason'),
      message: textAt(found, 'message'),
      exitCode: numberAt(found, 'exitCode'),
      startedMs: timeOf(at(found, 'startedAt')),
      finishedMs: timeOf(at(found, 'finishedAt')),
    };
  }
  return { phase: 'unknown', reason: '', message: '', exitCode: null, startedMs: null, finishedMs: null };
};

const amountsOf = (resources: unknown): ReadonlyMap<string, number> => {
  const amounts = new Map<string, number>();
  for (const [name, value] of textMapOf(resources)) {
    const amount = quantityOf(value);
    if (amount !== null) amounts.set(name, amount);
  }
  return amounts;
};

/** What the scheduler reserves: containers are added, an init container counts only when it alone is larger. */
export const requestsOf = (containers: readonly Container[]): ReadonlyMap<string, number> => {
  const names = new Set(
    containers.flatMap((container) => [...container.requests.keys(), ...container.limits.keys()]),
  );
  const total = new Map<string, number>();
  for (const name of [...names].sort()) {
    let together = 0;
    let first = 0;
    for (const container of containers) {
      // A request that is left out is the limit (admission fills it in).
      const asked = container.requests.get(name) ?? container.limits.get(name) ?? 0;
      if (container.init && !container.sidecar) first = Math.max(first, asked);
      else together += asked;
    }
    const amount = Math.max(together, first);
    if (amount > 0) total.set(name, amount);
  }
  return total;
};
