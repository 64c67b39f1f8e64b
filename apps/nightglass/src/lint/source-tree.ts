/** The Go files below a folder, as Go would look at them. */
import { type Dirent, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import {
  type FileProblem,
  type GoModule,
  importPathOf,
  isCandidate,
  isSettings,
  parseGoMod,
} from '@nightglass/golint';

/** What tells that a file is the one that was read before, without reading it. */
export interface FileStamp {
  size: number;
  mtimeMs: number;
  ctimeMs: number;
  ino: number;
}

export interface GoFolder {
  /** Absolute. */
  dir: string;
  /** Go source, and settings (manifests, Dockerfiles) in which GODEBUG may stand. By name, in order. */
  files: { name: string; stamp: FileStamp }[];
  importPath: string;
  goMinor: number | null;
}

export interface SourceTree {
  folders: GoFolder[];
  /** Paths relative to `base`. */
  problems: FileProblem[];
}

interface ModuleRoot {
  dir: string;
  module: GoModule;
}

/** Folders that `./...` leaves out, besides those that begin with `_` or `.`: other people's code, and test data. */
const skippedFolders = new Set(['testdata', 'vendor', 'third_party', 'node_modules']);

export const slashed = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));

/** `path` as findings name it. */
export const relativeTo = (base: string, path: string): string => slashed(relative(base, path)) || '.';

const kindOf = (entry: Dirent | Stats): string => {
  if (entry.isFIFO()) return 'a named pipe';
  if (entry.isSocket()) return 'a socket';
  return 'a device';
};

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  ELOOP: 'is a symbolic link that leads back to itself',
  ENAMETOOLONG: 'has a path that is too long',
  EMFILE: 'could not be opened: too many files are open',
};

/** Why a file or folder cannot be used, in words. */
export const whyNot = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? `cannot be read: ${message}`;
};

const moduleIn = (dir: string): ModuleRoot | null => {
  try {
    return { dir, module: parseGoMod(readFileSync(join(dir, 'go.mod'), 'utf8')) };
  } catch {
    return null;
  }
};

const moduleAbove = (dir: string): ModuleRoot | null => {
  for (let at = dir; ; at = dirname(at)) {
    const found = moduleIn(at);
    if (found !== null || dirname(at) === at) return found;
  }
};

export interface TreeOptions {
  base: string;
  tests: boolean;
  /** Look below the folder too. */
  recursive: boolean;
}

/**
 * Reads `root` and, unless told otherwise, all below it. Symbolic links to folders are not followed, as with the go
 * command, so that no loop can be entered; links to files are. What cannot be read is a problem and stops nothing.
 */
export const readSourceTree = (root: string, options: TreeOptions): SourceTree => {
  const tree: SourceTree = { folders: [], problems: [] };
  const problem = (path: string, message: string): void => {
    tree.problems.push({ path: relativeTo(options.base, path), line: 0, column: 0, message });
  };
  const pending: { dir: string; module: ModuleRoot | null }[] = [{ dir: root, module: moduleAbove(root) }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { dir } = next;
    let entries: Dirent[];
    try {
      entries = readdirSync(dir, { withFileTypes: true });
    } catch (error) {
      problem(dir, `the folder ${whyNot(error)}`);
      continue;
    }
    const module =
      dir !== root && entries.some((entry) => entry.name === 'go.mod')
        ? (moduleIn(dir) ?? next.module)
        : next.module;
    const files: GoFolder['files'] = [];
    for (const entry of entries) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) {
        if (options.recursive && !skippedFolders.has(entry.name) && !/^[_.]/.test(entry.name))
          pending.push({ dir: path, module });
        continue;
      }
      const go = isCandidate(entry.name, options.tests);
      if (!go && !(isSettings(entry.name) && entry.isFile())) continue;
      const stamp = stampOf(path, entry, problem);
      if (stamp !== undefined) files.push({ name: entry.name, stamp });
    }
    if (files.length === 0) continue;
    files.sort((a, b) => (a.name < b.name ? -1 : 1));
    const below = module === null ? relativeTo(options.base, dir) : relativeTo(module.dir, dir);
    tree.folders.push({
      dir,
      files,
      importPath: module === null ? below : importPathOf(module.module, below),
      goMinor: module?.module.goMinor ?? null,
    });
  }
  return tree;
};

const stampOf = (
  path: string,
  entry: Dirent,
  problem: (path: string, message: string) => void,
): FileStamp | undefined => {
  try {
    // Opening a pipe would wait for a writer for ever.
    if (!entry.isFile() && !entry.isSymbolicLink()) throw new Error(kindOf(entry));
    const status = statSync(path);
    if (status.isDirectory()) return undefined;
    if (!status.isFile()) throw new Error(kindOf(status));
    const { size, mtimeMs, ctimeMs, ino } = status;
    return { size, mtimeMs, ctimeMs, ino };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      // Gone since the folder was read is no problem; a link is still there.
      if (entry.isSymbolicLink()) problem(path, 'is a symbolic link to a file that does not exist');
    } else problem(path, code === undefined ? `is ${message}, not a file of Go source` : whyNot(error));
    return undefined;
  }
};
