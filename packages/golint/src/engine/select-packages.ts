/** From the Go files of a folder to its packages. */
import type { PackageSource, SourceText } from '../model.ts';
import { type BuildContext, constraintHolds, fileNameMatches } from './build-constraint.ts';

export interface Folder {
  dir: string;
  importPath: string;
  goMinor: number | null;
  files: readonly SourceText[];
}

export interface SelectOptions {
  context: BuildContext;
  /** Take `_test.go` too. */
  tests: boolean;
}

export interface Selection {
  packages: PackageSource[];
  /** Files that do not build in this context. */
  leftOut: string[];
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether Go looks at a file of this name at all, and the options want it. */
export const isCandidate = (name: string, tests: boolean): boolean =>
  name.endsWith('.go') && !/^[_.]/.test(name) && (tests || !name.endsWith('_test.go'));

/** Comments and blank lines, then the name. Two alternatives that begin differently: linear on any text. */
const packageName = (text: string): string => {
  let at = 0;
  for (;;) {
    while (at < text.length && /[\s;\ufeff]/.test(text[at]!)) at++;
    if (text.startsWith('//', at)) at = behind(text, '\n', at);
    else if (text.startsWith('/*', at)) at = behind(text, '*/', at + 2);
    else break;
  }
  return /^package\s+([\p{L}_][\p{L}\p{Nd}_]*)/u.exec(text.slice(at, at + 1000))?.[1] ?? '';
};

const behind = (text: string, mark: string, from: number): number => {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
};

/**
 * The packages that one build of a folder has: the package with its tests, the external tests (`x_test`), and each further
 * name where the folder breaks the rule of one package. Files that the context leaves out are not looked at: as with
 * `go vet`, one run sees one platform.
 */
export const selectPackages = (folder: Folder, options: SelectOptions): Selection => {
  const byName = new Map<string, SourceText[]>();
  const leftOut: string[] = [];
  for (const file of folder.files) {
    const name = baseName(file.path);
    if (!isCandidate(name, options.tests)) continue;
    if (!fileNameMatches(name, options.context) || !constraintHolds(file.text, options.context)) {
      leftOut.push(file.path);
      continue;
    }
    const declared = packageName(file.text);
    const external = name.endsWith('_test.go') && declared.endsWith('_test');
    const group = external ? declared : declared.replace(/^$/, '_');
    byName.set(group, [...(byName.get(group) ?? []), file]);
  }
  // A file without a package clause has its syntax error told beside the others.
  const nameless = byName.get('_');
  const first = [...byName.keys()].find((name) => name !== '_');
  if (nameless !== undefined && first !== undefined) {
    byName.delete('_');
    byName.get(first)?.push(...nameless);
  }
  const packages = [...byName].map(([name, files]) => ({
    dir: folder.dir,
    importPath: isExternal(name, files) ? `${folder.importPath}_test` : folder.importPath,
    goMinor: folder.goMinor,
    files,
  }));
  return { packages, leftOut };
};

const isExternal = (name: string, files: readonly SourceText[]): boolean =>
  name.endsWith('_test') && files.every((file) => file.path.endsWith('_test.go'));
