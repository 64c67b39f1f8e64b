import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { CallMessage, ResultMessage } from './messages.ts';

export interface ChildHooks {
  /** A line the child printed. */
  onLine(line: string): void;
  /** The child ended without being asked to. */
  onCrash(reason: string): void;
}

/** A process of the shop, seen from its parent. */
export interface Child {
  name: string;
  pid: number;
  /** Rejects with the child's error, or when it ends first. */
  call<T>(method: string, params: unknown): Promise<T>;
  /** Asks it to leave; kills it after `patienceMs`. Resolves when the process is gone. */
  stop(patienceMs: number): Promise<void>;
}

/** Variables of a test runner or a debugger that are meant for this process alone. */
const notInherited = ['NODE_OPTIONS', 'NODE_TEST_CONTEXT', 'NODE_CHANNEL_FD'];

const childEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !notInherited.includes(name)));

/** Starts `file` with the same Node as this process. */
export const startChild = (name: string, file: URL, hooks: ChildHooks): Child => {
  const child: ChildProcess = fork(file, [], {
    execArgv: ['--disable-warning=ExperimentalWarning'], // node:sqlite announces itself
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let nextId = 1;
  let stopping = false;
  const waiting = new Map<number, (message: ResultMessage) => void>();

  const gone = new Promise<void>((resolve) => {
    const end = (reason: string): void => {
      for (const [id, settle] of waiting) settle({ type: 'result', id, error: reason });
      waiting.clear();
      if (!stopping) hooks.onCrash(reason);
      stopping = true;
      resolve();
    };
    child.once('error', (error) => end(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => end(`ended with ${signal ?? `exit code ${code}`}`));
  });
  child.on('message', (message: ResultMessage) => {
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream as Readable }).on('line', hooks.onLine);

  const send = (method: string, params: unknown, id: number): boolean =>
    child.connected && child.send({ type: 'call', id, method, params } satisfies CallMessage, () => {});

  return {
    name,
    pid: child.pid ?? 0,
    call: <T>(method: string, params: unknown) =>
      new Promise<T>((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, ({ error, result }) => {
          if (error === undefined) resolve(result as T);
          else reject(new Error(`${name}: ${method}: ${error}`));
        });
        if (!child.connected) {
          waiting.delete(id);
          reject(new Error(`${name}: ${method}: the process is gone`));
        } else send(method, params, id);
      }),
    async stop(patienceMs) {
      stopping = true;
      send('stop', undefined, 0);
      const killer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await gone;
      clearTimeout(killer);
    },
  };
};
