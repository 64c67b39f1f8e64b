/** What can differ from normal in operations and calls. See state.ts. */
import type { Call, Operation } from '../system/system.ts';
import type { Failure } from './failure.ts';
import type { PodState } from './pod-state.ts';

/** Requests carry a value of every dimension of `requestDimensions`. */
export interface RequestMatch {
  dimension: number;
  value: number;
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
