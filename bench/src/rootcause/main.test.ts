import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeFiles } from './sets/write-files.ts';

/** Two minutes of two services, the processor of one of them busy at the end. */
const table = (from: number, busy: boolean): string =>
  `time,web_cpu,pay_cpu\n${Array.from(
    { length: 120 },
    (_, i) => `${from + i},${10 + (i % 3)},${busy ? 90 + (i % 2) : 20 + (i % 4)}`,
  ).join('\n')}`;

test('every set of a folder is measured in a process of its own, and comes back as tables and as JSON', (t) => {
  const folder = writeFiles(t, {
    'shop/pay-cpu/1/normal.csv': table(1_700_000_000, false),
    'shop/pay-cpu/1/anomalous.csv': table(1_700_100_000, true),
    'other/pay_cpu/7/normal.csv': table(1_700_000_000, false),
    'other/pay_cpu/7/anomalous.csv': table(1_700_100_000, true),
    'notes/readme.txt': 'no set',
  });
  const out = join(folder, 'out.json');
  const args = ['--data', folder, '--simulated', '0', '--normal', '0', '--out', out];
  const run = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /^notes: a layout that is not known, left out\n$/);
  assert.ok(run.stdout.indexOf('\nother: 1 incidents') < run.stdout.indexOf('\nshop: 1 incidents'));
  assert.match(
    run.stdout,
    /\nNightglass .*\n *random order +0\.500 .*\nlargest z-score +1\.000 .*\nBARO +1\.000 /,
  );
  assert.match(run.stdout, /\n {2}onset -60 s /);
  const results: { set: string; outcomes: { id: string; rank: number | null }[] }[] = JSON.parse(
    readFileSync(out, 'utf8'),
  );
  assert.deepEqual(
    results.map(({ set, outcomes }) => [set, outcomes.map(({ id, rank }) => [id, rank])]),
    [
      ['other', [['pay_cpu/7', 1]]],
      ['shop', [['pay-cpu/1', 1]]],
    ],
  );
});
