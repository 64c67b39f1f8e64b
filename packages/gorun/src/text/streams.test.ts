import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { DumpArtifact } from '../model.ts';
import { readArtifacts } from '../read.ts';

const root = new URL('../../testdata/go/', import.meta.url);
const sample = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const dumps = (text: string): DumpArtifact[] =>
  readArtifacts(Buffer.from(text)).artifacts.filter(
    (artifact): artifact is DumpArtifact => 'goroutines' in artifact,
  );

const brief = (found: readonly DumpArtifact[]) =>
  found.map((dump) => [dump.variant, dump.crash?.message ?? null, dump.goroutines.length]);

test('every crash of a file that holds many, one behind the other', () => {
  for (const version of ['1.19', '1.22', '1.24', '1.26', '1.27']) {
    const names = readdirSync(new URL(`go${version}/panics/`, root)).filter((name) => name.endsWith('.txt'));
    const texts = names.map((name) => sample(`go${version}/panics/${name}`));
    const apart = texts.flatMap((text) => dumps(text));
    const together = dumps(texts.join('restarting\n'));
    assert.deepEqual(brief(together), brief(apart));
  }
});

test('two dumps of the same process behind each other are two', () => {
  const dump = sample('go1.27/fleet/goroutine.debug2.txt');
  assert.deepEqual(
    dumps(dump + dump).map((d) => d.goroutines.length),
    [320, 320],
  );
});

test('two containers that die at the same time are not mixed', () => {
  const a = sample('go1.22/mapcrash/iter.txt').trimEnd().split('\n');
  const b = sample('go1.27/panics/nested.txt').trimEnd().split('\n');
  const lines: string[] = [];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (i < a.length) lines.push(`api-1   | ${a[i]}`);
    if (i < b.length) lines.push(`worker-1  | ${b[i]}`);
  }
  assert.deepEqual(brief(dumps(lines.join('\n'))), [
    ['fatal error', 'concurrent map iteration and map write', 8],
    ['panic', 'third: api error 500', 1],
  ]);
});

test('the time of the wrapper is the time of the dump', () => {
  const [dump] = dumps('2026-11-24T10:00:00.123456789Z stderr F panic: x\n');
  assert.equal(dump?.timeUnixNano, BigInt(Date.parse('2026-11-24T10:00:00Z')) * 1_000_000n + 123_456_789n);
  const [east] = dumps('2026-11-24T10:00:00+02:00 stderr F panic: x\n');
  assert.equal(east?.timeUnixNano, BigInt(Date.parse('2026-11-24T08:00:00Z')) * 1_000_000n);
});

test('a version seen in one crash of the input is told for the others of it', () => {
  const bare = sample('go1.27/panics/divide.txt');
  const [alone] = dumps(bare);
  assert.equal(alone?.version.version, null);
  const [first, second] = dumps(`${bare}${sample('go1.27/panics/nested.txt')}`);
  assert.deepEqual([first?.version.version, second?.version.version], ['1.27', '1.27']);
  assert.match(first?.version.from ?? '', /^elsewhere in the input: path /);
  const [named] = dumps(`service built with go1.26.8 started\n${bare}`);
  assert.equal(named?.version.version, '1.26.8');
});
