/**
 * Floors and doors: an import may only point down the house, and only at a package's declared exports.
 * The table is the allow-list; a debt is a line in `debts` with its reason, and that list may only get shorter.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { isTest, sourceFiles } from './sources.ts';

/** Workspace folder -> the workspaces its product code may import. */
const mayImport: Record<string, readonly string[]> = {
  'packages/model': [],
  'packages/otlp': ['packages/model'],
  'packages/gorun': ['packages/model'],
  'packages/golint': ['packages/model'],
  'packages/rootcause': ['packages/model', 'packages/gorun'],
  'packages/collect': ['packages/model', 'packages/gorun'],
  'packages/pipeline': ['packages/model', 'packages/otlp', 'packages/gorun'],
  'packages/store': ['packages/model', 'packages/otlp', 'packages/rootcause'],
  'apps/web': ['packages/model'],
  'apps/nightglass': [
    'packages/model',
    'packages/otlp',
    'packages/pipeline',
    'packages/store',
    'packages/gorun',
    'packages/golint',
    'packages/rootcause',
    'packages/collect',
    'apps/web',
    'examples/shop',
  ],
  'examples/shop': [],
  bench: [
    'packages/model',
    'packages/otlp',
    'packages/gorun',
    'packages/golint',
    'packages/rootcause',
    'packages/pipeline',
    'packages/store',
    'apps/nightglass',
  ],
  interop: ['packages/model', 'packages/golint', 'bench'],
  scripts: [],
};

/** Floors 0 to 2 do no I/O: these modules stay out of them. */
const pure = new Set(['packages/model', 'packages/otlp', 'packages/gorun', 'packages/rootcause']);
const impureModules =
  /^node:(fs|net|http|https|http2|tls|child_process|dgram|worker_threads|cluster|sqlite)(\/|$)/;

/** `file -> specifier`: known violations, each with a reason. */
const debts: Record<string, string> = {};

const workspaceOf = (file: string): string | undefined =>
  Object.keys(mayImport).find((w) => file.startsWith(`${w}/`));

const readPackages = (root: string): Map<string, { folder: string; doors: Set<string> }> => {
  const packages = new Map<string, { folder: string; doors: Set<string> }>();
  for (const folder of Object.keys(mayImport)) {
    const path = join(root, folder, 'package.json');
    if (!existsSync(path)) continue;
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as {
      name: string;
      exports?: Record<string, string>;
    };
    packages.set(manifest.name, { folder, doors: new Set(Object.keys(manifest.exports ?? {})) });
  }
  return packages;
};

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;

/** Every violation as one line `file: what is wrong`. */
export const checkFloors = (root: string): string[] => {
  const packages = readPackages(root);
  const found: string[] = [];
  const usedDebts = new Set<string>();
  for (const file of sourceFiles(root)) {
    const workspace = workspaceOf(file);
    if (workspace === undefined) {
      found.push(`${file}: lives in no workspace of scripts/floors.ts`);
      continue;
    }
    const test = isTest(file);
    const text = readFileSync(join(root, file), 'utf8');
    for (const match of text.matchAll(importPattern)) {
      const specifier = match[1] ?? match[2] ?? match[3] ?? '';
      const problem = judge(packages, workspace, file, specifier, test);
      if (problem === undefined) continue;
      const key = `${file} -> ${specifier}`;
      if (key in debts) usedDebts.add(key);
      else found.push(`${file}: ${problem}`);
    }
  }
  for (const key of Object.keys(debts)) {
    if (!usedDebts.has(key)) found.push(`scripts/floors.ts: the debt "${key}" is paid; remove its line`);
  }
  return found;
};

const judge = (
  packages: Map<string, { folder: string; doors: Set<string> }>,
  workspace: string,
  file: string,
  specifier: string,
  test: boolean,
): string | undefined => {
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(file), specifier));
    if (!target.startsWith(`${workspace}/`))
      return `"${specifier}" reaches out of ${workspace}; use its door`;
    return undefined;
  }
  if (!test && pure.has(workspace) && impureModules.test(specifier)) {
    return `"${specifier}": ${workspace} is pure and does no I/O`;
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const target = packages.get(name);
  if (target === undefined || target.folder === workspace) return undefined;
  const door = specifier === name ? '.' : `.${specifier.slice(name.length)}`;
  if (!target.doors.has(door)) return `"${specifier}" is not a door of ${target.folder}`;
  // Tests may look sideways at generators and test doubles, never past a door.
  if (test) return undefined;
  if (door === './testing' && workspace !== 'bench') return `"${specifier}" is for tests and benchmarks only`;
  if (!(mayImport[workspace] ?? []).includes(target.folder))
    return `${workspace} may not import ${target.folder}`;
  return undefined;
};
