/** Turns the sampled requests that are shown into span rows and log rows, as the services' SDKs would write them. */
import type { ExplanationEntity } from '@nightglass/model';
import type { LogRow, SpanRow } from '@nightglass/rootcause';
import type { Failure } from '../engine/failure.ts';
import type { PodState } from '../engine/pod-state.ts';
import {
  type Mark,
  type OpenSpan,
  type Request,
  requestDimensions,
  type Watcher,
} from '../engine/request.ts';
import type { Chance } from '../random.ts';
import type { Call, Operation, Pod, Service } from '../system/system.ts';
import type { Lines } from './lines.ts';
import type { Wording } from './wording.ts';

/** How the telemetry differs from the truth. */
export interface Lens {
  /** Services that send no spans; `true`: they pass the trace context on. */
  blind: ReadonlyMap<Service, boolean>;
  /** Ahead of true time, ms. */
  clockMs(pod: Pod, timeMs: number): number;
  resource(pod: Pod, timeMs: number): string;
}

const rpcStatus = (status: number): string =>
  ({ 504: '4', 503: '14', 502: '14', 429: '8', 499: '1', 401: '16' })[status] ?? '13';

export class TelemetryWatcher implements Watcher {
  readonly spans: SpanRow[] = [];
  readonly logs: LogRow[] = [];
  readonly #chance: Chance;
  readonly #lens: Lens;
  readonly #wording: Wording;
  readonly #lines: Lines;

  constructor(chance: Chance, lens: Lens, wording: Wording, lines: Lines) {
    this.#chance = chance;
    this.#lens = lens;
    this.#wording = wording;
    this.#lines = lines;
  }

  mark(): Mark {
    return { spans: this.spans.length, logs: this.logs.length };
  }

  settle(since: Mark, weights: { spans: number | null; logs: number | null }): void {
    if (weights.spans === null) this.spans.length = since.spans;
    else for (let i = since.spans; i < this.spans.length; i++) this.spans[i]!.weight = weights.spans;
    if (weights.logs === null) this.logs.length = since.logs;
    else for (let i = since.logs; i < this.logs.length; i++) this.logs[i]!.weight = weights.logs;
  }

  #open(
    request: Request,
    pod: Pod,
    startMs: number,
    parent: OpenSpan | null,
    kind: SpanRow['kind'],
    name: string,
    peer: ExplanationEntity | null,
    attributes: Record<string, string>,
  ): OpenSpan | null {
    if (!request.traced && !request.logged) return null;
    const traceId = parent?.traceId || request.traceId;
    const forwards = this.#lens.blind.get(pod.service);
    if (forwards !== undefined)
      return {
        id: forwards ? (parent?.id ?? '') : '',
        traceId: forwards ? traceId : this.#chance.hex(32),
        row: -1,
      };
    const id = this.#chance.hex(16);
    if (!request.traced) return { id, traceId, row: -1 };
    this.spans.push({
      traceId,
      spanId: id,
      parentId: parent?.id ?? '',
      service: pod.service.name,
      name,
      kind,
      startMs: startMs + this.#lens.clockMs(pod, startMs),
      durationMs: startMs,
      error: false,
      statusMessage: '',
      weight: 1,
      resource: this.#lens.resource(pod, startMs),
      peer,
      attributes,
      exceptions: [],
    });
    return { id, traceId, row: this.spans.length - 1 };
  }

  server(
    request: Request,
    operation: Operation,
    podState: PodState,
    startMs: number,
    parent: OpenSpan | null,
  ): OpenSpan | null {
    const { pod } = podState;
    const attributes: Record<string, string> = {};
    if (operation.protocol === 'http') {
      attributes['http.request.method'] = operation.method;
      attributes['http.route'] = operation.route;
    } else if (operation.protocol === 'grpc') {
      attributes['rpc.system'] = 'grpc';
      attributes['rpc.service'] = operation.route;
      attributes['rpc.method'] = operation.method;
    } else {
      const queue = operation.service.consumes;
      attributes['messaging.system'] = queue?.system ?? 'kafka';
      attributes['messaging.destination.name'] = queue?.topic ?? '';
      attributes['messaging.operation.type'] = 'process';
    }
    const { index, layer } = operation.service;
    requestDimensions.forEach(({ key, values }, i) => {
      if (layer === 0 || (index + i) % 3 === 0) attributes[key] = values[request.values[i]!]!;
    });
    const consumer = operation.service.consumes;
    return this.#open(
      request,
      pod,
      startMs,
      parent,
      consumer ? 'consumer' : 'server',
      operation.name,
      consumer?.entity ?? null,
      attributes,
    );
  }

  client(
    request: Request,
    call: Call,
    what: 'call' | 'query' | 'cache_get' | 'cache_set' | 'publish',
    podState: PodState,
    startMs: number,
    parent: OpenSpan | null,
    attempt: number,
  ): OpenSpan | null {
    const { pod } = podState;
    const shown = this.#describe(call, what);
    if (attempt > 0 && pod.service.index % 2 === 0)
      shown.attributes['http.request.resend_count'] = String(attempt);
    return this.#open(
      request,
      pod,
      startMs,
      parent,
      what === 'publish' ? 'producer' : 'client',
      shown.name,
      shown.peer,
      shown.attributes,
    );
  }

  #describe(
    call: Call,
    what: string,
  ): { name: string; peer: ExplanationEntity | null; attributes: Record<string, string> } {
    if (call.kind === 'service') {
      const { to } = call;
      const peer = this.#lens.blind.has(to.service)
        ? ({ kind: 'service', name: to.service.name } as const)
        : null;
      if (to.protocol === 'grpc')
        return {
          name: to.name,
          peer,
          attributes: {
            'rpc.system': 'grpc',
            'rpc.service': to.route,
            'rpc.method': to.method,
            'server.address': to.service.name,
          },
        };
      return {
        name: to.method,
        peer,
        attributes: { 'http.request.method': to.method, 'server.address': to.service.name },
      };
    }
    if (call.kind === 'external')
      return {
        name: 'POST',
        peer: call.external.entity,
        attributes: {
          'http.request.method': 'POST',
          'server.address': call.external.name,
          'url.full': `https://${call.external.name}${call.path}`,
        },
      };
    if (call.kind === 'publish')
      return {
        name: `send ${call.queue.topic}`,
        peer: call.queue.entity,
        attributes: {
          'messaging.system': call.queue.system,
          'messaging.destination.name': call.queue.topic,
          'messaging.operation.type': 'send',
        },
      };
    if (what !== 'query' && call.kind === 'cached') {
      const verb = what === 'cache_get' ? 'GET' : 'SET';
      return {
        name: verb,
        peer: call.cache.entity,
        attributes: {
          'db.system.name': call.cache.system,
          'db.operation.name': verb,
          'server.address': call.cache.name,
        },
      };
    }
    const { query } = call;
    return {
      name: `${query.verb} ${query.table}`,
      peer: query.database.entity,
      attributes: {
        'db.system.name': query.database.system,
        'db.namespace': query.database.namespace,
        'db.operation.name': query.verb,
        'db.collection.name': query.table,
        'db.query.text': query.text,
        'server.address': query.database.name,
      },
    };
  }

  inner(
    request: Request,
    operation: Operation,
    podState: PodState,
    startMs: number,
    endMs: number,
    parent: OpenSpan | null,
  ): void {
    if (!request.traced || this.#lens.blind.has(operation.service)) return;
    const span = this.#open(request, podState.pod, startMs, parent, 'internal', operation.inner, null, {});
    this.close(span, podState, endMs, null, false);
  }

  close(
    span: OpenSpan | null,
    podState: PodState,
    endMs: number,
    failure: Failure | null,
    raised: boolean,
  ): void {
    if (span === null || span.row < 0) return;
    const row = this.spans[span.row]!;
    row.durationMs = Math.max(0.01, endMs - row.durationMs);
    const answer = failure === null ? 200 : failure.status;
    if (
      row.attributes['http.request.method'] !== undefined &&
      (row.kind === 'server' ||
        failure === null ||
        failure.kind === 'bad_status' ||
        failure.kind === 'rate_limited')
    )
      row.attributes['http.response.status_code'] = String(
        failure?.kind === 'rate_limited' && row.kind !== 'server' ? 429 : answer,
      );
    if (row.attributes['rpc.system'] !== undefined)
      row.attributes['rpc.grpc.status_code'] = failure === null ? '0' : rpcStatus(failure.status);
    if (failure === null) return;
    // A server does not hold a client's 4xx against itself.
    row.error = row.kind !== 'server' || failure.status >= 500 || row.attributes['rpc.system'] !== undefined;
    const said = this.#said(failure, podState.pod);
    row.attributes['error.type'] = row.kind === 'server' && !raised ? String(answer) : said.type;
    if (row.error && (row.kind !== 'server' || raised || podState.pod.service.index % 3 !== 0))
      row.statusMessage = said.message.slice(0, 300);
    if (raised || (row.kind === 'client' && podState.pod.service.index % 2 === 0)) row.exceptions.push(said);
  }

  #said(failure: Failure, pod: Pod) {
    const { service } = pod;
    const table = service.pools[0]?.database.queries[0]?.table ?? `${service.stem}s`;
    return this.#wording.failure(failure, service.language, service.name, {
      ip: pod.ip,
      port: 8080,
      path: `/${service.stem}s`,
      table,
      n: service.pools[0]?.size ?? 10,
      stem: service.stem,
      Stem: service.stem.charAt(0).toUpperCase() + service.stem.slice(1),
    });
  }

  handled(
    request: Request,
    operation: Operation,
    podState: PodState,
    startMs: number,
    endMs: number,
    span: OpenSpan | null,
    failure: Failure | null,
    raised: boolean,
  ): void {
    if (!request.logged) return;
    const { pod } = podState;
    const at = { pod, span, weight: 1 };
    if (failure === null) this.#lines.handled(this.logs, at, operation, startMs, endMs);
    else this.#lines.failed(this.logs, at, operation, endMs, this.#said(failure, pod), failure, raised);
  }

  callFailed(
    request: Request,
    call: Call,
    podState: PodState,
    timeMs: number,
    span: OpenSpan | null,
    failure: Failure,
    outcome: 'retrying' | 'swallowed' | 'failed',
  ): void {
    if (!request.logged) return;
    const { pod } = podState;
    const at = { pod, span, weight: 1 };
    this.#lines.callFailed(this.logs, at, call, timeMs, this.#said(failure, pod), failure, outcome);
  }
}
