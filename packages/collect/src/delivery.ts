import {
  type ErrorBody,
  errorCodes,
  NightglassError,
  type RuntimeUploadResponse,
  type StoredArtifact,
} from '@nightglass/model';
import { readBody, shownUrl } from './bounded-get.ts';
import { type CollectEnvironment, retryDelay } from './environment.ts';
import type { CollectEvent, PulledArtifact } from './events.ts';

export interface DeliveryOptions {
  /** Of a Nightglass server: `http://localhost:2170`. */
  server: URL;
  service: string;
  instance: string;
  /** Empty: belongs to no trace. */
  traceId: string;
  /** What may wait in memory while the server is away; behind it the oldest is dropped. */
  queue: { items: number; bytes: number };
  timeoutMs: number;
}

interface Waiting {
  artifact: PulledArtifact;
  body: Uint8Array;
  /** When it came into the queue, milliseconds since 1970. */
  since: number;
}

type Outcome =
  | { kind: 'stored'; artifacts: StoredArtifact[] }
  | { kind: 'refused' | 'away'; error: NightglassError; retryAfterMs: number };

const maxAnswerBytes = 4 * 1024 ** 2;
const retry = { first: 1_000, most: 60_000 };
/** Refused for good; every other failure is the server's trouble and passes. */
const isRefusal = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 429;

/** Sends what was pulled to POST /api/v1/runtime/artifacts, oldest first, and holds it while the server is away. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #environment: CollectEnvironment;
  readonly #say: (event: CollectEvent) => void;
  readonly #stop = new AbortController();
  readonly #queue: Waiting[] = [];
  #bytes = 0;
  #draining: Promise<void> | null = null;
  readonly counts = { stored: 0, refused: 0, dropped: 0 };

  constructor(options: DeliveryOptions, environment: CollectEnvironment, say: (event: CollectEvent) => void) {
    this.#options = options;
    this.#environment = environment;
    this.#say = say;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  offer(artifact: PulledArtifact, body: Uint8Array): void {
    this.#queue.push({ artifact, body, since: this.#environment.now() });
    this.#bytes += body.byteLength;
    const { items, bytes } = this.#options.queue;
    while (this.#queue.length > 1 && (this.#queue.length > items || this.#bytes > bytes))
      this.#drop(this.#queue[0] as Waiting, 'queue-full');
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = null;
    });
  }

  /** Everything is stored or refused, or `ms` have passed and the rest is dropped. */
  async close(ms: number): Promise<void> {
    if (this.#draining !== null && ms > 0) {
      const enough = this.#environment.deadline(ms);
      const passed = new Promise<void>((done) => enough.addEventListener('abort', () => done()));
      await Promise.race([this.#draining, passed]);
    }
    this.#stop.abort();
    await this.#draining;
    for (const waiting of [...this.#queue]) this.#drop(waiting, 'stopped');
  }

  #remove(waiting: Waiting): boolean {
    const at = this.#queue.indexOf(waiting);
    if (at < 0) return false;
    this.#queue.splice(at, 1);
    this.#bytes -= waiting.body.byteLength;
    return true;
  }

  #drop(waiting: Waiting, why: 'queue-full' | 'stopped'): void {
    this.#remove(waiting);
    this.counts.dropped++;
    this.#say({ type: 'dropped', why, droppedInAll: this.counts.dropped, ...waiting.artifact });
  }

  async #drain(): Promise<void> {
    let failures = 0;
    for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
      if (this.#stop.signal.aborted) return;
      const outcome = await this.#send(head);
      if (outcome.kind === 'away') {
        if (this.#stop.signal.aborted) return;
        failures++;
        const retryMs = Math.round(
          Math.max(outcome.retryAfterMs, retryDelay(failures, retry, this.#environment.random)),
        );
        const { code, message, hint = '' } = outcome.error;
        this.#say({
          type: 'server-away',
          time: this.#environment.now(),
          waiting: this.#queue.length,
          waitingBytes: this.#bytes,
          retryMs,
          code,
          message,
          hint,
        });
        await this.#environment.sleep(retryMs, this.#stop.signal);
        continue;
      }
      failures = 0;
      // Pushed out by the queue's limit while it was on its way: it was counted as dropped, and is there after all.
      if (!this.#remove(head)) this.counts.dropped--;
      if (outcome.kind === 'stored') {
        this.counts.stored++;
        const waitedMs = this.#environment.now() - head.since;
        this.#say({ type: 'stored', artifacts: outcome.artifacts, waitedMs, ...head.artifact });
      } else {
        this.counts.refused++;
        const { code, message, hint = '' } = outcome.error;
        this.#say({ type: 'refused', code, message, hint, ...head.artifact });
      }
    }
  }

  #target(artifact: PulledArtifact): URL {
    const { server, service, instance, traceId } = this.#options;
    const url = new URL('api/v1/runtime/artifacts', server.href.endsWith('/') ? server : `${server.href}/`);
    url.searchParams.set('service', service);
    url.searchParams.set('instance', instance);
    url.searchParams.set('time', new Date(artifact.time).toISOString());
    if (traceId !== '') url.searchParams.set('traceId', traceId);
    url.searchParams.set('name', artifact.name);
    return url;
  }

  async #send({ artifact, body }: Waiting): Promise<Outcome> {
    const away = (message: string, retryAfterMs = 0, cause?: unknown): Outcome => ({
      kind: 'away',
      retryAfterMs,
      error: new NightglassError('NG_STORE_UNAVAILABLE', message, {
        hint: 'Start it with "nightglass up", or name another with --server.',
        cause,
      }),
    });
    const shown = shownUrl(this.#options.server);
    try {
      const response = await this.#environment.fetch(this.#target(artifact), {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: body as RequestInit['body'],
        signal: AbortSignal.any([this.#stop.signal, this.#environment.deadline(this.#options.timeoutMs)]),
      });
      const text = new TextDecoder().decode((await readBody(response, maxAnswerBytes)) ?? new Uint8Array(0));
      if (response.ok) {
        const stored = parse<RuntimeUploadResponse>(text)?.artifacts;
        if (Array.isArray(stored)) return { kind: 'stored', artifacts: stored };
        return away(`${shown} answered ${response.status} with something else than a stored artifact`);
      }
      const said = parse<ErrorBody>(text)?.error;
      if (!isRefusal(response.status)) {
        const seconds = Number(response.headers.get('retry-after') ?? 0);
        const retryAfterMs = seconds > 0 ? Math.min(seconds, 3_600) * 1_000 : 0;
        return away(
          `${shown} answered ${response.status}${said === undefined ? '' : `: ${said.message}`}`,
          retryAfterMs,
        );
      }
      const code = said !== undefined && said.code in errorCodes ? said.code : 'NG_NOT_FOUND';
      const message = said?.message ?? `${shown} answered ${response.status}: is it a Nightglass server?`;
      return {
        kind: 'refused',
        retryAfterMs: 0,
        error: new NightglassError(code, message, { hint: said?.hint ?? '' }),
      };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return away(`${shown} cannot be reached: ${cause instanceof Error ? cause.message : cause}`, 0, error);
    }
  }
}

const parse = <T>(text: string): Partial<T> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Partial<T>) : undefined;
  } catch {
    return undefined;
  }
};
