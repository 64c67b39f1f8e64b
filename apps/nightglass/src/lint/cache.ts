/**
 * What was found in folders that have not changed since. One file per base folder and options; losing it costs time only.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { FileStamp, GoFolder } from './source-tree.ts';
import { digestOf, type Unit, type UnitOptions, type UnitResult } from './unit.ts';

/** Files written less than this before the cache are compared by content: a clock may tick in steps of two seconds. */
const racyMs = 2_500;
const keepMs = 30 * 24 * 3600 * 1000;

interface Entry {
  unit: Unit;
  /** By position of `unit.files`. */
  stamps: FileStamp[];
  result: UnitResult;
  usedAtMs: number;
}

interface Stored {
  writtenAtMs: number;
  entries: [dir: string, entry: Entry][];
}

/** `$XDG_CACHE_HOME/nightglass/lint`, else below `~/.cache`. */
export const defaultCacheDir = (env: Readonly<Record<string, string | undefined>>): string => {
  const base = env.XDG_CACHE_HOME?.startsWith('/') ? env.XDG_CACHE_HOME : join(homedir(), '.cache');
  return join(base, 'nightglass', 'lint');
};

/** Digest of the program: its sources are what decides about a finding. */
export const programDigest = (folders: readonly string[]): string => {
  const hash = createHash('sha1');
  for (const folder of folders) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const name of names.sort()) {
      if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
      const path = join(folder, name);
      hash.update(name);
      // The table of Go's API is large and written by a program: its size and time will do.
      if (name.endsWith('.generated.ts')) hash.update(`${statSync(path).size}:${statSync(path).mtimeMs}`);
      else hash.update(readFileSync(path));
    }
  }
  return hash.digest('hex');
};

const sameStamp = (a: FileStamp, b: FileStamp): boolean =>
  a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;

const sameUnit = (a: Unit, b: Unit): boolean =>
  a.importPath === b.importPath &&
  a.goMinor === b.goMinor &&
  a.files.length === b.files.length &&
  a.files.every((file, i) => file === b.files[i]) &&
  JSON.stringify(a.excluded) === JSON.stringify(b.excluded);

export class LintCache {
  private readonly file: string;
  private readonly dir: string;
  private readonly base: string;
  private readonly nowMs: number;
  private readonly writtenAtMs: number;
  private readonly entries: Map<string, Entry>;
  private changed = false;

  /** `dir` is made when something is stored. `options` and `program` are part of the key. */
  constructor(dir: string, options: UnitOptions, program: string, nowMs: number) {
    const { base, profile, tests, generated, tags, levels } = options;
    const key = JSON.stringify([program, base, profile, tests, generated, tags, [...levels].sort()]);
    this.dir = dir;
    this.base = base;
    this.nowMs = nowMs;
    this.file = join(dir, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
    let stored: Stored = { writtenAtMs: 0, entries: [] };
    try {
      stored = JSON.parse(readFileSync(this.file, 'utf8')) as Stored;
      this.entries = new Map(stored.entries);
    } catch {
      // Not there, cut off by a full disk, not to be read: the same as empty.
      this.entries = new Map();
    }
    this.writtenAtMs = stored.writtenAtMs;
  }

  /** The result of the last run, when no file of the folder is another one since. */
  get(unit: Unit, folder: GoFolder): UnitResult | undefined {
    const entry = this.entries.get(unit.dir);
    if (entry === undefined || !sameUnit(entry.unit, unit)) return undefined;
    for (const [i, { stamp }] of folder.files.entries()) {
      const before = entry.stamps[i];
      const [path, digest] = entry.result.digests[i] ?? ['', ''];
      const recent = Math.max(stamp.mtimeMs, stamp.ctimeMs) > this.writtenAtMs - racyMs;
      if (before !== undefined && sameStamp(before, stamp) && !recent) continue;
      if (digest === '' || this.digestNow(path) !== digest) return undefined;
      // The next run need not read it again.
      entry.stamps[i] = stamp;
      this.changed = true;
    }
    entry.usedAtMs = this.nowMs;
    return entry.result;
  }

  private digestNow(path: string): string | undefined {
    try {
      return digestOf(readFileSync(join(this.base, path)));
    } catch {
      return undefined;
    }
  }

  put(unit: Unit, folder: GoFolder, result: UnitResult): void {
    const stamps = folder.files.map(({ stamp }) => stamp);
    this.entries.set(unit.dir, { unit, stamps, result, usedAtMs: this.nowMs });
    this.changed = true;
  }

  /** Writes what is new. A cache that cannot be written is told and no reason to fail. */
  save(): string | undefined {
    if (!this.changed) return undefined;
    const entries = [...this.entries].filter(([, entry]) => entry.usedAtMs > this.nowMs - keepMs);
    const temporary = `${this.file}.${process.pid}.tmp`;
    try {
      mkdirSync(this.dir, { recursive: true });
      const stored: Stored = { writtenAtMs: this.nowMs, entries };
      writeFileSync(temporary, JSON.stringify(stored), { mode: 0o600 });
      renameSync(temporary, this.file);
      this.removeOld();
      return undefined;
    } catch (error) {
      // Its folder may be what is missing.
      if (existsSync(temporary)) rmSync(temporary, { force: true });
      return `the cache could not be written: ${(error as Error).message}`;
    }
  }

  private removeOld(): void {
    for (const name of readdirSync(this.dir)) {
      const path = join(this.dir, name);
      if (/^[0-9a-f]{32}\.json/.test(name) && statSync(path).mtimeMs < this.nowMs - keepMs)
        rmSync(path, { force: true });
    }
  }
}
