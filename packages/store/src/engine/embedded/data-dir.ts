/** The folder of the store: can it be used, and who owns it. */

import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { NightglassError } from '@nightglass/model';
import type { CheckResult } from './cpu.ts';

/** Below this the store would stop within minutes. */
const leastFreeBytes = 512 * 1024 * 1024;

const reasonOf = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException).code;
  const reasons: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space left on the device',
    EDQUOT: 'the disk quota is used up',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'it is a file',
  };
  return reasons[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
};

const unusable = (dir: string, error: unknown): NightglassError =>
  new NightglassError('NG_DATA_DIR_UNUSABLE', `Cannot write to ${dir}: ${reasonOf(error)}`, {
    hint: 'Choose another folder with --data DIR, or give this user write permission to it.',
    parameter: 'data',
    cause: error,
  });

/** Writing is the only honest test: root passes every permission check, also on a read-only file system. */
const probe = (dir: string): void => {
  const file = join(dir, `.probe-${randomUUID()}`);
  writeFileSync(file, 'x', { flag: 'wx' });
  unlinkSync(file);
};

/** Not `recursive: true`: that never returns on a file system like /proc, which says ENOENT for an existing parent. */
const makeFolder = (dir: string): void => {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(dir) !== dir) makeFolder(dirname(dir));
  mkdirSync(dir);
};

/** Makes the folder when it does not exist and writes a file in it. Throws NG_DATA_DIR_UNUSABLE. */
export const prepareDataDir = (dir: string): void => {
  try {
    makeFolder(dir);
    probe(dir);
  } catch (error) {
    throw unusable(dir, error);
  }
};

/** The nearest folder above that exists. */
const existing = (dir: string): string => {
  let at = resolve(dir);
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
};

/** What `nightglass doctor` says about the folder. Makes nothing but a probe file, and removes it. */
export const checkDataDir = (dir: string): CheckResult => {
  const at = existing(dir);
  try {
    probe(at);
  } catch (error) {
    const { message, hint } = unusable(dir, error);
    return { ok: false, message, hint };
  }
  const owner = lockOwner(dir);
  if (owner !== undefined) return { ok: false, ...lockedText(dir, owner) };
  const { bavail, bsize } = statfsSync(at);
  const free = bavail * bsize;
  const gib = (free / 1024 ** 3).toFixed(1);
  if (free < leastFreeBytes)
    return { ok: false, message: `${dir} has only ${gib} GiB free`, hint: 'Free disk space first.' };
  return { ok: true, message: `${dir} is writable, ${gib} GiB free` };
};

interface Owner {
  pid: number;
  /** Start of that process in clock ticks after boot: a reused pid is another process. */
  started: string | undefined;
  host: string;
}

const lockFile = (dir: string): string => join(dir, 'nightglass.lock');

/** Undefined when there is no such process (or no /proc). Field 22 of /proc/PID/stat (proc(5)); the command name in field 2 may hold blanks and parentheses. */
export const startOf = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie holds no files any more.
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
};

const isAlive = (owner: Owner): boolean => {
  // Another host or container: its pids mean nothing here. The engine's own file lock decides.
  if (owner.host !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return owner.started === undefined || startOf(owner.pid) === owner.started;
};

const readOwner = (file: string): Owner | undefined => {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Owner>;
    if (typeof value.pid !== 'number' || typeof value.host !== 'string') return undefined;
    return { pid: value.pid, host: value.host, started: value.started };
  } catch {
    return undefined;
  }
};

/** The living process that owns the folder, if there is one. */
export const lockOwner = (dir: string): number | undefined => {
  const owner = readOwner(lockFile(dir));
  return owner !== undefined && isAlive(owner) ? owner.pid : undefined;
};

const lockedText = (dir: string, pid: number | undefined): { message: string; hint: string } => ({
  message: `${dir} is in use by another nightglass${pid === undefined ? '' : ` (process ${pid})`}`,
  hint: 'Stop that process, or choose another folder with --data DIR.',
});

export const lockedError = (dir: string, pid: number | undefined): NightglassError => {
  const { message, hint } = lockedText(dir, pid);
  return new NightglassError('NG_DATA_DIR_LOCKED', message, { hint, parameter: 'data' });
};

/**
 * Takes the folder for this process and returns how to give it back. A lock left by a killed process is recognised
 * and replaced. Throws NG_DATA_DIR_LOCKED with the owner's pid.
 */
export const lockDataDir = (dir: string): (() => void) => {
  const file = lockFile(dir);
  const mine: Owner = { pid: process.pid, started: startOf(process.pid), host: hostname() };
  const text = `${JSON.stringify(mine)}\n`;
  // Written whole under another name first: nobody ever reads half a lock.
  const draft = `${file}.${randomUUID()}`;
  const fd = openSync(draft, 'wx', 0o644);
  writeSync(fd, text);
  closeSync(fd);
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        linkSync(draft, file);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = readOwner(file);
      if ((owner !== undefined && isAlive(owner)) || attempt >= 5) throw lockedError(dir, owner?.pid);
      takeAwayStale(file);
    }
  } finally {
    unlinkSync(draft);
  }
  return () => {
    const owner = readOwner(file);
    if (owner?.pid === mine.pid && owner.host === mine.host) rmSync(file, { force: true });
  };
};

/** Two processes may find the same stale lock; whoever moved a living one away puts it back. */
const takeAwayStale = (file: string): void => {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readOwner(aside);
  if (moved !== undefined && isAlive(moved)) {
    try {
      linkSync(aside, file);
    } catch {
      // Someone else has taken the folder meanwhile; that one counts.
    }
  }
  unlinkSync(aside);
};
