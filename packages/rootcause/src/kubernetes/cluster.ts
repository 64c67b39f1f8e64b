/** All that the rules read: the inventory, its events and checks, who calls whom, and what the logs say. */
import type { Context } from '../detector.ts';
import type { KubernetesCheck, KubernetesEvent } from '../incident.ts';
import { type Address, addressOf, serviceNamed } from './objects/address.ts';
import { type Placement, placementOf } from './objects/behind.ts';
import type { Container, EnvEntry } from './objects/container.ts';
import { arrayOf, textAt } from './objects/fields.ts';
import { type Inventory, takeInventory, tidyEvents } from './objects/inventory.ts';
import { podIsReady, type Workload } from './objects/workload.ts';

export interface Cluster extends Inventory, Placement {
  context: Context;
  /** The latest that is known: events after it do not exist. */
  nowMs: number;
  /** Events before this are history, unless the state they tell of still stands. */
  sinceMs: number;
  events: readonly KubernetesEvent[];
  /** Events of one object, ascending by time. */
  eventsOf(kind: string, namespace: string, name: string): readonly KubernetesEvent[];
  /** Events of a workload, its children and its pods, ascending by time. */
  eventsOfWorkload(workload: Workload): readonly KubernetesEvent[];
  checks: readonly KubernetesCheck[];
  /** Addresses that a workload's variables name. */
  addresses: readonly NamedAddress[];
  /** Names of services and workloads that call this one: by traces, known topology or settings. */
  callersOf(name: string): readonly string[];
  /** Distinct log texts of the incident, most frequent first. */
  logsOf(name: string): readonly LogText[];
  /** Names that have logs of the incident. */
  logged: readonly string[];
  /** Somebody tried to reach it and could not. */
  unreachable(name: string): KubernetesCheck | undefined;
}

export interface NamedAddress {
  workload: Workload;
  container: Container;
  variable: EnvEntry;
  address: Address;
  /** Null when the host is no name of the cluster. */
  target: { name: string; namespace: string } | null;
}

export interface LogText {
  text: string;
  weight: number;
}

const historyMs = 15 * 60_000;
const mostLogsRead = 20_000;
const mostTextsKept = 60;
const longestLog = 1500;

const caches = new WeakMap<Context, Cluster>();

/** Null when nothing of Kubernetes was given. */
export const clusterOf = (context: Context): Cluster | null => {
  if (context.data.kubernetes === null) return null;
  const known = caches.get(context);
  if (known !== undefined) return known;
  const cluster = build(context);
  caches.set(context, cluster);
  return cluster;
};

const build = (context: Context): Cluster => {
  const state = context.data.kubernetes!;
  const inventory = takeInventory(state);
  const events = tidyEvents(state.events);
  const byObject = groupBy(
    events,
    ({ object }) => `${object.kind}\u0000${object.namespace}\u0000${object.name}`,
  );
  const byWorkload = new Map<Workload, KubernetesEvent[]>();
  for (const event of events) {
    const { kind, namespace, name } = event.object;
    const workload = inventory.workloadOf(kind, namespace, name);
    if (workload !== undefined) push(byWorkload, workload, event);
  }
  const nowMs = events.reduce((last, event) => Math.max(last, event.timeMs ?? last), context.incident.endMs);
  const addresses = inventory.workloads.flatMap((workload) => addressesOf(workload, inventory));
  const callers = callersByName(context, addresses, inventory);
  const logs = logsByName(context, inventory);
  const checks = checksOf(state.checks);
  return {
    ...inventory,
    ...placementOf(inventory.pods, inventory.workloads),
    context,
    nowMs,
    sinceMs: context.incident.startMs - historyMs,
    events,
    eventsOf: (kind, namespace, name) => byObject.get(`${kind}\u0000${namespace}\u0000${name}`) ?? [],
    eventsOfWorkload: (workload) => byWorkload.get(workload) ?? [],
    checks,
    addresses,
    callersOf: (name) => callers.get(name) ?? [],
    logsOf: (name) => logs.get(name) ?? [],
    logged: [...logs.keys()].sort(),
    unreachable: (name) => {
      const own = checks.filter((check) => check.kind === 'connectivity' && check.target === name);
      return own.some((check) => check.ok) ? undefined : own[0];
    },
  };
};

const groupBy = <T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) push(groups, key(row), row);
  return groups;
};

const push = <K, T>(map: Map<K, T[]>, key: K, value: T): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};

const checksOf = (checks: unknown): KubernetesCheck[] =>
  arrayOf(checks)
    .map((item) => ({
      kind: textAt(item, 'kind') === 'node_unit' ? ('node_unit' as const) : ('connectivity' as const),
      target: textAt(item, 'target'),
      what: textAt(item, 'what'),
      ok: (item as { ok?: unknown } | null)?.ok === true,
      text: textAt(item, 'text'),
    }))
    .sort((a, b) => {
      const left = `${a.kind} ${a.target} ${a.what} ${a.ok} ${a.text}`;
      const right = `${b.kind} ${b.target} ${b.what} ${b.ok} ${b.text}`;
      return left < right ? -1 : left > right ? 1 : 0;
    });

const addressesOf = (workload: Workload, inventory: Inventory): NamedAddress[] =>
  workload.containers.flatMap((container) =>
    container.env.flatMap((variable) => {
      const address = variable.from === null ? addressOf(variable.name, variable.value) : null;
      if (address === null) return [];
      const target = serviceNamed(address.host, workload.namespace, inventory.namespaces);
      return [{ workload, container, variable, address, target }];
    }),
  );

const callersByName = (
  context: Context,
  addresses: readonly NamedAddress[],
  inventory: Inventory,
): Map<string, string[]> => {
  const callers = new Map<string, Set<string>>();
  const add = (callee: string, caller: string): void => {
    if (callee === caller) return;
    const known = callers.get(callee);
    if (known === undefined) callers.set(callee, new Set([caller]));
    else known.add(caller);
  };
  for (const key of context.graph.nodes)
    for (const edge of context.graph.out(key))
      if (edge.kind === 'call') add(context.graph.entity(edge.to).name, context.graph.entity(edge.from).name);
  for (const { workload, target } of addresses)
    if (target !== null && inventory.find('Service', target.namespace, target.name) !== undefined)
      add(target.name, workload.name);
  return new Map([...callers].map(([name, set]) => [name, [...set].sort()]));
};

/**
 * By service, and by the workload whose pod wrote them, when the resource tells the pod. Errors first, then what is said
 * most.
 */
const logsByName = (context: Context, inventory: Inventory): Map<string, LogText[]> => {
  const weights = new Map<string, Map<string, number>>();
  const errors = new Set<string>();
  const workloadOfPod = new Map(inventory.pods.map((pod) => [pod.name, pod.workload.name]));
  let read = 0;
  for (const log of context.data.logs) {
    if (log.timeMs < context.incident.startMs || log.timeMs >= context.incident.endMs) continue;
    if (++read > mostLogsRead) break;
    const text = log.body.slice(0, longestLog);
    if (log.severity >= 17) errors.add(text);
    const workload = workloadOfPod.get(context.data.resources[log.resource]?.pod ?? '');
    for (const name of new Set([log.service, workload ?? log.service])) {
      let own = weights.get(name);
      if (own === undefined) weights.set(name, (own = new Map()));
      own.set(text, (own.get(text) ?? 0) + log.weight);
    }
  }
  const byName = new Map<string, LogText[]>();
  for (const [name, texts] of weights)
    byName.set(
      name,
      [...texts]
        .map(([text, weight]) => ({ text, weight }))
        .sort(
          (a, b) =>
            Number(errors.has(b.text)) - Number(errors.has(a.text)) ||
            b.weight - a.weight ||
            (a.text < b.text ? -1 : 1),
        )
        .slice(0, mostTextsKept),
    );
  return byName;
};

/** What is not as it was asked for: pods that are missing or not ready. */
export const isUnwell = (workload: Workload): boolean => {
  const wanted = workload.replicas;
  const ready = workload.pods.filter((pod) => podIsReady(pod)).length;
  if (wanted !== null) return Math.min(ready, workload.ready ?? ready) < wanted;
  return workload.pods.some((pod) => !podIsReady(pod) && pod.phase !== 'Succeeded');
};
