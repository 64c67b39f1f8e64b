/** The server's side of a reading thread: one job at a time, with a limit on time, memory and waiting jobs. */
import { Worker } from 'node:worker_threads';
import { type Logger, NightglassError } from '@nightglass/model';
import type { Job, JobAnswer, Reply } from './protocol.ts';

export interface ReaderThreadOptions {
  logger: Logger;
  /** A job that takes longer ends the thread; a new one is started for the next. Default 60,000. */
  timeoutMs?: number;
  /** Heap of the thread; one that needs more is ended. Default 1536. */
  memoryMb?: number;
  /** Jobs that may wait. Default 32. */
  queue?: number;
  /** The thread, and what it remembers, is given up when nobody asked for so long. Default 300,000. */
  idleMs?: number;
}

interface Waiting {
  job: Job;
  give: readonly ArrayBuffer[];
  done(answer: JobAnswer): void;
  fail(error: unknown): void;
}

export class ReaderThread {
  readonly #options: Required<ReaderThreadOptions>;
  readonly #waiting: Waiting[] = [];
  #worker: Worker | undefined;
  #current: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ReaderThreadOptions) {
    this.#options = { timeoutMs: 60_000, memoryMb: 1536, queue: 32, idleMs: 300_000, ...options };
  }

  /**
   * Runs a job; `give` is handed over, not copied. NG_TOO_MANY_CLIENTS when too many wait, NG_QUERY_TIMEOUT when it
   * takes too long, NG_RUNTIME_TOO_LARGE when it needs too much memory, NG_QUERY_CANCELLED when aborted before it began.
   */
  run(job: Job, give: readonly ArrayBuffer[], signal?: AbortSignal): Promise<JobAnswer> {
    if (this.#closed) return Promise.reject(stopped());
    if (this.#waiting.length >= this.#options.queue) return Promise.reject(tooMany());
    return new Promise((done, fail) => {
      const waiting: Waiting = { job, give, done, fail };
      const leave = (): void => {
        const at = this.#waiting.indexOf(waiting);
        if (at < 0) return;
        this.#waiting.splice(at, 1);
        fail(new NightglassError('NG_QUERY_CANCELLED', 'the question was cancelled'));
      };
      signal?.addEventListener('abort', leave, { once: true });
      waiting.done = (answer) => {
        signal?.removeEventListener('abort', leave);
        done(answer);
      };
      this.#waiting.push(waiting);
      this.#next();
    });
  }

  /** Nothing is under way, and there is a thread that may remember something. */
  get idle(): boolean {
    return this.#worker !== undefined && this.#current === undefined && this.#waiting.length === 0;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { fail } of this.#waiting.splice(0)) fail(stopped());
    this.#settle()?.fail(stopped());
    await this.#end();
  }

  #next(): void {
    if (this.#current !== undefined) return;
    const next = this.#waiting.shift();
    clearTimeout(this.#timer);
    if (next === undefined) {
      if (this.#worker !== undefined)
        this.#timer = setTimeout(() => void this.#end(), this.#options.idleMs).unref();
      return;
    }
    this.#current = next;
    this.#worker ??= this.#start();
    // While a job runs the process waits for it; between jobs the thread keeps nothing alive.
    this.#worker.ref();
    this.#timer = setTimeout(() => this.#tooLong(), this.#options.timeoutMs).unref();
    try {
      this.#worker.postMessage(next.job, next.give);
    } catch (error) {
      // What cannot be sent fails alone; nothing will answer for it.
      this.#settle()?.fail(error);
      this.#next();
    }
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      name: 'runtime-reader',
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memoryMb },
    });
    worker.on('message', (reply: Reply) => {
      if (worker !== this.#worker) return;
      worker.unref();
      this.#answered(reply);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => this.#died(worker, error));
    worker.on('exit', () => this.#died(worker, new Error('the reading thread ended')));
    return worker;
  }

  #answered(reply: Reply): void {
    const job = this.#settle();
    if (reply.ok) job?.done(reply.answer);
    else if ('error' in reply) {
      const { code, message, hint, parameter } = reply.error;
      job?.fail(new NightglassError(code, message, { hint, parameter }));
    } else job?.fail(new Error(reply.bug));
    this.#next();
  }

  #died(worker: Worker, error: NodeJS.ErrnoException): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    const job = this.#settle();
    this.#options.logger.warn('a reading thread ended; the next job starts another', {
      error: error.message,
    });
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') job?.fail(tooMuchMemory(this.#options.memoryMb));
    else job?.fail(error);
    this.#next();
  }

  #tooLong(): void {
    const seconds = Math.round(this.#options.timeoutMs / 1000);
    this.#options.logger.warn('a reading thread took too long and was ended', { seconds });
    const job = this.#settle();
    void this.#end();
    job?.fail(
      new NightglassError('NG_QUERY_TIMEOUT', `reading this took longer than ${seconds} s`, {
        hint: 'Send a smaller part of the file, or read it with "nightglass inspect", which has no limit.',
      }),
    );
    this.#next();
  }

  #settle(): Waiting | undefined {
    const job = this.#current;
    this.#current = undefined;
    clearTimeout(this.#timer);
    return job;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

const stopped = (): NightglassError => new NightglassError('NG_STORE_UNAVAILABLE', 'the server is stopping');

const tooMany = (): NightglassError =>
  new NightglassError('NG_TOO_MANY_CLIENTS', 'too many runtime artifacts are being read at once', {
    hint: 'Try again in a few seconds.',
  });

const tooMuchMemory = (memoryMb: number): NightglassError =>
  new NightglassError('NG_RUNTIME_TOO_LARGE', `reading this needs more than ${memoryMb} MB of memory`, {
    hint: 'Send a smaller part of the file.',
  });
