/** Builds an experiment for one toolchain in a folder that is thrown away. */
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from './model.ts';
import { type Ended, runProgram } from './process.ts';
import { goEnvironment, type Toolchain } from './toolchains.ts';

/** Building the standard library for a new set of flags takes its time on a busy machine. */
const buildSeconds = 240;

export interface Built {
  /** The executable, when `ended.exit` is 0. */
  program: string;
  ended: Ended;
}

export class Builder {
  readonly folder: string;
  readonly #go: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #built = new Map<string, Promise<Built>>();

  /** Copies the sources and what all experiments share into `folder` and writes a go.mod of the toolchain's version. */
  constructor(experiment: Experiment, toolchain: Toolchain, folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.#go = toolchain.path;
    this.#env = goEnvironment(env);
    mkdirSync(folder, { recursive: true });
    for (const from of [join(experiment.folder, '../common'), experiment.folder])
      for (const file of readdirSync(from).filter((name) => name.endsWith('.go')))
        cpSync(join(from, file), join(folder, file));
    writeFileSync(
      join(folder, 'go.mod'),
      `module nightglass.lab/${experiment.id}\n\ngo 1.${toolchain.minor}\n`,
    );
  }

  go(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const all = { ...this.#env, ...env };
    return runProgram(this.#go, args, { cwd: this.folder, env: all, seconds: buildSeconds });
  }

  /** `go build` with these flags, once. */
  build(flags: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Built> {
    const key = JSON.stringify(flags);
    const known = this.#built.get(key);
    if (known !== undefined) return known;
    const program = join(this.folder, `program-${this.#built.size}`);
    const built = this.go(['build', ...flags, '-o', program, '.'], env).then((ended) => ({ program, ended }));
    this.#built.set(key, built);
    return built;
  }
}

/** The first line of a compiler's message that says something, without the folder and the position. */
export const firstMessage = ({ stderr, problem, timedOut }: Ended): string => {
  if (timedOut) return `not done in ${buildSeconds} s`;
  const lines = stderr.split('\n', 50).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return (problem || lines[0]?.replace(/^\S{1,500}?:\d+:\d+: /, '') || 'no message').slice(0, 400);
};
