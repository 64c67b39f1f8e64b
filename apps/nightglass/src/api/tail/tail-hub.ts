import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, type LogTailBatch, type LogTailDropped, NightglassError } from '@nightglass/model';
import type { LogFilter, StoreQueries } from '@nightglass/store';
import { RecentRecords } from './recent-records.ts';

export interface TailOptions {
  /** Streams open at the same time; one more gets NG_TOO_MANY_CLIENTS. Default 20. */
  maxClients?: number;
  /** Milliseconds between looks into the store. Default 1000. */
  pollMs?: number;
  /** Milliseconds between comments that keep proxies from closing a quiet stream. Default 15,000. */
  heartbeatMs?: number;
  /** Records of one event; of more that came at once the newest are sent, the rest counted. Default 500. */
  batchRecords?: number;
  /** Bytes waiting for a slow reader before records are dropped (and counted). Default 1 MiB. */
  bufferBytes?: number;
}

export interface TailCall {
  request: IncomingMessage;
  response: ServerResponse;
  signal: AbortSignal;
  store: StoreQueries;
}

/** Serves `/logs/tail`: every stream looks into the store once a second for what came after the last record. */
export class TailHub {
  readonly #options: Required<TailOptions>;
  readonly #now: () => number;
  readonly #logger: Logger;
  #clients = 0;

  constructor(options: TailOptions, now: () => number, logger: Logger) {
    this.#options = {
      maxClients: 20,
      pollMs: 1000,
      heartbeatMs: 15_000,
      batchRecords: 500,
      bufferBytes: 1 << 20,
      ...options,
    };
    this.#now = now;
    this.#logger = logger;
  }

  get clients(): number {
    return this.#clients;
  }

  /** Writes events until the signal aborts. */
  async serve(filter: LogFilter, call: TailCall): Promise<void> {
    if (this.#clients >= this.#options.maxClients) {
      throw new NightglassError('NG_TOO_MANY_CLIENTS', `${this.#clients} live tails are already open`, {
        hint: 'Close one, or read /api/v1/logs instead.',
      });
    }
    this.#clients++;
    try {
      if (call.request.method === 'HEAD') await this.#head(call.response);
      else await this.#stream(filter, call);
    } finally {
      this.#clients--;
    }
  }

  async #head(response: ServerResponse): Promise<void> {
    writeHead(response);
    response.end();
  }

  async #stream(filter: LogFilter, { request, response, signal, store }: TailCall): Promise<void> {
    const resumed = request.headers['last-event-id'];
    let after = typeof resumed === 'string' && /^\d{1,20}$/.test(resumed) ? resumed : undefined;
    const recent = new RecentRecords(after);
    writeHead(response);
    response.write(`retry: ${this.#options.pollMs * 2}\n: listening\n\n`);
    const heartbeat = setInterval(() => response.write(': still here\n\n'), this.#options.heartbeatMs);
    let dropped = 0;
    let failures = 0;
    try {
      while (!signal.aborted) {
        try {
          const now = BigInt(this.#now()) * 1_000_000n;
          const limit = this.#options.batchRecords;
          const params = { ...filter, after, again: recent.again, limit, now };
          const found = await store.logTail(params, { signal, maxSeconds: 10 });
          after = found.after;
          const ids = found.logs.map((log) => log.id);
          recent.found(after, ids, found.dropped > 0, this.#now());
          failures = 0;
          dropped += found.dropped;
          if (response.writableLength > this.#options.bufferBytes) dropped += found.logs.length;
          else {
            if (dropped > 0) writeEvent(response, 'dropped', { count: dropped } satisfies LogTailDropped);
            dropped = 0;
            if (found.logs.length > 0) {
              const batch: LogTailBatch = { logs: found.logs, resources: found.resources };
              writeEvent(response, 'logs', batch, after);
            }
          }
        } catch (error) {
          if (signal.aborted) break;
          failures++;
          this.#sayFailure(response, error);
        }
        await sleep(this.#options.pollMs * Math.min(1 + failures, 10), undefined, { signal }).catch(() => {});
      }
    } finally {
      clearInterval(heartbeat);
      response.end();
    }
  }

  #sayFailure(response: ServerResponse, error: unknown): void {
    const known =
      error instanceof NightglassError
        ? error
        : new NightglassError('NG_INTERNAL', 'looking for new records failed', { cause: error });
    if (known !== error) this.#logger.error('live tail failed', { error: String(error) });
    writeEvent(response, 'failure', known.toBody());
  }
}

const writeHead = (response: ServerResponse): void => {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
};

/** JSON has no line breaks, so one `data` line is the whole value. */
const writeEvent = (response: ServerResponse, event: string, data: unknown, id?: string): void => {
  response.write(
    `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`,
  );
};
