/** What can differ from normal in a pod, its connections and its machine. See state.ts. */
import type { Machine, Pod, Pool } from '../system/system.ts';
import type { FailureKind } from './failure.ts';
import { Station } from './station.ts';

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
