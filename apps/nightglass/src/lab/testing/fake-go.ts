/** A stand-in for Go: a shell script whose `build` makes a program of a main.go that is itself a shell script. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Experiment } from '../model.ts';
import { experimentFile } from '../model.ts';

export const writeScript = (path: string, body: string): string => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
};

/** `<goroot>/bin/go` that says it is `version`; a main.go with the word BROKEN does not build. */
export const writeFakeGo = (goroot: string, version = 'go1.26.8 linux/amd64'): string =>
  writeScript(
    join(goroot, 'bin/go'),
    `case "$1" in
version) echo "go version ${version}" ;;
build)
  out=
  while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done
  if grep -q BROKEN main.go; then printf '# lab\\n./main.go:3:5: undefined: \\033[31mx\\n' >&2; exit 1; fi
  cp main.go "$out" && chmod +x "$out" ;;
esac`,
  );

/** An experiment on disk whose program is a shell script. */
export const writeExperiment = (folder: string, id: string, script: string, expect: unknown): Experiment => {
  const at = join(folder, id);
  mkdirSync(join(folder, 'common'), { recursive: true });
  writeScript(join(at, 'main.go'), script);
  writeFileSync(join(at, 'expect.json'), JSON.stringify(expect));
  return { id, folder: at, ...experimentFile.parse(expect) };
};
