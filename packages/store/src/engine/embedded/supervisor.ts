/** Starts the engine's process, starts it again when it dies, and pairs answers with questions. */

import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type Logger, NightglassError } from '@nightglass/model';
import { engineError } from '../engine-errors.ts';
import { lockedError } from './data-dir.ts';
import { engineMissing } from './engine-version.ts';
import type { ChildConfig, ToChild, ToParent } from './protocol.ts';

export type Answer = Extract<ToParent, { is: 'done' }>;
type Call = { resolve: (answer: Answer) => void; reject: (error: Error) => void };
type Statement =
  | Omit<Extract<ToChild, { do: 'run' }>, 'id'>
  | Omit<Extract<ToChild, { do: 'run-untrusted' }>, 'id'>;

export interface SupervisorOptions {
  config: ChildConfig;
  /** The folder as the person named it, for messages. */
  dir: string;
  threads: number;
  logger: Logger;
  onReady: () => void;
  onGone: () => void;
  /** Runs before each start, for instance to sweep what the last one left. */
  beforeStart: () => void;
}

const firstDelayMs = 50;
const longestDelayMs = 10_000;
/** A process that served this long did not "die at once"; the next start needs no pause. */
const healthyAfterMs = 2_000;

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #calls = new Map<number, Call>();
  #child: ChildProcess | undefined;
  #nextId = 1;
  #state: 'starting' | 'ready' | 'restarting' | 'closed' = 'starting';
  #version: string | undefined;
  #restarts = 0;
  #quickDeaths = 0;
  #timer: NodeJS.Timeout | undefined;
  #lastDeath: string | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get state(): 'starting' | 'ready' | 'restarting' | 'closed' {
    return this.#state;
  }
  get version(): string | undefined {
    return this.#version;
  }
  get pid(): number | undefined {
    return this.#child?.pid;
  }
  get restarts(): number {
    return this.#restarts;
  }
  get lastDeath(): string | undefined {
    return this.#lastDeath;
  }

  /** The first start: its failure is the caller's. A folder that a dying predecessor still holds is waited for. */
  async start(): Promise<void> {
    const deadline = Date.now() + 5000;
    for (;;) {
      try {
        await this.#launch();
        return;
      } catch (error) {
        const locked = error instanceof NightglassError && error.code === 'NG_DATA_DIR_LOCKED';
        if (!locked || Date.now() > deadline) {
          this.#state = 'closed';
          throw error;
        }
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  }

  /** Sends a statement; `kill` ends it early. */
  run(statement: Statement): { id: number; answer: Promise<Answer> } {
    const id = this.#nextId++;
    const answer = new Promise<Answer>((resolve, reject) => {
      if (this.#state !== 'ready' || !this.#child) {
        reject(this.unavailable());
        return;
      }
      this.#calls.set(id, { resolve, reject });
      this.#child.send({ ...statement, id } satisfies ToChild, (error) => {
        if (error) this.#settle(id)?.reject(this.unavailable());
      });
    });
    return { id, answer };
  }

  kill(id: number): void {
    if (this.#calls.has(id) && this.#child?.connected === true) this.#child.send({ do: 'kill', id });
  }

  /** The engine owes an answer and gives none: ends its process, which starts a new one. */
  abandon(id: number, why: string): void {
    if (!this.#calls.has(id) || this.#state !== 'ready') return;
    this.#options.logger.error('the engine hangs and is ended', { why });
    this.#child?.kill('SIGKILL');
  }

  unavailable(): NightglassError {
    const why = this.#state === 'closed' ? 'The store is closed' : 'The store is being restarted';
    return new NightglassError('NG_STORE_UNAVAILABLE', why, { hint: 'Try again in a moment.' });
  }

  async close(): Promise<void> {
    if (this.#state === 'closed' && this.#child === undefined) return;
    this.#state = 'closed';
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    if (child.connected) child.send({ do: 'close' } satisfies ToChild, () => undefined);
    const last = setTimeout(() => child.kill('SIGKILL'), 4000);
    await gone;
    clearTimeout(last);
  }

  #settle(id: number): Call | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }

  #launch(): Promise<void> {
    const { config, threads } = this.#options;
    this.#options.beforeStart();
    const startedAt = Date.now();
    const child = fork(join(import.meta.dirname, 'child.ts'), [JSON.stringify(config)], {
      // The same Node as ours, whatever PATH says; inspector and test flags of the parent are not for the child.
      execPath: process.execPath,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      // chDB prints results of failed statements on stdout; stderr carries its fatal messages.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: {
        ...process.env,
        UV_THREADPOOL_SIZE: String(threads),
        NODE_OPTIONS: '',
        NODE_TEST_CONTEXT: undefined,
      },
    });
    this.#child = child;
    let complaints = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaints = (complaints + chunk.toString()).slice(-4000);
    });
    return new Promise((resolve, reject) => {
      let refused: NightglassError | undefined;
      let readyAt = Number.POSITIVE_INFINITY;
      child.on('message', (message: ToParent) => {
        if (message.is === 'done') this.#settle(message.id)?.resolve(message);
        else if (message.is === 'failed')
          this.#settle(message.id)?.reject(engineError(message.message, message.number));
        else if (message.is === 'ready') {
          if (this.#state === 'closed') return;
          this.#version = message.version;
          this.#state = 'ready';
          readyAt = Date.now();
          this.#options.logger.debug('engine started', {
            version: message.version,
            ms: Date.now() - startedAt,
          });
          if (message.mended.length > 0)
            this.#options.logger.warn(
              'blocks were noted but not stored; they are taken again when repeated',
              {
                parts: message.mended.slice(0, 5).join(' '),
                count: message.mended.length,
              },
            );
          this.#options.onReady();
          resolve();
        } else if (message.is === 'unusable') refused = this.#refusal(message);
      });
      child.on('error', (error) => {
        refused ??= new NightglassError('NG_STORE_UNAVAILABLE', `Cannot start the engine: ${error.message}`);
        if (child.pid === undefined) reject(refused);
      });
      child.on('exit', (code, signal) => {
        const how = signal === null ? `exit code ${code}` : signal;
        reject(refused ?? this.#earlyDeath(how, complaints));
        this.#gone(child, refused?.message ?? how, complaints, Date.now() - readyAt);
      });
    });
  }

  #gone(child: ChildProcess, how: string, complaints: string, servedMs: number): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    this.#options.onGone();
    const closing = this.#state === 'closed';
    const initial = this.#state === 'starting';
    if (!closing && !initial) this.#state = 'restarting';
    const message = closing ? 'The store was closed' : 'The store stopped in the middle of this';
    const hint = closing ? undefined : 'It is being restarted; try again in a moment.';
    for (const call of calls) call.reject(new NightglassError('NG_STORE_UNAVAILABLE', message, { hint }));
    if (closing || initial) return;
    this.#lastDeath = how;
    this.#restarts++;
    this.#quickDeaths = servedMs < healthyAfterMs ? this.#quickDeaths + 1 : 0;
    const delay = Math.min(
      longestDelayMs,
      this.#quickDeaths <= 1 ? 0 : firstDelayMs * 2 ** this.#quickDeaths,
    );
    const last = complaints.trim().split('\n').at(-1)?.slice(0, 300);
    this.#options.logger.error('the engine died and is restarted', {
      how,
      delayMs: delay,
      said: last || undefined,
    });
    this.#timer = setTimeout(() => {
      if (this.#state !== 'closed') this.#launch().catch(() => undefined);
    }, delay);
  }

  #refusal(message: Extract<ToParent, { is: 'unusable' }>): NightglassError {
    const { dir } = this.#options;
    const text = message.message.split('\n')[0] ?? message.message;
    if (message.reason === 'locked') return lockedError(dir, undefined);
    if (message.reason === 'missing') return engineMissing(`${process.platform}-${process.arch}`, text);
    if (message.reason === 'folder')
      return new NightglassError('NG_DATA_DIR_UNUSABLE', `The engine cannot use ${dir}: ${text}`, {
        hint: 'Check its permissions and free space, or choose another folder with --data DIR.',
        parameter: 'data',
      });
    return new NightglassError('NG_STORE_UNAVAILABLE', `The engine did not start in ${dir}: ${text}`, {
      hint: 'If the folder was made by another program or a newer version, choose an empty one with --data DIR.',
    });
  }

  #earlyDeath(how: string, complaints: string): NightglassError {
    if (how === 'SIGILL')
      return new NightglassError(
        'NG_CPU_UNSUPPORTED',
        'The engine uses instructions this processor does not have',
        {
          hint: 'It needs AVX2. In a virtual machine, pass the host processor through.',
        },
      );
    const said = complaints.trim().split('\n').at(-1) ?? '';
    return new NightglassError(
      'NG_STORE_UNAVAILABLE',
      `The engine ended while starting (${how}) ${said}`.trim(),
    );
  }
}
