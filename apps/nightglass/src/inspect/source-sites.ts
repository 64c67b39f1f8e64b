/** `--source DIR`: the program's own source names who else uses the map that a crash happened at. */
import { readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import {
  buildContext,
  collectFacts,
  createSiteIndex,
  LineIndex,
  type PackageFacts,
  type Site,
  type SiteIndex,
  selectPackages,
} from '@nightglass/golint';
import { NightglassError } from '@nightglass/model';
import { readSourceTree, relativeTo } from '../lint/source-tree.ts';
import type { Input } from './read-input.ts';

export interface SourceSites {
  index: SiteIndex;
  /** Grows while the index is asked: why it has no answer. */
  notices: readonly string[];
}

/** Larger files are written by programs. */
const maxBytes = 10 * 1024 ** 2;

/** Reads the packages below `dir` that have a file of the stacks in `inputs`. NG_BAD_PARAMETER when there is no such folder. */
export const readSites = (dir: string, inputs: readonly Input[]): SourceSites => {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory())
    throw new NightglassError('NG_BAD_PARAMETER', `--source ${dir} is not a folder`, {
      hint: 'Name the folder that holds the source of the program that crashed.',
    });
  const packages = readPackages(resolve(dir), filesOf(inputs));
  const index = createSiteIndex(packages);
  const notices: string[] = [];
  return {
    notices,
    index: {
      sitesOf(object) {
        const why = mismatch(packages, object, dir);
        const found = why === '' ? likeliest(index.sitesOf(object), object.function) : [];
        const said =
          why === '' && found.length === 0
            ? `--source: no other use of the map at ${basename(object.file)}:${object.line} is seen in ${dir}`
            : why;
        if (said !== '' && !notices.includes(said)) notices.push(said);
        return found;
      },
    },
  };
};

/** As good as proved to meet. */
const proved = 0.95;

/**
 * The same function is the other party only when it runs twice at once; and beside a good lead a poor one (a constructor,
 * a place under the same lock) only distracts.
 */
const likeliest = (sites: readonly Site[], crashed: string): Site[] => {
  const weighed = sites.map((site) =>
    site.function === declaredName(crashed) && site.confidence < proved
      ? { ...site, confidence: site.confidence * 0.6 }
      : site,
  );
  const best = Math.max(0, ...weighed.map((site) => site.confidence));
  return weighed.filter((site) => site.confidence >= best / 2);
};

const filesOf = (inputs: readonly Input[]): Set<string> => {
  const names = new Set<string>();
  for (const { result } of inputs)
    for (const artifact of result.artifacts) {
      if (!('crash' in artifact) || artifact.crash === null) continue;
      for (const { frames } of artifact.goroutines) for (const { file } of frames) names.add(basename(file));
    }
  return names;
};

const readPackages = (base: string, wanted: ReadonlySet<string>): PackageFacts[] =>
  readSourceTree(base, { base, tests: false, recursive: true }).folders.flatMap((folder) => {
    const names = folder.files.filter(({ name, stamp }) => name.endsWith('.go') && stamp.size <= maxBytes);
    if (!names.some(({ name }) => wanted.has(name))) return [];
    const files = names.flatMap(({ name }) => {
      try {
        const path = join(folder.dir, name);
        return [{ path: relativeTo(base, path), text: readFileSync(path, 'utf8') }];
      } catch {
        return [];
      }
    });
    const { importPath, goMinor } = folder;
    const { packages } = selectPackages(
      { dir: relativeTo(base, folder.dir), importPath, goMinor, files },
      { context: buildContext([]), tests: false },
    );
    return packages.map((source) => collectFacts(source).facts);
  });

/** `main.(*cache[...]).evict.func1` -> `(*cache).evict`: the declared function around. */
const declaredName = (name: string): string => {
  const local = name.slice(name.lastIndexOf('/') + 1).replace(/\[[^\]]{0,200}\]/g, '');
  const declared = local.slice(local.indexOf('.') + 1);
  return /^(\([^)]{0,500}\)\.[^.]+|[^.(]+\.[^.(]+(?=\.func\d)|[^.]+)/.exec(declared)?.[1] ?? declared;
};

/** Why the source is not that of the crash; '' when it may be. */
const mismatch = (
  packages: readonly PackageFacts[],
  { function: name, file, line }: { function: string; file: string; line: number },
  dir: string,
): string => {
  const base = basename(file);
  const files = packages.flatMap((facts) => facts.files.filter((one) => basename(one.source.path) === base));
  if (files.length === 0)
    return `--source: ${dir} has no ${base}, where the crash happened (${file}:${line})`;
  const advice = 'Is it the source of the program that crashed, in the same version?';
  const declared = declaredName(name);
  const functions = files.flatMap((one) =>
    one.functions
      .filter(
        (fn) =>
          fn.parent === null &&
          [declared, declared.split('.')[0]].includes(fn.name.replace(/\[[^\]]*\]/g, '')),
      )
      .map((fn) => ({ fn, lines: new LineIndex(one.source.text) })),
  );
  if (functions.length === 0) return `--source: ${base} in ${dir} has no function ${declared}. ${advice}`;
  const spans = functions.map(({ fn, lines }) => [lines.line(fn.node.pos), lines.line(fn.node.end)] as const);
  if (spans.some(([first, last]) => first <= line && line <= last)) return '';
  const [first, last] = spans[0] ?? [0, 0];
  return `--source: the crash happened at line ${line} of ${base} in ${declared}, which in ${dir} has lines ${first} to ${last}. ${advice}`;
};
