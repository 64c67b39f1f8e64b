import { mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type CheckResult, checkCpu, checkDataDir, engineVersion, lockOwner } from '@nightglass/store';
import { storeDir } from './open-store.ts';

export interface NamedCheck extends CheckResult {
  name: string;
  /** A thing that works, but that a person should know. */
  warning?: boolean;
}

export interface DoctorInput {
  data: string;
  host: string;
  ports: { name: string; port: number }[];
}

const neededNode = 24;
const lowDiskBytes = 2 * 1024 ** 3;
const clockToleranceMs = 2_000;

/** Looks at everything that start-up depends on. Changes nothing but a probe file that it removes. */
export const examine = async (input: DoctorInput): Promise<NamedCheck[]> => {
  const owner = lockOwner(storeDir(input.data));
  const ports = await Promise.all(input.ports.map((p) => checkPort(input.host, p.name, p.port, owner)));
  return [
    checkNode(),
    { name: 'cpu', ...checkCpu() },
    await checkEngine(),
    { name: 'folder', ...checkFolder(input.data, owner) },
    checkDisk(input.data),
    checkClock(),
    ...ports,
  ];
};

const checkNode = (): NamedCheck => {
  const major = Number(process.versions.node.split('.')[0]);
  return {
    name: 'node',
    ok: major >= neededNode,
    message: `Node ${process.version}`,
    hint: major >= neededNode ? undefined : `Use Node ${neededNode} or newer, or start with "npm start".`,
  };
};

const checkEngine = async (): Promise<NamedCheck> => {
  try {
    return { name: 'engine', ok: true, message: await engineVersion() };
  } catch (error) {
    const { message, hint } = error as { message: string; hint?: string };
    return { name: 'engine', ok: false, message, hint };
  }
};

const checkFolder = (dir: string, owner: number | undefined): CheckResult & { warning?: boolean } =>
  owner === undefined
    ? checkDataDir(dir)
    : {
        ok: true,
        warning: true,
        message: `${resolve(dir)} is in use by a running Nightglass (process ${owner})`,
      };

/** The nearest folder that exists: the data folder itself may not yet. */
const existing = (path: string): string => {
  let at = resolve(path);
  while (statSync(at, { throwIfNoEntry: false }) === undefined && dirname(at) !== at) at = dirname(at);
  return at;
};

const checkDisk = (dir: string): NamedCheck => {
  const fs = statfsSync(existing(dir));
  const free = fs.bavail * fs.bsize;
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  return free > lowDiskBytes
    ? { name: 'disk', ok: true, message: text }
    : {
        name: 'disk',
        ok: true,
        warning: true,
        message: `only ${text}`,
        hint: 'Senders are pushed back when the disk is full. Give --data a larger disk or shorten the retention.',
      };
};

/** The file system's clock is another machine's on network storage; a difference disorders ages and retention. */
const checkClock = (): NamedCheck => {
  const dir = mkdtempSync(join(tmpdir(), 'nightglass-doctor-'));
  try {
    const before = Date.now();
    writeFileSync(join(dir, 'clock'), '');
    const skew = statSync(join(dir, 'clock')).mtimeMs - before;
    const year = new Date(before).getUTCFullYear();
    if (year < 2024)
      return {
        name: 'clock',
        ok: false,
        message: `this machine believes it is ${new Date(before).toISOString()}`,
        hint: 'Set the clock (timedatectl set-ntp true): records are kept and found by time.',
      };
    return Math.abs(skew) < clockToleranceMs
      ? { name: 'clock', ok: true, message: new Date(before).toISOString() }
      : {
          name: 'clock',
          ok: true,
          warning: true,
          message: `the file system's clock is ${Math.round(skew)} ms off`,
          hint: 'Synchronise the clocks of this machine and its storage.',
        };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

const checkPort = (
  host: string,
  what: string,
  port: number,
  owner: number | undefined,
): Promise<NamedCheck> =>
  new Promise((done) => {
    const name = `port ${port}`;
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      if (taken && owner !== undefined)
        done({ name, ok: true, warning: true, message: `${what}: in use, probably by process ${owner}` });
      else
        done({
          name,
          ok: false,
          message: `${what}: ${taken ? `another program listens on ${host}:${port}` : error.message}`,
          hint: taken ? 'Stop it, or choose another port (0 picks a free one).' : undefined,
        });
    });
    server.listen(port, host, () => server.close(() => done({ name, ok: true, message: `${what}: free` })));
  });
