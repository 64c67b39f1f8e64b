import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, readArtifacts } from '@nightglass/gorun';
import { expectationFor } from './expectations.ts';
import { judge } from './judge.ts';

const data = join(import.meta.dirname, '../../../packages/gorun/testdata/go');

/** What is wrong when the file of one version and path is held against the expectation of another. */
const verdict = (
  minor: number,
  path: string,
  as: { minor?: number; path?: string; exitCode?: number } = {},
): string => {
  const bytes = readFileSync(join(data, `go1.${minor}`, path));
  const read = readArtifacts(bytes, { name: path });
  const expected = expectationFor(as.path ?? path, as.minor ?? minor);
  assert.ok(expected !== null);
  const said = explain(read, { name: path });
  return judge(expected, said, read, bytes.toString('latin1'), as.minor ?? minor, as.exitCode ?? 2).join(
    '; ',
  );
};

test('what is right is told as right, over formats and versions', () => {
  for (const minor of [19, 24, 27])
    for (const path of [
      'mapcrash/iter.txt',
      'panics/nilderef.GOTRACEBACK_none.txt',
      'fleet/goroutine.debug2.txt',
    ])
      assert.equal(verdict(minor, path), '', `go1.${minor}/${path}`);
});

test('every kind of mistake is told', () => {
  const cases: [string, RegExp][] = [
    [
      verdict(24, 'panics/index.txt', { path: 'panics/divide.txt' }),
      /index-out-of-range instead of divide-by-zero/,
    ],
    [verdict(24, 'panics/index.txt', { exitCode: 134 }), /exit code 2 instead of 134/],
    [verdict(24, 'panics/index.txt', { path: 'panics/exit2.txt' }), /read as crash, and is none/],
    [
      verdict(24, 'panics/index.txt', { path: 'panics/unlock.txt' }),
      /no fatal-error; found no crash|no fatal-error; found panic/,
    ],
    [verdict(24, 'panics/index.txt', { path: 'fleet/heap_t0.pb.gz' }), /no profile found.*instead of heap/],
    [
      verdict(24, 'mapcrash/iter.txt', { minor: 27 }),
      /Go 1\.24 found, made by 1\.27.*8 goroutines instead of 1/,
    ],
    [verdict(24, 'fleet/goroutine.debug2.txt', { minor: 19 }), /0 in semacquire instead of 46 to 47/],
    [verdict(27, 'mapcrash/iter.txt', { path: 'fleet/goroutine.debug2.txt' }), /no finding starved-writer/],
    [verdict(24, 'fleet/cpu_5s.pb.gz', { path: 'mapleak/gctrace.log' }), /no godebug found/],
  ];
  for (const [said, expected] of cases) assert.match(said, expected);
});

test('a file that no rule speaks of has no expectation', () => {
  assert.equal(expectationFor('extra/other.txt', 24), null);
  assert.equal(expectationFor('new/iter.txt', 24), null);
});
