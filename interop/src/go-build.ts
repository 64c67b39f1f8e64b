import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, which } from './command.ts';

/**
 * Builds the Go program in a copy inside `folder`, so that the checkout stays as it is. The modules are pinned by
 * go.sum; the first build fetches and compiles them (about two minutes), later ones take seconds.
 */
export const buildGo = async (folder: string): Promise<{ program: string } | { reason: string }> => {
  const go = which('go');
  if (go === undefined) return { reason: 'no Go on PATH (https://go.dev/doc/install, 1.25 or newer)' };
  const source = join(folder, 'go-otel');
  cpSync(join(import.meta.dirname, '../go-otel'), source, { recursive: true });
  const program = join(folder, 'go-otel-program');
  const fetched = await runCommand(go, ['mod', 'download'], { cwd: source, timeoutMs: 120_000 }).catch(
    String,
  );
  if (typeof fetched === 'string' || fetched.code !== 0)
    return {
      reason: `the Go modules cannot be fetched: ${typeof fetched === 'string' ? fetched : fetched.stderr}`,
    };
  const built = await runCommand(go, ['build', '-o', program, '.'], { cwd: source, timeoutMs: 300_000 });
  if (built.code !== 0) throw new Error(`go build failed:\n${built.stderr}`);
  return { program };
};

/** Runs one scene of the program; what it printed, as JSON. */
export const runScene = async <T>(program: string, args: readonly string[]): Promise<T> => {
  const ended = await runCommand(program, args, { timeoutMs: 70_000 });
  if (ended.code !== 0) throw new Error(`${args.join(' ')} ended with ${ended.code}:\n${ended.stderr}`);
  return JSON.parse(ended.stdout) as T;
};

/** `http://127.0.0.1:4317` as `127.0.0.1:4317`. */
export const hostPort = (url: string): string => new URL(url).host;
