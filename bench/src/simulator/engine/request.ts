/** A sampled request: it stands for `weight` real ones. */

import type { Call, Operation } from '../system/system.ts';
import type { Failure } from './failure.ts';
import type { PodState } from './pod-state.ts';

/** What requests differ in, and how often each value comes. */
export const requestDimensions = [
  { key: 'app.platform', values: ['web', 'ios', 'android', 'partner'], shares: [0.46, 0.24, 0.22, 0.08] },
  {
    key: 'app.region',
    values: ['eu-west', 'us-east', 'ap-south', 'sa-east', 'me-central'],
    shares: [0.34, 0.31, 0.2, 0.1, 0.05],
  },
  {
    key: 'app.tenant.tier',
    values: ['free', 'standard', 'premium', 'enterprise'],
    shares: [0.42, 0.33, 0.18, 0.07],
  },
  {
    key: 'app.currency',
    values: ['EUR', 'USD', 'GBP', 'JPY', 'BRL', 'INR'],
    shares: [0.33, 0.32, 0.12, 0.09, 0.08, 0.06],
  },
  {
    key: 'app.client.version',
    values: ['7.2.0', '7.1.4', '7.0.9', '6.8.3'],
    shares: [0.5, 0.28, 0.14, 0.08],
  },
  {
    key: 'app.shard',
    values: ['s0', 's1', 's2', 's3', 's4', 's5'],
    shares: [0.17, 0.17, 0.17, 0.17, 0.16, 0.16],
  },
] as const;

export interface Request {
  weight: number;
  traced: boolean;
  logged: boolean;
  traceId: string;
  /** Index of the value in each dimension. */
  values: number[];
}

/** A span being built; `id` is empty when the request is not traced. */
export interface OpenSpan {
  id: string;
  traceId: string;
  row: number;
}

/** How many rows there were at some time. */
export interface Mark {
  spans: number;
  logs: number;
}

/** What watches the sampled requests that are shown. Times are the true ones, before any clock's error. */
export interface Watcher {
  mark(): Mark;
  /** What was written since the mark stands for so many requests; null: it is forgotten. */
  settle(since: Mark, weights: { spans: number | null; logs: number | null }): void;
  server(
    request: Request,
    operation: Operation,
    pod: PodState,
    startMs: number,
    parent: OpenSpan | null,
  ): OpenSpan | null;
  client(
    request: Request,
    call: Call,
    what: 'call' | 'query' | 'cache_get' | 'cache_set' | 'publish',
    pod: PodState,
    startMs: number,
    parent: OpenSpan | null,
    attempt: number,
  ): OpenSpan | null;
  inner(
    request: Request,
    operation: Operation,
    pod: PodState,
    startMs: number,
    endMs: number,
    parent: OpenSpan | null,
  ): void;
  close(span: OpenSpan | null, pod: PodState, endMs: number, failure: Failure | null, raised: boolean): void;
  /** The request passed this operation, in `durationMs`, or failed with `failure`; `raised` when it is the operation's own. */
  handled(
    request: Request,
    operation: Operation,
    pod: PodState,
    startMs: number,
    endMs: number,
    span: OpenSpan | null,
    failure: Failure | null,
    raised: boolean,
  ): void;
  /** A call of it did not go well; `retrying` when it is tried again, `swallowed` when the operation goes on without. */
  callFailed(
    request: Request,
    call: Call,
    pod: PodState,
    timeMs: number,
    span: OpenSpan | null,
    failure: Failure,
    outcome: 'retrying' | 'swallowed' | 'failed',
  ): void;
}
