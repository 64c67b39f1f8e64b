/** What everybody who runs a request shares: the state of the step, who watches, and how the last thing ended. */
import type { Chance } from '../random.ts';
import type { Call, Operation } from '../system/system.ts';
import type { CallState } from './call-state.ts';
import { type Failure, failureOf } from './failure.ts';
import type { PodState } from './pod-state.ts';
import type { Recorder } from './recorder.ts';
import type { Request, Watcher } from './request.ts';
import type { State } from './state.ts';

/** Nobody waits longer: what never answers is given up by the kernel or the load balancer. */
export const longestMs = 30_000;
/** A lost packet is sent again after this; doubled each time. */
const retransmitMs = 200;

export class World {
  readonly state: State;
  readonly recorder: Recorder;
  readonly chance: Chance;
  readonly #watcher: Watcher | null;
  /** Of what was run last: why it failed, and whether it answered with nothing in it. */
  failure: Failure | null = null;
  hollow = false;

  constructor(state: State, recorder: Recorder, watcher: Watcher | null, chance: Chance) {
    this.state = state;
    this.recorder = recorder;
    this.#watcher = watcher;
    this.chance = chance;
  }

  watching(request: Request): Watcher | null {
    return request.traced || request.logged ? this.#watcher : null;
  }

  /** Any pod behind the service's name: those that refuse or are silent are still behind it. */
  choosePod(operation: Operation): PodState | null {
    const { pods } = operation.service;
    const first = this.chance.below(pods.length);
    for (let i = 0; i < pods.length; i++) {
      const podState = this.state.pods[pods[(first + i) % pods.length]!.index]!;
      if (podState.mode !== 'out') return podState;
    }
    return null;
  }

  /** One way between two pods, or to something outside; ms. */
  network(from: PodState, to: PodState | null): number {
    const { chance } = this;
    let ms = 0.15 + chance.exponential(0.15) + from.netMs + (to?.netMs ?? 0);
    const loss = from.loss + (to?.loss ?? 0);
    if (loss > 0)
      for (let again = retransmitMs; chance.next() < 1 - (1 - loss) ** 2 && again < 7000; again *= 2)
        ms += again;
    return ms;
  }

  /** Name, connection, handshake: what can fail before anything is sent. Leaves `failure`; answers the time. */
  connect(call: Call, rules: CallState, pod: PodState, t: number): number {
    const { chance } = this;
    this.failure = null;
    if (pod.dns !== null && chance.next() < pod.dns.share) {
      this.failure = failureOf(pod.dns.kind, nameOf(call));
      return t + pod.dns.afterMs * (0.9 + 0.2 * chance.next());
    }
    if (rules.errorShare > 0 && rules.failure !== null && chance.next() < rules.errorShare) {
      this.failure = rules.failure;
      return t + Math.min(rules.timeoutMs, (rules.afterMs || 2) * (0.8 + 0.4 * chance.next()));
    }
    return t;
  }
}

/** Of the other side. */
export const nameOf = (call: Call): string => {
  if (call.kind === 'service') return call.to.service.name;
  if (call.kind === 'external') return call.external.name;
  if (call.kind === 'publish') return call.queue.name;
  return call.query.database.name;
};
