/** One request through the system: every operation it passes waits, works, calls and answers as the state of the step says. */
import type { Chance } from '../random.ts';
import type { Call, Operation, Query } from '../system/system.ts';
import { type Failure, failureOf } from './failure.ts';
import type { Recorder } from './recorder.ts';
import type { OpenSpan, Request, Watcher } from './request.ts';
import type { CallState, DatabaseState, OperationState, PodState, PoolState, State } from './state.ts';

/** Nobody waits longer: what never answers is given up by the kernel or the load balancer. */
const longestMs = 30_000;
const forever = Number.POSITIVE_INFINITY;
/** A lost packet is sent again after this; doubled each time. */
const retransmitMs = 200;

export class Visitor {
  readonly #state: State;
  readonly #recorder: Recorder;
  readonly #watcher: Watcher | null;
  readonly #chance: Chance;
  /** Of what was run last: why it failed, and whether it answered with nothing in it. */
  #failure: Failure | null = null;
  #hollow = false;

  constructor(state: State, recorder: Recorder, watcher: Watcher | null, chance: Chance) {
    this.#state = state;
    this.#recorder = recorder;
    this.#watcher = watcher;
    this.#chance = chance;
  }

  /** Runs a request from outside; its end in ms. */
  enter(operation: Operation, startMs: number, request: Request): { endMs: number; failure: Failure | null } {
    const pod = this.#choosePod(operation);
    if (pod === null || pod.mode !== 'ok')
      return { endMs: startMs + 5, failure: failureOf('refused', operation.service.name) };
    const endMs = this.#serve(operation, pod, startMs, request, null, forever);
    return { endMs, failure: this.#failure };
  }

  #watching(request: Request): Watcher | null {
    return request.traced || request.logged ? this.#watcher : null;
  }

  /** Any pod behind the service's name: those that refuse or are silent are still behind it. */
  #choosePod(operation: Operation): PodState | null {
    const { pods } = operation.service;
    const first = this.#chance.below(pods.length);
    for (let i = 0; i < pods.length; i++) {
      const podState = this.#state.pods[pods[(first + i) % pods.length]!.index]!;
      if (podState.mode !== 'out') return podState;
    }
    return null;
  }

  #applies(rules: OperationState, pod: PodState, request: Request): boolean {
    if (rules.onlyPods !== null && !rules.onlyPods.has(pod)) return false;
    return rules.match === null || request.values[rules.match.dimension] === rules.match.value;
  }

  #cpu(pod: PodState, request: Request, ms: number, t: number): number {
    pod.cpu.add(request.weight, ms);
    const wait = Math.max(0, pod.cpu.wait(this.#chance));
    pod.waitedMs += request.weight * wait;
    let end = t + wait + ms * pod.stretch;
    if (pod.pauseShare > 0 && this.#chance.next() < pod.pauseShare)
      end += pod.pauseMs * (0.3 + 0.9 * this.#chance.next());
    return end;
  }

  #serve(
    operation: Operation,
    pod: PodState,
    arrival: number,
    request: Request,
    parent: OpenSpan | null,
    deadline: number,
  ): number {
    const chance = this.#chance;
    const watcher = this.#watching(request);
    const rules = this.#state.operations[operation.index]!;
    let t = arrival;
    let failure: Failure | null = null;
    let raised = false;
    if (pod.threads !== null) {
      const wait = pod.threads.wait(chance);
      if (wait < 0) {
        const span = watcher?.server(request, operation, pod, t, parent) ?? null;
        failure = failureOf('overloaded', operation.service.name);
        return this.#finish(operation, pod, t, t + 1, request, span, failure, true);
      }
      t += wait;
    }
    const start = t;
    const span = watcher?.server(request, operation, pod, start, parent) ?? null;
    const applies = this.#applies(rules, pod, request);
    const total = chance.logNormal(operation.cpuMs, operation.sigma) * (applies ? rules.cpuFactor : 1);
    const pieces = operation.steps.length + 1;
    const workFrom = t;
    t = this.#cpu(pod, request, total / pieces, t);
    if (operation.inner !== '') watcher?.inner(request, operation, pod, workFrom, t, span);
    if (pod.lockShare > 0 && chance.next() < pod.lockShare) {
      pod.lock.add(request.weight, pod.lockMs);
      t += Math.max(0, pod.lock.wait(chance)) + pod.lockMs;
    }
    const hollow = applies && rules.hollowShare > 0 && chance.next() < rules.hollowShare;
    if (applies) {
      if (rules.extraMs > 0 && (rules.extraShare >= 1 || chance.next() < rules.extraShare))
        t += chance.logNormal(rules.extraMs, 0.35);
      if (rules.hangShare > 0 && chance.next() < rules.hangShare)
        t = Math.min(deadline + 5, arrival + longestMs);
      if (rules.errorShare > 0 && chance.next() < rules.errorShare) {
        failure = rules.failure;
        raised = true;
      }
    }
    if (failure === null && chance.next() < operation.errorRate) {
      failure = failureOf('bad_value', operation.service.stem);
      raised = true;
    }
    if (failure === null && !hollow) {
      for (const step of operation.steps) {
        if (t > deadline) {
          failure = failureOf('canceled', operation.service.name, { status: 499 });
          break;
        }
        let longest = t;
        for (const call of step) {
          if (call.probability < 1 && chance.next() >= call.probability) continue;
          const times = applies && rules.repeated === call ? Math.max(1, Math.round(rules.callFactor)) : 1;
          let end = t;
          for (let i = 0; i < times; i++) {
            end = this.#call(call, pod, end, request, span, deadline);
            if (this.#failure !== null && failure === null) failure = this.#failure;
          }
          if (end > longest) longest = end;
        }
        t = longest;
        if (failure !== null) break;
        t = this.#cpu(pod, request, total / pieces, t);
      }
    }
    return this.#finish(operation, pod, start, t, request, span, failure, raised, hollow);
  }

  #finish(
    operation: Operation,
    pod: PodState,
    start: number,
    end: number,
    request: Request,
    span: OpenSpan | null,
    failure: Failure | null,
    raised: boolean,
    hollow = false,
  ): number {
    pod.threads?.add(request.weight, end - start);
    pod.begun += request.weight;
    pod.heldMs += request.weight * (end - start);
    this.#recorder.operation(operation.index, request.weight, end - start, failure !== null);
    const watcher = this.#watching(request);
    if (watcher !== null) {
      watcher.handled(request, operation, pod, start, end, span, failure, raised);
      watcher.close(span, pod, end, failure, raised);
    }
    this.#failure = failure;
    this.#hollow = hollow;
    return end;
  }

  /** All attempts of a call; leaves `#failure` as the caller's operation sees it. */
  #call(
    call: Call,
    pod: PodState,
    start: number,
    request: Request,
    parent: OpenSpan | null,
    deadline: number,
  ): number {
    const rules = this.#state.calls[call.index]!;
    const watcher = this.#watching(request);
    const { weight } = request;
    let t = start;
    let failure: Failure | null = null;
    let attempt = 0;
    for (; ; attempt++) {
      rules.begun += weight;
      const attemptStart = t;
      if (rules.open && this.#chance.next() < 0.92) {
        failure = failureOf('breaker_open', nameOf(call));
        t += 0.1;
      } else {
        t = this.#attempt(call, rules, pod, t, request, parent, deadline, attempt);
        failure = this.#failure;
      }
      this.#recorder.call(call.index, weight, t - attemptStart, failure !== null, attempt > 0);
      if (failure === null) break;
      rules.failed += weight;
      const mayRetry =
        attempt + 1 < rules.attempts &&
        retryable(failure) &&
        t < deadline &&
        rules.retried <= rules.budget * Math.max(rules.begun, weight * 4);
      if (!mayRetry) break;
      watcher?.callFailed(request, call, pod, t, parent, failure, 'retrying');
      rules.retried += weight;
      t += call.backoffMs * 2 ** attempt * (0.5 + this.#chance.next());
    }
    if (failure !== null)
      watcher?.callFailed(
        request,
        call,
        pod,
        t,
        parent,
        failure,
        call.onError === 'fail' ? 'failed' : 'swallowed',
      );
    this.#failure = call.onError === 'fail' ? failure : null;
    return t;
  }

  #attempt(
    call: Call,
    rules: CallState,
    pod: PodState,
    t: number,
    request: Request,
    parent: OpenSpan | null,
    deadline: number,
    attempt: number,
  ): number {
    if (call.kind === 'query') return this.#query(call, call.query, rules, pod, t, request, parent);
    if (call.kind === 'cached') return this.#cached(call, rules, pod, t, request, parent);
    const watcher = this.#watching(request);
    const span =
      watcher?.client(request, call, call.kind === 'publish' ? 'publish' : 'call', pod, t, parent, attempt) ??
      null;
    let end = this.#connect(call, rules, pod, t);
    if (this.#failure === null) {
      if (call.kind === 'service') end = this.#remote(call.to, rules, pod, t, end, request, span, deadline);
      else if (call.kind === 'external') end = this.#external(call, rules, t, end, request);
      else return this.#publish(call, rules, pod, t, end, request, span);
    }
    const failure = this.#failure;
    watcher?.close(span, pod, end, failure, false);
    this.#failure = failure;
    return end;
  }

  /** Name, connection, handshake: what can fail before anything is sent. */
  #connect(call: Call, rules: CallState, pod: PodState, t: number): number {
    const chance = this.#chance;
    this.#failure = null;
    if (pod.dns !== null && chance.next() < pod.dns.share) {
      this.#failure = failureOf(pod.dns.kind, nameOf(call));
      return t + pod.dns.afterMs * (0.9 + 0.2 * chance.next());
    }
    if (
      rules.errorShare > 0 &&
      rules.failure !== null &&
      (rules.onlyPods === null || rules.onlyPods.has(pod)) &&
      chance.next() < rules.errorShare
    ) {
      this.#failure = rules.failure;
      return t + Math.min(rules.timeoutMs, (rules.afterMs || 2) * (0.8 + 0.4 * chance.next()));
    }
    return t;
  }

  #network(from: PodState, to: PodState | null): number {
    const chance = this.#chance;
    let ms = 0.15 + chance.exponential(0.15) + from.netMs + (to?.netMs ?? 0);
    const loss = from.loss + (to?.loss ?? 0);
    if (loss > 0) {
      ms += (from.netMs + (to?.netMs ?? 0)) * 0.3 * chance.next();
      for (let again = retransmitMs; chance.next() < 1 - (1 - loss) ** 2 && again < 7000; again *= 2)
        ms += again;
    }
    return ms;
  }

  #remote(
    to: Operation,
    rules: CallState,
    pod: PodState,
    start: number,
    t: number,
    request: Request,
    span: OpenSpan | null,
    deadline: number,
  ): number {
    const { timeoutMs } = rules;
    const callee = this.#choosePod(to);
    const host = to.service.name;
    const timedOut = (): number => {
      this.#failure = failureOf('timeout', host, { afterMs: timeoutMs });
      return start + timeoutMs;
    };
    if (callee === null || callee.mode === 'refusing') {
      this.#failure = failureOf('refused', host);
      return t + 1;
    }
    if (callee.mode === 'silent') return timedOut();
    const out = t + this.#network(pod, callee);
    if (out - start > timeoutMs) return timedOut();
    // Go and gRPC pass the deadline on; others let the callee work for nobody.
    const passed =
      to.protocol === 'grpc' || to.service.language === 'go'
        ? Math.min(deadline, start + timeoutMs)
        : forever;
    const served = this.#serve(to, callee, out, request, span, passed);
    const back = served + this.#network(pod, callee);
    const failure = this.#failure;
    const hollow = this.#hollow;
    if (back - start > timeoutMs) return timedOut();
    if (failure !== null)
      this.#failure = failureOf(failure.status === 429 ? 'rate_limited' : 'bad_status', host, {
        status: failure.status,
      });
    else if (hollow && rules.call.onError === 'fail' && this.#chance.next() < 0.75)
      this.#failure = failureOf('bad_answer', host);
    return back;
  }

  #external(
    call: Extract<Call, { kind: 'external' }>,
    rules: CallState,
    start: number,
    t: number,
    request: Request,
  ): number {
    const chance = this.#chance;
    const state = this.#state.externals[call.external.index]!;
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
    this.#failure = failure;
    return end;
  }

  #publish(
    call: Extract<Call, { kind: 'publish' }>,
    rules: CallState,
    pod: PodState,
    start: number,
    t: number,
    request: Request,
    span: OpenSpan | null,
  ): number {
    const watcher = this.#watching(request);
    const queue = this.#state.queues[call.queue.index]!;
    const acknowledged = t + 0.6 + this.#chance.exponential(0.8) + this.#network(pod, null);
    if (queue.down) {
      const end = start + Math.min(rules.timeoutMs, 1000 + 500 * this.#chance.next());
      this.#failure = failureOf('broker_unavailable', call.queue.name);
      watcher?.close(span, pod, end, this.#failure, false);
      this.#failure = failureOf('broker_unavailable', call.queue.name);
      return end;
    }
    queue.published += request.weight;
    watcher?.close(span, pod, acknowledged, null, false);
    const operation = call.queue.consumer.operations[0]!;
    const consumer = this.#choosePod(operation);
    // Messages outlive their consumer: without one they wait.
    const begin =
      acknowledged + 1 + queue.stuckMs + (consumer === null || consumer.mode !== 'ok' ? longestMs : 0);
    let answered = begin;
    let failure: Failure | null = null;
    if (consumer !== null && consumer.mode === 'ok') {
      answered = this.#serve(operation, consumer, begin, request, span, forever);
      failure = this.#failure;
      queue.consumed += request.weight;
    }
    this.#failure = null;
    if (!call.reply) return acknowledged;
    if (answered - start > rules.timeoutMs) {
      this.#failure = failureOf('reply_timeout', call.queue.name, { afterMs: rules.timeoutMs });
      return start + rules.timeoutMs;
    }
    if (failure !== null)
      this.#failure = failureOf('bad_status', call.queue.consumer.name, { status: failure.status });
    return answered + 1;
  }

  #cached(
    call: Extract<Call, { kind: 'cached' }>,
    rules: CallState,
    pod: PodState,
    start: number,
    request: Request,
    parent: OpenSpan | null,
  ): number {
    const chance = this.#chance;
    const watcher = this.#watching(request);
    const cache = this.#state.caches[call.cache.index]!;
    const span = watcher?.client(request, call, 'cache_get', pod, start, parent, 0) ?? null;
    let t = start + chance.logNormal(call.cache.medianMs, 0.4) + cache.delayMs + this.#network(pod, null);
    let failure: Failure | null = null;
    if (cache.down !== null) {
      failure = failureOf(cache.down === 'refused' ? 'cache_refused' : 'cache_timeout', call.cache.name, {
        afterMs: 200,
      });
      t = start + (cache.down === 'refused' ? 1 : 200);
      watcher?.callFailed(request, call, pod, t, parent, failure, 'swallowed');
    }
    watcher?.close(span, pod, t, failure, false);
    if (failure === null && chance.next() < call.cache.hitShare * cache.hitFactor) {
      cache.hits += request.weight;
      this.#failure = null;
      return t;
    }
    cache.misses += request.weight;
    t = this.#query(call, call.query, rules, pod, t, request, parent);
    if (this.#failure === null && cache.down === null) {
      const set = watcher?.client(request, call, 'cache_set', pod, t, parent, 0) ?? null;
      t += chance.logNormal(call.cache.medianMs, 0.4) + cache.delayMs;
      watcher?.close(set, pod, t, null, false);
    }
    return t;
  }

  #query(
    call: Extract<Call, { kind: 'query' | 'cached' }>,
    query: Query,
    rules: CallState,
    pod: PodState,
    start: number,
    request: Request,
    parent: OpenSpan | null,
  ): number {
    const watcher = this.#watching(request);
    const database = this.#state.databases[query.database.index]!;
    const pool = this.#state.pool(pod, call.pool);
    let t = start;
    const waited = pool.station.wait(this.#chance);
    if (waited < 0 || waited > call.pool.acquireTimeoutMs) {
      this.#failure = failureOf('pool_timeout', query.database.name, { afterMs: call.pool.acquireTimeoutMs });
      return t + call.pool.acquireTimeoutMs;
    }
    t += waited;
    const span = watcher?.client(request, call, 'query', pod, t, parent, 0) ?? null;
    const end = this.#ask(call, query, rules, pool, database, t, request);
    const failure = this.#failure;
    pool.station.add(request.weight, end - t);
    database.queries += request.weight;
    if (failure !== null) database.errors += request.weight;
    watcher?.close(span, pod, end, failure, false);
    this.#failure = failure;
    return end;
  }

  #ask(
    call: Call,
    query: Query,
    rules: CallState,
    pool: PoolState,
    database: DatabaseState,
    start: number,
    request: Request,
  ): number {
    const chance = this.#chance;
    let t = this.#connect(call, rules, pool.podState, start);
    if (this.#failure !== null) return t;
    if (database.down) {
      this.#failure = failureOf('database_refused', database.database.name);
      return t + 1.5;
    }
    const write = query.verb !== 'SELECT';
    let factor = database.factor * (write ? database.writeFactor : 1);
    const table = database.tableFactor;
    if (table !== null && table.table === query.table && (write || !table.writesOnly)) factor *= table.factor;
    const worked = chance.logNormal(query.medianMs, query.sigma) * factor;
    database.station.add(request.weight, worked);
    t += this.#network(pool.podState, null) + Math.max(0, database.station.wait(chance)) + worked;
    if (
      database.lock !== null &&
      write &&
      database.lock.table === query.table &&
      chance.next() < database.lock.share
    )
      t += chance.logNormal(database.lock.ms, 0.6);
    if (database.errorShare > 0 && (write || !database.writesOnly) && chance.next() < database.errorShare)
      this.#failure = database.failure;
    if (t - start > rules.timeoutMs) {
      t = start + rules.timeoutMs;
      this.#failure = failureOf(
        database.lock !== null && write ? 'lock_timeout' : 'query_timeout',
        database.database.name,
        {
          afterMs: rules.timeoutMs,
        },
      );
    }
    return t;
  }
}

const nameOf = (call: Call): string => {
  if (call.kind === 'service') return call.to.service.name;
  if (call.kind === 'external') return call.external.name;
  if (call.kind === 'publish') return call.queue.name;
  return call.query.database.name;
};

/** Answers that trying again may change. */
const retryable = (failure: Failure): boolean =>
  failure.kind !== 'bad_answer' &&
  failure.kind !== 'breaker_open' &&
  failure.kind !== 'canceled' &&
  !(failure.status >= 400 && failure.status < 429);
