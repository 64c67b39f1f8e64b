import type { GoVersion } from '../model.ts';

/**
 * The Go release in a path of the standard library: `/usr/lib/go-1.19/src/runtime/`, `/sdk/go1.22.1/src/`,
 * `golang.org/toolchain@v0.0.1-go1.23.4.linux-amd64/src/`, `/opt/hostedtoolcache/go/1.21.5/x64/src/`.
 */
const inPath = /(?:^|[/-])go(?:-|\/)?1\.(\d{1,3})(?:\.(\d{1,3}))?(?:[./-][\w.-]*)?(?:\/x64)?\/src\//;

/** Functions that exist since a minor release. */
const since: readonly (readonly [prefix: string, minor: number])[] = [
  ['internal/runtime/maps.', 24],
  ['internal/sync.(*HashTrieMap', 24],
  ['internal/sync.(*Mutex)', 24],
  ['runtime.mapIterStart', 24],
  ['internal/runtime/', 23],
];

const longestPath = 4096;

/** The release an output comes from, by the files and functions on its stacks. */
export const goVersionOf = (files: readonly string[], functions: readonly string[]): GoVersion => {
  for (let i = 0; i < files.length; i++) {
    const file = files[i] as string;
    if (file.length > longestPath || !file.includes('/src/')) continue;
    const found = inPath.exec(file);
    if (found === null) continue;
    const minor = Number(found[1]);
    const version = `1.${minor}${found[2] === undefined ? '' : `.${found[2]}`}`;
    return { version, min: minor, max: minor, from: `the path ${file}` };
  }
  for (const [prefix, minor] of since) {
    const func = functions.find((f) => f.startsWith(prefix));
    if (func !== undefined)
      return { version: `>=1.${minor}`, min: minor, max: null, from: `the function ${func}` };
  }
  return { version: null, min: null, max: null, from: '' };
};
