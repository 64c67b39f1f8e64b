/** Calls to what sends no telemetry itself: databases behind pools, caches before them, parties outside. */
import type { CachedCall, ExternalCall, Query, QueryCall } from '../system/system.ts';
import type { DatabaseState } from './backend-state.ts';
import type { CallState } from './call-state.ts';
import { type Failure, failureOf } from './failure.ts';
import type { PodState } from './pod-state.ts';
import type { OpenSpan, Request } from './request.ts';
import type { World } from './world.ts';

/** How long a client waits for a cache that is silent. */
const cacheTimeoutMs = 200;

/** One attempt that began at `start` and was connected at `t`; its end. */
export const askExternal = (
  world: World,
  call: ExternalCall,
  rules: CallState,
  start: number,
  t: number,
  request: Request,
): number => {
  const { chance } = world;
  const state = world.state.externals[call.external.index]!;
  const { external } = state;
  let end = t + chance.logNormal(external.medianMs, external.sigma) * state.factor;
  let failure: Failure | null = null;
  if (state.rate > state.quota && chance.next() < 1 - state.quota / state.rate) {
    failure = failureOf('rate_limited', external.name);
    end = t + external.medianMs * 0.3;
  } else if (state.errorShare > 0 && chance.next() < state.errorShare) {
    failure = state.failure;
    end = t + (state.afterMs || external.medianMs) * (0.7 + 0.6 * chance.next());
  } else if (chance.next() < external.errorRate)
    failure = failureOf('bad_status', external.name, { status: 503 });
  state.count += request.weight;
  if (end - start > rules.timeoutMs) {
    end = start + rules.timeoutMs;
    failure = failureOf('timeout', external.name, { afterMs: rules.timeoutMs });
  }
  if (failure !== null) state.errors += request.weight;
  world.failure = failure;
  return end;
};

/** Looks in the cache; a miss asks the database and fills the cache. */
export const askCache = (
  world: World,
  call: CachedCall,
  rules: CallState,
  pod: PodState,
  start: number,
  request: Request,
  parent: OpenSpan | null,
): number => {
  const { chance } = world;
  const watcher = world.watching(request);
  const cache = world.state.caches[call.cache.index]!;
  const span = watcher?.client(request, call, 'cache_get', pod, start, parent, 0) ?? null;
  let t = start + chance.logNormal(call.cache.medianMs, 0.4) + cache.delayMs + world.network(pod, null);
  let failure: Failure | null = null;
  if (cache.down !== null) {
    const refused = cache.down === 'refused';
    failure = failureOf(refused ? 'cache_refused' : 'cache_timeout', call.cache.name, {
      afterMs: cacheTimeoutMs,
    });
    t = start + (refused ? 1 : cacheTimeoutMs);
    watcher?.callFailed(request, call, pod, t, span, failure, 'swallowed');
  }
  watcher?.close(span, pod, t, failure, false);
  if (failure === null && chance.next() < call.cache.hitShare * cache.hitFactor) {
    cache.hits += request.weight;
    world.failure = null;
    return t;
  }
  cache.misses += request.weight;
  t = askDatabase(world, call, rules, pod, t, request, parent);
  if (world.failure === null && cache.down === null) {
    const set = watcher?.client(request, call, 'cache_set', pod, t, parent, 0) ?? null;
    t += chance.logNormal(call.cache.medianMs, 0.4) + cache.delayMs;
    watcher?.close(set, pod, t, null, false);
  }
  return t;
};

/** Waits for a connection of the pool, then for the database. */
export const askDatabase = (
  world: World,
  call: QueryCall | CachedCall,
  rules: CallState,
  pod: PodState,
  start: number,
  request: Request,
  parent: OpenSpan | null,
): number => {
  const watcher = world.watching(request);
  const { query } = call;
  const database = world.state.databases[query.database.index]!;
  const { station } = world.state.pool(pod, call.pool);
  const { acquireTimeoutMs } = call.pool;
  const waited = station.wait(world.chance);
  if (waited < 0 || waited > acquireTimeoutMs) {
    world.failure = failureOf('pool_timeout', query.database.name, { afterMs: acquireTimeoutMs });
    return start + acquireTimeoutMs;
  }
  const t = start + waited;
  const span = watcher?.client(request, call, 'query', pod, t, parent, 0) ?? null;
  const end = runQuery(world, call, query, rules, pod, database, t, request);
  const { failure } = world;
  station.add(request.weight, end - t);
  database.queries += request.weight;
  if (failure !== null) database.errors += request.weight;
  watcher?.close(span, pod, end, failure, false);
  return end;
};

const runQuery = (
  world: World,
  call: QueryCall | CachedCall,
  query: Query,
  rules: CallState,
  pod: PodState,
  database: DatabaseState,
  start: number,
  request: Request,
): number => {
  const { chance } = world;
  let t = world.connect(call, rules, pod, start);
  if (world.failure !== null) return t;
  const { name } = database.database;
  if (database.down) {
    world.failure = failureOf('database_refused', name);
    return t + 1.5;
  }
  const write = query.verb !== 'SELECT';
  const { lock, tableFactor } = database;
  let factor = database.factor * (write ? database.writeFactor : 1);
  if (tableFactor !== null && tableFactor.table === query.table) factor *= tableFactor.factor;
  const worked = chance.logNormal(query.medianMs, query.sigma) * factor;
  database.station.add(request.weight, worked);
  t += world.network(pod, null) + database.station.waitAlways(chance) + worked;
  if (lock !== null && write && lock.table === query.table && chance.next() < lock.share)
    t += chance.logNormal(lock.ms, 0.6);
  if (database.errorShare > 0 && (write || !database.writesOnly) && chance.next() < database.errorShare)
    world.failure = database.failure;
  if (t - start > rules.timeoutMs) {
    t = start + rules.timeoutMs;
    world.failure = failureOf(lock !== null && write ? 'lock_timeout' : 'query_timeout', name, {
      afterMs: rules.timeoutMs,
    });
  }
  return t;
};
