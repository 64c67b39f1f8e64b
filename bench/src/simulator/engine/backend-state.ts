/** What can differ from normal in what services depend on. See state.ts. */
import type { Cache, Database, External, Queue } from '../system/system.ts';
import type { Failure } from './failure.ts';
import { Station } from './station.ts';

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
