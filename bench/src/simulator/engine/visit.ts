/** One request through the system: every operation it passes waits, works, calls and answers as the state of the step says. */
import type { Call, Operation, PublishCall } from '../system/system.ts';
import { askCache, askDatabase, askExternal } from './backends.ts';
import type { CallState, OperationState } from './call-state.ts';
import { type Failure, failureOf } from './failure.ts';
import type { PodState } from './pod-state.ts';
import type { OpenSpan, Request } from './request.ts';
import { longestMs, nameOf, type World } from './world.ts';

const forever = Number.POSITIVE_INFINITY;

export class Visitor {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Runs a request from outside; its end in ms. One that finds nobody to take it leaves no trace in the telemetry. */
  enter(
    operation: Operation,
    startMs: number,
    request: Request,
  ): { endMs: number; failure: Failure | null; taken: boolean } {
    const pod = this.#world.choosePod(operation);
    if (pod === null || pod.mode !== 'ok')
      return { endMs: startMs + 5, failure: failureOf('refused', operation.service.name), taken: false };
    const endMs = this.#serve(operation, pod, startMs, request, null, forever);
    return { endMs, failure: this.#world.failure, taken: true };
  }

  #applies(rules: OperationState, pod: PodState, request: Request): boolean {
    if (rules.onlyPods !== null && !rules.onlyPods.has(pod)) return false;
    return rules.match === null || request.values[rules.match.dimension] === rules.match.value;
  }

  #cpu(pod: PodState, request: Request, ms: number, t: number): number {
    const { chance } = this.#world;
    pod.cpu.add(request.weight, ms);
    const wait = pod.cpu.waitAlways(chance);
    pod.waitedMs += request.weight * wait;
    let end = t + wait + ms * pod.stretch;
    if (pod.pauseShare > 0 && chance.next() < pod.pauseShare)
      end += pod.pauseMs * (0.3 + 0.9 * chance.next());
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
    const { chance, state } = this.#world;
    const watcher = this.#world.watching(request);
    const rules = state.operations[operation.index]!;
    let t = arrival;
    if (pod.threads !== null) {
      const wait = pod.threads.wait(chance);
      if (wait < 0) {
        const span = watcher?.server(request, operation, pod, t, parent) ?? null;
        const failure = failureOf('overloaded', operation.service.name);
        return this.#finish({ operation, pod, start: t, request, span }, t + 1, failure, true, false);
      }
      t += wait;
    }
    const start = t;
    const span = watcher?.server(request, operation, pod, start, parent) ?? null;
    const visit = { operation, pod, start, request, span };
    const applies = this.#applies(rules, pod, request);
    const total = chance.logNormal(operation.cpuMs, operation.sigma) * (applies ? rules.cpuFactor : 1);
    const piece = total / (operation.steps.length + 1);
    t = this.#cpu(pod, request, piece, t);
    if (operation.inner !== '') watcher?.inner(request, operation, pod, start, t, span);
    if (pod.lockShare > 0 && chance.next() < pod.lockShare) {
      pod.lock.add(request.weight, pod.lockMs);
      t += pod.lock.waitAlways(chance) + pod.lockMs;
    }
    let failure: Failure | null = null;
    let hollow = false;
    if (applies) {
      hollow = rules.hollowShare > 0 && chance.next() < rules.hollowShare;
      if (rules.extraMs > 0 && (rules.extraShare >= 1 || chance.next() < rules.extraShare))
        t += chance.logNormal(rules.extraMs, 0.35);
      if (rules.hangShare > 0 && chance.next() < rules.hangShare)
        t = Math.min(deadline + 5, arrival + longestMs);
      if (rules.errorShare > 0 && chance.next() < rules.errorShare) failure = rules.failure;
    }
    if (failure === null && chance.next() < operation.errorRate)
      failure = failureOf('bad_value', operation.service.stem);
    if (failure !== null || hollow) return this.#finish(visit, t, failure, failure !== null, hollow);
    for (const step of operation.steps) {
      if (t > deadline)
        return this.#finish(visit, t, failureOf('canceled', operation.service.name), false, false);
      t = this.#step(step, visit, applies ? rules : null, t, deadline);
      ({ failure } = this.#world);
      if (failure !== null) break;
      t = this.#cpu(pod, request, piece, t);
    }
    return this.#finish(visit, t, failure, false, false);
  }

  /** The calls of one step, side by side; leaves the first failure that counts. */
  #step(
    step: readonly Call[],
    visit: Visit,
    rules: OperationState | null,
    t: number,
    deadline: number,
  ): number {
    const { chance } = this.#world;
    let failure: Failure | null = null;
    let longest = t;
    for (const call of step) {
      if (call.probability < 1 && chance.next() >= call.probability) continue;
      const times = rules !== null && rules.repeated === call ? Math.max(1, Math.round(rules.callFactor)) : 1;
      let end = t;
      for (let i = 0; i < times; i++) {
        end = this.#call(call, visit.pod, end, visit.request, visit.span, deadline);
        failure ??= this.#world.failure;
      }
      if (end > longest) longest = end;
    }
    this.#world.failure = failure;
    return longest;
  }

  #finish(visit: Visit, end: number, failure: Failure | null, raised: boolean, hollow: boolean): number {
    const { operation, pod, start, request, span } = visit;
    pod.threads?.add(request.weight, end - start);
    pod.begun += request.weight;
    pod.heldMs += request.weight * (end - start);
    this.#world.recorder.operation(operation.index, request.weight, end - start, failure !== null);
    const watcher = this.#world.watching(request);
    if (watcher !== null) {
      watcher.handled(request, operation, pod, start, end, span, failure, raised);
      watcher.close(span, pod, end, failure, raised);
    }
    this.#world.failure = failure;
    this.#world.hollow = hollow;
    return end;
  }

  /** All attempts of a call; leaves the failure as the caller's operation sees it. */
  #call(
    call: Call,
    pod: PodState,
    start: number,
    request: Request,
    parent: OpenSpan | null,
    deadline: number,
  ): number {
    const { chance, recorder, state } = this.#world;
    const rules = state.calls[call.index]!;
    const watcher = this.#world.watching(request);
    const { weight } = request;
    let t = start;
    let failure: Failure | null = null;
    for (let attempt = 0; ; attempt++) {
      rules.begun += weight;
      const attemptStart = t;
      if (rules.open && chance.next() < 0.92) {
        failure = failureOf('breaker_open', nameOf(call));
        t += 0.1;
      } else {
        t = this.#attempt(call, rules, pod, t, request, parent, deadline, attempt);
        ({ failure } = this.#world);
      }
      recorder.call(call.index, weight, t - attemptStart, failure !== null, attempt > 0);
      if (failure === null) break;
      rules.failed += weight;
      const affordable = rules.retried <= rules.budget * Math.max(rules.begun, weight * 4);
      if (attempt + 1 >= rules.attempts || !retryable(failure) || t >= deadline || !affordable) break;
      watcher?.callFailed(request, call, pod, t, parent, failure, 'retrying');
      rules.retried += weight;
      t += call.backoffMs * 2 ** attempt * (0.5 + chance.next());
    }
    const passedOn = call.onError === 'fail';
    if (failure !== null)
      watcher?.callFailed(request, call, pod, t, parent, failure, passedOn ? 'failed' : 'swallowed');
    this.#world.failure = passedOn ? failure : null;
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
    const world = this.#world;
    if (call.kind === 'query') return askDatabase(world, call, rules, pod, t, request, parent);
    if (call.kind === 'cached') return askCache(world, call, rules, pod, t, request, parent);
    const watcher = world.watching(request);
    const what = call.kind === 'publish' ? 'publish' : 'call';
    const span = watcher?.client(request, call, what, pod, t, parent, attempt) ?? null;
    let end = world.connect(call, rules, pod, t);
    if (world.failure === null) {
      if (call.kind === 'service') end = this.#remote(call.to, rules, pod, t, end, request, span, deadline);
      else if (call.kind === 'external') end = askExternal(world, call, rules, t, end, request);
      else return this.#publish(call, rules, pod, t, end, request, span);
    }
    watcher?.close(span, pod, end, world.failure, false);
    return end;
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
    const world = this.#world;
    const { timeoutMs } = rules;
    const callee = world.choosePod(to);
    const host = to.service.name;
    const timedOut = (): number => {
      world.failure = failureOf('timeout', host, { afterMs: timeoutMs });
      return start + timeoutMs;
    };
    if (callee === null || callee.mode === 'refusing') {
      world.failure = failureOf('refused', host);
      return t + 1;
    }
    if (callee.mode === 'silent') return timedOut();
    const out = t + world.network(pod, callee);
    if (out - start > timeoutMs) return timedOut();
    // Go and gRPC pass the deadline on; others let the callee work for nobody.
    const passes = to.protocol === 'grpc' || to.service.language === 'go';
    const back =
      this.#serve(to, callee, out, request, span, passes ? Math.min(deadline, start + timeoutMs) : forever) +
      world.network(pod, callee);
    if (back - start > timeoutMs) return timedOut();
    const { failure } = world;
    if (failure?.cutsConnection === true) world.failure = failureOf('reset', host);
    else if (failure !== null) world.failure = failureOf('bad_status', host, { status: failure.status });
    else if (world.hollow && rules.call.onError === 'fail' && world.chance.next() < 0.75)
      world.failure = failureOf('bad_answer', host);
    return back;
  }

  /** Hands a message over; the consumer works on it when it comes to it, and answers when the caller waits for that. */
  #publish(
    call: PublishCall,
    rules: CallState,
    pod: PodState,
    start: number,
    t: number,
    request: Request,
    span: OpenSpan | null,
  ): number {
    const world = this.#world;
    const { chance } = world;
    const watcher = world.watching(request);
    const queue = world.state.queues[call.queue.index]!;
    if (queue.down) {
      const end = start + Math.min(rules.timeoutMs, 1000 + 500 * chance.next());
      world.failure = failureOf('broker_unavailable', call.queue.name);
      watcher?.close(span, pod, end, world.failure, false);
      return end;
    }
    const acknowledged = t + 0.6 + chance.exponential(0.8) + world.network(pod, null);
    queue.published += request.weight;
    watcher?.close(span, pod, acknowledged, null, false);
    const operation = call.queue.consumer.operations[0]!;
    const consumer = world.choosePod(operation);
    const stuck = queue.stuckShare > 0 && chance.next() < queue.stuckShare;
    let failure: Failure | null = null;
    let answered: number;
    if (stuck) answered = acknowledged + queue.stuckMs;
    else if (consumer === null || consumer.mode !== 'ok') answered = acknowledged + longestMs;
    else {
      answered = this.#serve(operation, consumer, acknowledged + 1, request, span, forever);
      ({ failure } = world);
      queue.consumed += request.weight;
    }
    world.failure = null;
    if (!call.reply) return acknowledged;
    if (answered - start > rules.timeoutMs) {
      world.failure = failureOf('reply_timeout', call.queue.name, { afterMs: rules.timeoutMs });
      return start + rules.timeoutMs;
    }
    if (failure !== null)
      world.failure = failureOf('bad_status', call.queue.consumer.name, { status: failure.status });
    return answered + 1;
  }
}

interface Visit {
  operation: Operation;
  pod: PodState;
  start: number;
  request: Request;
  span: OpenSpan | null;
}

/** Answers that trying again may change. */
const retryable = (failure: Failure): boolean =>
  failure.kind !== 'bad_answer' &&
  failure.kind !== 'breaker_open' &&
  failure.kind !== 'canceled' &&
  !(failure.status >= 400 && failure.status < 500);
