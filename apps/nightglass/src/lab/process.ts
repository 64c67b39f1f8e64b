/** Runs one program with a limit on its time and on what is kept of its output; nothing of its process group survives. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Ended {
  /** The exit code, 128 + the signal's number as a shell tells it, or null when it could not be started. */
  exit: number | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  /** Output was longer than what is kept. */
  cut: boolean;
  /** Why it could not be started, else empty. */
  problem: string;
}

export interface RunOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  seconds: number;
}

const keptBytes = 4 * 1024 * 1024;
/** A descendant that left the group may hold the pipes open. */
const pipesMs = 500;
const signalNumbers: Record<string, number> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};

const running = new Set<ChildProcess>();

const killGroup = (child: ChildProcess): void => {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
};

/** Ends every program that is still running. */
export const killAll = (): void => {
  for (const child of running) killGroup(child);
};

const kept = (stream: NodeJS.ReadableStream | null): { text: () => string; cut: () => boolean } => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream?.on('data', (chunk: Buffer) => {
    if (bytes < keptBytes) chunks.push(chunk.subarray(0, keptBytes - bytes));
    bytes += chunk.length;
  });
  return { text: () => Buffer.concat(chunks).toString('utf8'), cut: () => bytes > keptBytes };
};

export const runProgram = (file: string, args: readonly string[], options: RunOptions): Promise<Ended> =>
  new Promise((done) => {
    const child = spawn(file, [...args], {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    const out = kept(child.stdout);
    const err = kept(child.stderr);
    let timedOut = false;
    let ended = false;
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, options.seconds * 1000);
    const end = (exit: number | null, problem: string): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      running.delete(child);
      killGroup(child);
      child.stdout.destroy();
      child.stderr.destroy();
      done({ exit, stdout: out.text(), stderr: err.text(), timedOut, cut: out.cut() || err.cut(), problem });
    };
    const codeOf = (code: number | null, signal: NodeJS.Signals | null): number =>
      code ?? 128 + (signalNumbers[signal ?? ''] ?? 0);
    child.on('error', (error) => end(null, error.message));
    child.on('close', (code, signal) => end(codeOf(code, signal), ''));
    child.on('exit', (code, signal) => setTimeout(() => end(codeOf(code, signal), ''), pipesMs).unref());
  });
