/** The server's side of a thread: one job at a time, with a limit on time, memory and waiting jobs. */
import { Worker } from 'node:worker_threads';
import { type ErrorBody, type Logger, NightglassError } from '@nightglass/model';

export interface JobThreadOptions {
  logger: Logger;
  /** The file that is the thread's body: it answers each message with one `JobReply`. */
  worker: URL;
  name: string;
  /** A job that takes longer ends the thread; a new one is started for the next. */
  timeoutMs: number;
  /** Heap of the thread; one that needs more is ended. */
  memoryMb: number;
  /** Jobs that may wait. */
  queue: number;
  /** The thread, and what it remembers, is given up when nobody asked for so long. */
  idleMs: number;
  /** What is said then. */
  failures: {
    tooMany(): NightglassError;
    tooLong(seconds: number): NightglassError;
    tooMuchMemory(memoryMb: number): NightglassError;
  };
}

export type JobReply<Answer> =
  | { ok: true; answer: Answer }
  /** An expected failure, or a bug with its stack. */
  | { ok: false; error: ErrorBody['error'] }
  | { ok: false; bug: string };

interface Waiting<Job, Answer> {
  job: Job;
  give: readonly ArrayBuffer[];
  done(answer: Answer): void;
  fail(error: unknown): void;
}

/** One job at a time in a thread of its own, which is started when it is needed and ended when it fails. */
export class JobThread<Job, Answer> {
  readonly #options: JobThreadOptions;
  readonly #waiting: Waiting<Job, Answer>[] = [];
  #worker: Worker | undefined;
  #current: Waiting<Job, Answer> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: JobThreadOptions) {
    this.#options = options;
  }

  /**
   * Runs a job; `give` is handed over, not copied. Fails as `failures` says, with NG_QUERY_CANCELLED when aborted before
   * it began, with NG_STORE_UNAVAILABLE when closed.
   */
  run(job: Job, give: readonly ArrayBuffer[], signal?: AbortSignal): Promise<Answer> {
    if (this.#closed) return Promise.reject(stopped());
    if (signal?.aborted === true) return Promise.reject(cancelled());
    if (this.#waiting.length >= this.#options.queue) return Promise.reject(this.#options.failures.tooMany());
    return new Promise((done, fail) => {
      const waiting: Waiting<Job, Answer> = { job, give, done, fail };
      const leave = (): void => {
        const at = this.#waiting.indexOf(waiting);
        if (at < 0) return;
        this.#waiting.splice(at, 1);
        fail(cancelled());
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

  /** Starts the thread, so that its code is loaded by the time the job is there. */
  warm(): void {
    if (this.#closed || this.#worker !== undefined) return;
    this.#worker = this.#start();
    this.#worker.unref();
    this.#timer = setTimeout(() => void this.#end(), this.#options.idleMs).unref();
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
    const worker = new Worker(this.#options.worker, {
      name: this.#options.name,
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memoryMb },
    });
    worker.on('message', (reply: JobReply<Answer>) => {
      if (worker !== this.#worker) return;
      worker.unref();
      this.#answered(reply);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => this.#died(worker, error));
    worker.on('exit', () => this.#died(worker, new Error(`the thread ${this.#options.name} ended`)));
    return worker;
  }

  #answered(reply: JobReply<Answer>): void {
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
    this.#options.logger.warn('a thread ended; the next job starts another', {
      thread: this.#options.name,
      error: error.message,
    });
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      job?.fail(this.#options.failures.tooMuchMemory(this.#options.memoryMb));
    else job?.fail(error);
    this.#next();
  }

  #tooLong(): void {
    const seconds = Math.round(this.#options.timeoutMs / 1000);
    this.#options.logger.warn('a thread took too long and was ended', {
      thread: this.#options.name,
      seconds,
    });
    const job = this.#settle();
    void this.#end();
    job?.fail(this.#options.failures.tooLong(seconds));
    this.#next();
  }

  #settle(): Waiting<Job, Answer> | undefined {
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

const cancelled = (): NightglassError =>
  new NightglassError('NG_QUERY_CANCELLED', 'the question was cancelled');

const stopped = (): NightglassError => new NightglassError('NG_STORE_UNAVAILABLE', 'the server is stopping');

/** Runs one job in the thread and says what came of it. */
export const replyTo = <Answer>(work: () => Answer): JobReply<Answer> => {
  try {
    return { ok: true, answer: work() };
  } catch (error) {
    if (error instanceof NightglassError) return { ok: false, error: error.toBody().error };
    return { ok: false, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
};
