/**
 * What can differ from normal in a running system. Every step begins neutral; faults and decoys then turn what they turn.
 * Only what has a memory of its own (queues, memory, restarts) is carried from step to step.
 */
import type { Machine, Pod, Pool, Service, System } from '../system/system.ts';
import { CacheState, DatabaseState, ExternalState, QueueState } from './backend-state.ts';
import { CallState, OperationState } from './call-state.ts';
import { MachineState, PodState, PoolState } from './pod-state.ts';

/** A time in which a pod did not serve. */
export interface Outage {
  pod: Pod;
  startMs: number;
  endMs: number;
  reason: 'OOMKilled' | 'Error' | 'ImagePullBackOff' | 'NotReady' | 'Rollout' | 'NodeNotReady';
  exitCode: number;
}

export class State {
  readonly system: System;
  readonly pods: PodState[];
  readonly operations: OperationState[];
  readonly calls: CallState[];
  readonly databases: DatabaseState[];
  readonly caches: CacheState[];
  readonly externals: ExternalState[];
  readonly queues: QueueState[];
  readonly machines: MachineState[];
  readonly outages: Outage[] = [];
  readonly #pools = new Map<PodState, Map<Pool, PoolState>>();
  /** Traffic of each entry beside what the day brings. */
  readonly trafficFactor: Float64Array;

  constructor(system: System) {
    this.system = system;
    this.pods = system.pods.map((pod) => new PodState(pod));
    this.operations = system.operations.map((operation) => new OperationState(operation));
    this.calls = system.calls.map((call) => new CallState(call));
    this.databases = system.databases.map((database) => new DatabaseState(database));
    this.caches = system.caches.map((cache) => new CacheState(cache));
    this.externals = system.externals.map((external) => new ExternalState(external));
    this.queues = system.queues.map((queue) => new QueueState(queue));
    this.machines = system.machines.map((machine) => new MachineState(machine));
    this.trafficFactor = new Float64Array(system.entries.length).fill(1);
    for (const podState of this.pods)
      this.#pools.set(
        podState,
        new Map(podState.pod.service.pools.map((pool) => [pool, new PoolState(pool, podState)])),
      );
  }

  pool(podState: PodState, pool: Pool): PoolState {
    return this.#pools.get(podState)!.get(pool)!;
  }
  poolsOf(podState: PodState): Iterable<PoolState> {
    return this.#pools.get(podState)!.values();
  }
  podsOf(service: Service): PodState[] {
    return service.pods.map((pod) => this.pods[pod.index]!);
  }
  machineOf(machine: Machine): MachineState {
    return this.machines[this.system.machines.indexOf(machine)]!;
  }

  neutral(): void {
    for (const group of [
      this.pods,
      this.operations,
      this.calls,
      this.databases,
      this.caches,
      this.externals,
      this.queues,
      this.machines,
    ])
      for (const one of group) one.neutral();
    for (const podState of this.pods)
      for (const pool of this.poolsOf(podState)) {
        pool.sizeFactor = 1;
        pool.leaked = 0;
      }
    this.trafficFactor.fill(1);
  }

  /** Takes a pod away from now on; it is away until `endMs`. */
  stop(podState: PodState, outage: Omit<Outage, 'pod'>): void {
    this.outages.push({ pod: podState.pod, ...outage });
    podState.downSinceMs = outage.startMs;
    podState.downUntilMs = outage.endMs;
    if (outage.reason === 'OOMKilled' || outage.reason === 'Error') podState.restarts++;
    podState.leakMb = 0;
    podState.goroutinesLeaked = 0;
  }
}
