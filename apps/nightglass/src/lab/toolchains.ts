/** Which Go toolchains this machine has. Nothing is downloaded: GOTOOLCHAIN=local. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runProgram } from './process.ts';

export interface Toolchain {
  /** `1.26.8`, `1.27rc1`. */
  version: string;
  minor: number;
  /** The executable. */
  path: string;
  /** `linux/amd64`. */
  platform: string;
}

export interface Found {
  toolchains: Toolchain[];
  /** What was there and cannot be used, and why. */
  notes: string[];
}

export interface Places {
  env: NodeJS.ProcessEnv;
  home: string;
  /** GOROOTs or `go` executables named by the caller. */
  named: readonly string[];
  /** Folders that hold toolchains, as `/usr/local` does. */
  roots?: readonly { folder: string; name: RegExp }[];
  /** How long `go version` may take. */
  seconds?: number;
}

/** The first Go with generics and with everything the programs of the lab use. */
export const oldestMinor = 18;

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

const entries = (folder: string, name: RegExp): string[] => {
  try {
    return readdirSync(folder)
      .filter((entry) => name.test(entry))
      .sort()
      .map((entry) => join(folder, entry));
  } catch {
    return []; // not there, or not for us to read
  }
};

const candidates = ({ env, home, named, roots }: Places): { path: string; named: boolean }[] => {
  const goPath = (env.GOPATH ?? '').split(delimiter)[0] || join(home, 'go');
  const gorootParents = roots ?? [
    { folder: '/usr/local', name: /^go/ },
    { folder: '/usr/lib', name: /^go-1\.\d+$/ },
    { folder: join(home, 'sdk'), name: /^go/ },
    { folder: join(goPath, 'pkg/mod/golang.org'), name: /^toolchain@/ },
  ];
  const goroots = gorootParents.flatMap(({ folder, name }) => entries(folder, name));
  const onPath = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [
    ...named.map((path) => ({ path: isFile(path) ? path : join(path, 'bin/go'), named: true })),
    ...[
      ...onPath.map((folder) => join(folder, 'go')),
      ...(env.GOROOT === undefined ? [] : [join(env.GOROOT, 'bin/go')]),
      ...goroots.map((goroot) => join(goroot, 'bin/go')),
    ].map((path) => ({ path, named: false })),
  ];
};

/**
 * The environment of every call of Go: the toolchain's own defaults, whatever the caller has set. Caches stay where
 * the user has them; nothing is fetched.
 */
export const goEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const { GOROOT, GODEBUG, GOTRACEBACK, GORACE, GOGC, GOMEMLIMIT, GOOS, GOARCH, GOAMD64, ...rest } = env;
  return {
    ...rest,
    GOTOOLCHAIN: 'local',
    GOPROXY: 'off',
    GOWORK: 'off',
    GOFLAGS: '',
    GOEXPERIMENT: '',
    GO111MODULE: 'on',
    GOENV: 'off',
    CGO_ENABLED: '0',
  };
};

const versionLine =
  /^go version (?:devel )?go(1\.(\d{1,3})(?:\.\d{1,4}|(?:rc|beta)\d{1,3})?)\S{0,200} (?:.{1,200} )?(\w{1,20}\/\w{1,20})$/m;

/** Asks every candidate for its version; one entry per version, those named by the caller first. */
export const findToolchains = async (places: Places): Promise<Found> => {
  const { seconds = 10 } = places;
  const seen = new Set<string>();
  const found: Found = { toolchains: [], notes: [] };
  for (const { path, named } of candidates(places)) {
    let real: string;
    try {
      real = realpathSync(path);
    } catch {
      if (named) found.notes.push(`${path}: no such file`);
      continue;
    }
    if (seen.has(real) || !isFile(real)) continue;
    seen.add(real);
    const said = await runProgram(path, ['version'], {
      cwd: '/',
      env: goEnvironment(places.env),
      seconds,
    });
    const match = versionLine.exec(said.stdout);
    const [, version = '', minorText = '', platform = ''] = match ?? [];
    const minor = Number(minorText);
    if (said.timedOut) found.notes.push(`${path}: "go version" said nothing for ${seconds} s`);
    else if (match === null)
      found.notes.push(
        `${path}: "go version" did not tell a version (${said.problem || `exit ${said.exit}`})`,
      );
    else if (minor < oldestMinor) found.notes.push(`${path}: Go ${version} is older than 1.${oldestMinor}`);
    else if (!found.toolchains.some((t) => t.version === version))
      found.toolchains.push({ version, minor, path, platform });
  }
  found.toolchains.sort(
    (a, b) => a.minor - b.minor || a.version.localeCompare(b.version, 'en', { numeric: true }),
  );
  return found;
};
