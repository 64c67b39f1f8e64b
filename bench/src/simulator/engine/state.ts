/**
 * What can differ from normal in a running system. Every step begins neutral; faults and decoys then turn what they turn.
 * Only what has a memory of its own (queues, memory, restarts) is carried from step to step.
 */
import type {
  Cache,
  Call,
  Database,
  External,
  Machine,
  Operation,
  Pod,
  Pool,
  Queue,
  Service,
  System,
} from '../system/system.ts';
import type { Failure, FailureKind } from './failure.ts';
import { Station } from './station.ts';

/** Requests carry a value of every dimension of `requestDimensions`. */
export interface RequestMatch {
  dimension: number;
  value: number;
}

export type PodMode = 'ok' | 'refusing' | 'silent' | 'out';

export class PodState {
  readonly pod: Pod;
  readonly cpu: Station;
  readonly threads: Station | null;
  /** One lock of the process that some requests pass. */
  readonly lock = new Station(1, 6_000);
  // Neutral at every step:
  /** `out`: no longer behind the service's name; `silent`: packets vanish; `refusing`: nothing listens. */
  mode: PodMode = 'ok';
  /** Cores taken by something else in the container. */
  stolenCores = 0;
  /** Part of its cores that it may use. */
  coresFactor = 1;
  threadsFactor = 1;
  /** Threads, or workers, that something holds for good. */
  threadsHeld = 0;
  netMs = 0;
  loss = 0;
  /** Share of calls that look a name up and fail, with what they see and after how long. */
  dns: { share: number; kind: FailureKind; afterMs: number } | null = null;
  /** Milliseconds in the lock, for requests that pass it. */
  lockMs = 0;
  lockShare = 0;
  /** Everything stands still: share of CPU pieces that meet it, and for how long. */
  pauseShare = 0;
  pauseMs = 0;
  /** For Go: GOGC, and the soft limit in MB. */
  gogc = 100;
  memoryGoalMb = Number.POSITIVE_INFINITY;
  throttledShare = 0;
  // Kept from step to step:
  leakMb = 0;
  goroutinesLeaked = 0;
  /** CPU that garbage collection takes, cores, and its share of the pod's. */
  gcCores = 0;
  gcShare = 0;
  restarts = 0;
  /** Its process does not run. */
  stopped = false;
  downSinceMs = 0;
  downUntilMs = 0;
  /** Of the step: cores used by requests, requests begun, request milliseconds held. */
  usedCores = 0;
  begun = 0;
  heldMs = 0;
  waitedMs = 0;
  inFlight = 0;
  allocatedMbPerSecond = 0;
  stretch = 1;

  constructor(pod: Pod) {
    this.pod = pod;
    this.cpu = new Station(pod.service.cores, 4_000);
    const consumer = pod.service.consumes !== null;
    this.threads = pod.service.threads > 0 ? new Station(pod.service.threads, consumer ? 1e9 : 12_000) : null;
  }

  neutral(): void {
    this.mode = 'ok';
    this.stolenCores = 0;
    this.coresFactor = 1;
    this.threadsFactor = 1;
    this.threadsHeld = 0;
    this.netMs = 0;
    this.loss = 0;
    this.dns = null;
    this.lockMs = 0;
    this.lockShare = 0;
    this.pauseShare = 0;
    this.pauseMs = 0;
    this.gogc = 100;
    this.memoryGoalMb = Number.POSITIVE_INFINITY;
    this.throttledShare = 0;
  }
}

export class OperationState {
  readonly operation: Operation;
  cpuFactor = 1;
  /** Time in which nothing is worked: sleeping, waiting for a file, a far lock. */
  extraMs = 0;
  extraShare = 1;
  errorShare = 0;
  failure: Failure | null = null;
  /** Only requests that match meet the above. */
  match: RequestMatch | null = null;
  /** Only these pods. */
  onlyPods: ReadonlySet<PodState> | null = null;
  /** Answers early, with nothing in it. */
  hollowShare = 0;
  /** Never answers: waits for the longest that anybody waits. */
  hangShare = 0;
  /** Times each call of it is repeated. */
  callFactor = 1;
  repeated: Call | null = null;

  constructor(operation: Operation) {
    this.operation = operation;
  }
  neutral(): void {
    this.cpuFactor = 1;
    this.extraMs = 0;
    this.extraShare = 1;
    this.errorShare = 0;
    this.failure = null;
    this.match = null;
    this.onlyPods = null;
    this.hollowShare = 0;
    this.hangShare = 0;
    this.callFactor = 1;
    this.repeated = null;
  }
}

export class CallState {
  readonly call: Call;
  timeoutMs = 0;
  attempts = 1;
  budget = 0;
  errorShare = 0;
  failure: Failure | null = null;
  afterMs = 0;
  // Kept:
  open = false;
  begun = 0;
  failed = 0;
  retried = 0;

  constructor(call: Call) {
    this.call = call;
    this.neutral();
  }
  neutral(): void {
    this.timeoutMs = this.call.timeoutMs;
    this.attempts = this.call.attempts;
    this.budget = this.call.retryBudget;
    this.errorShare = 0;
    this.failure = null;
    this.afterMs = 0;
  }
}

export class PoolState {
  readonly pool: Pool;
  readonly podState: PodState;
  readonly station: Station;
  sizeFactor = 1;
  /** Connections that are never given back. */
  leaked = 0;
  constructor(pool: Pool, podState: PodState) {
    this.pool = pool;
    this.podState = podState;
    this.station = new Station(pool.size, pool.acquireTimeoutMs);
  }
}

export class DatabaseState {
  readonly database: Database;
  readonly station: Station;
  factor = 1;
  writeFactor = 1;
  tableFactor: { table: string; factor: number } | null = null;
  errorShare = 0;
  writesOnly = false;
  failure: Failure | null = null;
  down = false;
  lock: { table: string; ms: number; share: number } | null = null;
  ioBusy = 0;
  diskUsedShare = 0;
  workersFactor = 1;
  queries = 0;
  errors = 0;

  constructor(database: Database) {
    this.database = database;
    this.station = new Station(database.workers, 12_000);
  }
  neutral(): void {
    this.factor = 1;
    this.writeFactor = 1;
    this.tableFactor = null;
    this.errorShare = 0;
    this.writesOnly = false;
    this.failure = null;
    this.down = false;
    this.lock = null;
    this.ioBusy = 0;
    this.diskUsedShare = 0;
    this.workersFactor = 1;
  }
}

export class CacheState {
  readonly cache: Cache;
  hitFactor = 1;
  down: 'refused' | 'silent' | null = null;
  delayMs = 0;
  evictedPerSecond = 0;
  hits = 0;
  misses = 0;
  constructor(cache: Cache) {
    this.cache = cache;
  }
  neutral(): void {
    this.hitFactor = 1;
    this.down = null;
    this.delayMs = 0;
    this.evictedPerSecond = 0;
  }
}

export class ExternalState {
  readonly external: External;
  factor = 1;
  errorShare = 0;
  failure: Failure | null = null;
  afterMs = 0;
  /** Requests per second that it answers; the rest is refused. */
  quota = Number.POSITIVE_INFINITY;
  /** Requests of the last step, per second. */
  rate = 0;
  count = 0;
  errors = 0;
  constructor(external: External) {
    this.external = external;
  }
  neutral(): void {
    this.factor = 1;
    this.errorShare = 0;
    this.failure = null;
    this.afterMs = 0;
    this.quota = Number.POSITIVE_INFINITY;
  }
}

export class QueueState {
  readonly queue: Queue;
  down = false;
  /** Extra milliseconds until the consumer sees a message, for this share of them. */
  stuckMs = 0;
  stuckShare = 0;
  published = 0;
  consumed = 0;
  constructor(queue: Queue) {
    this.queue = queue;
  }
  neutral(): void {
    this.down = false;
    this.stuckMs = 0;
    this.stuckShare = 0;
  }
}

export class MachineState {
  readonly machine: Machine;
  stolenCores = 0;
  usedCores = 0;
  pressure = 1;
  diskUsedShare = 0;
  ioBusy = 0;
  notReady = false;
  constructor(machine: Machine) {
    this.machine = machine;
  }
  neutral(): void {
    this.stolenCores = 0;
    this.diskUsedShare = 0;
    this.ioBusy = 0;
    this.notReady = false;
  }
}

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
