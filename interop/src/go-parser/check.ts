/** The checks of our parser of Go against go/parser: over Go's own source, and over the module cache of this machine. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../command.ts';
import type { Report } from '../report.ts';
import { buildGoParse, type Comparison, compareTree } from './compare.ts';

const show = (list: readonly string[]): string => list.slice(0, 20).join('\n');

const verdict = (result: Comparison): string => {
  if (result.onlyWeReject.length > 0)
    throw new Error(`${result.onlyWeReject.length} files only we reject:\n${show(result.onlyWeReject)}`);
  if (result.different.length > 0)
    throw new Error(`${result.different.length} files read differently:\n${show(result.different)}`);
  const looser =
    result.onlyGoRejects.length === 0
      ? ''
      : `, ${result.onlyGoRejects.length} rejected by go/parser only (${result.onlyGoRejects[0]})`;
  const speed = Math.round(result.lines / result.parseMs);
  return `${result.files} files, ${result.lines} lines, ${result.nodes} nodes equal; ${result.rejected} rejected by both${looser}; ours ${speed} k lines per CPU second`;
};

/** Module trees of the cache, by host: `github.com`, `golang.org`, ... */
const moduleTrees = (cache: string): string[] =>
  existsSync(cache)
    ? readdirSync(cache, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name !== 'cache')
        .map((entry) => join(cache, entry.name))
    : [];

/** Runs the checks with the `go` at that path; `folder` is for the Go program. */
export const checkGoParser = async (report: Report, go: string, folder: string): Promise<void> => {
  const env = await runCommand(go, ['env', 'GOROOT', 'GOMODCACHE', 'GOVERSION']);
  const [root = '', cache = '', version = ''] = env.stdout.split('\n');
  let program = '';
  await report.check('go/parser: the comparing program is built', async () => {
    program = await buildGoParse(go, folder);
    return version;
  });
  if (program === '') return;
  for (const tree of [join(root, 'src'), join(root, 'test'), ...moduleTrees(cache)])
    if (existsSync(tree))
      await report.check(
        `go/parser: the same trees for ${tree}`,
        async () => verdict(await compareTree(program, tree)),
        300_000,
      );
};
