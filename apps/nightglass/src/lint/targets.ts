/** What the arguments of `nightglass lint` name. */
import { type Stats, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { NightglassError } from '@nightglass/model';
import { whyNot } from './source-tree.ts';

export interface Target {
  /** Absolute folder. */
  dir: string;
  recursive: boolean;
  /** Absolute path of the one file to report; its folder is read for the facts. */
  file: string | null;
}

export interface Targets {
  list: Target[];
  /** Absolute folder that paths are relative to: the working directory, or what the targets have in common. */
  base: string;
  /** The folder that holds all of them. */
  common: string;
}

/** `dir/...`, a folder (then all below it too), or a file of Go. NG_BAD_PARAMETER for anything else. */
export const readTargets = (args: readonly string[], cwd: string): Targets => {
  const list = (args.length === 0 ? ['./...'] : args).map((arg) => readTarget(arg, cwd));
  const inside = list.every(({ dir }) => isInside(cwd, dir));
  const common = commonFolder(list.map(({ dir }) => dir));
  return { list, base: inside ? cwd : common, common };
};

const readTarget = (arg: string, cwd: string): Target => {
  const pattern = /^(.*?)\/?\.\.\.$/.exec(arg);
  const path = resolve(
    cwd,
    pattern === null ? arg : pattern[1] === '' && arg.startsWith('/') ? '/' : pattern[1] || '.',
  );
  let status: Stats;
  try {
    status = statSync(path);
  } catch (error) {
    throw new NightglassError(
      'NG_BAD_PARAMETER',
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? `${arg} does not exist`
        : `${arg} ${whyNot(error)}`,
      { hint: 'Name folders, files that end in .go, or ./... for all below the working directory.' },
    );
  }
  if (status.isDirectory()) return { dir: path, recursive: true, file: null };
  if (status.isFile() && path.endsWith('.go')) return { dir: dirname(path), recursive: false, file: path };
  throw new NightglassError('NG_BAD_PARAMETER', `${arg} is neither a folder nor a file of Go source`, {
    hint: 'Name folders, files that end in .go, or ./... for all below the working directory.',
  });
};

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !way.includes(':'));
};

const commonFolder = (folders: readonly string[]): string => {
  let common = folders[0] ?? '/';
  for (const folder of folders) while (!isInside(common, folder)) common = join(common, '..');
  return common;
};
