import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ServerProcess {
  readonly pid: number;
  readonly urls: { ui: string; otlpGrpc: string; otlpHttp: string };
  readonly dataDir: string;
  /** Ends it with SIGTERM, waits, and removes the data folder unless it was given. */
  stop(): Promise<void>;
}

const main = join(import.meta.dirname, '../../../apps/nightglass/src/main.ts');

/** The real server in a process of its own, on free ports. `args` are added to `nightglass up`. */
export const startServerProcess = async (
  options: { dataDir?: string; args?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<ServerProcess> => {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'nightglass-bench-'));
  const ports = ['--port', '0', '--otlp-grpc-port', '0', '--otlp-http-port', '0'];
  const child = spawn(
    process.execPath,
    [main, 'up', '--data', dataDir, '--log-level', 'warn', ...ports, ...(options.args ?? [])],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...options.env } },
  );
  const remove = (): void => {
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  const urls = await readUrls(child).catch((error: unknown) => {
    child.kill('SIGKILL');
    remove();
    throw error;
  });
  return {
    pid: child.pid ?? 0,
    urls,
    dataDir,
    stop: async () => {
      const ended = new Promise<void>((done) => child.once('exit', () => done()));
      if (child.exitCode === null && child.kill('SIGTERM')) await ended;
      remove();
    },
  };
};

const readUrls = (child: ChildProcess): Promise<ServerProcess['urls']> =>
  new Promise((done, fail) => {
    let text = '';
    const timer = setTimeout(() => fail(new Error(`the server was not ready within 60 s:\n${text}`)), 60_000);
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}:\n${text}`)));
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const find = (label: string): string =>
        new RegExp(`^${label}\\s+(http\\S+)`, 'm').exec(text)?.[1] ?? '';
      if (!/^ready/m.test(text)) return;
      clearTimeout(timer);
      done({ ui: find('page'), otlpGrpc: find('OTLP/gRPC'), otlpHttp: find('OTLP/HTTP') });
    });
  });
