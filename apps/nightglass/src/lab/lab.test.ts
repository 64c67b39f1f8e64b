import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exitCodeOf, runLab } from './lab.ts';
import type { ExperimentResult } from './model.ts';
import { writeExperiment, writeFakeGo } from './testing/fake-go.ts';
import type { Toolchain } from './toolchains.ts';

let folder: string;
let go: Toolchain;
const realTmp = process.env.TMPDIR;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'nightglass-lab-test-'));
  process.env.TMPDIR = mkdtempSync(join(folder, 'tmp-'));
  go = { version: '1.26.8', minor: 26, path: writeFakeGo(join(folder, 'go')), platform: 'linux/amd64' };
});
after(() => {
  if (realTmp === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = realTmp;
  rmSync(folder, { recursive: true, force: true });
});

const aRun = { name: 'run', do: 'run', seconds: 10 };
const expecting = (checks: unknown[], more: object = {}): object => ({
  title: 'T',
  claim: 'C.',
  steps: [aRun],
  checks,
  shows: ['{run.n} seen'],
  ...more,
});

let made = 0;
const result = async (script: string, expect: object, quick = true): Promise<ExperimentResult> => {
  const experiment = writeExperiment(join(folder, 'lab'), `e${made++}`, script, expect);
  const runs = await runLab([experiment], [go], {
    env: { PATH: '/usr/bin:/bin' },
    quick,
    gdb: undefined,
    now: () => new Date(0),
    progress: () => {},
  });
  assert.deepEqual(readdirSync(tmpdir()), [], 'nothing is left in the temporary folder');
  const [one] = runs[0]?.results ?? [];
  assert.ok(one !== undefined);
  return one;
};

test('what is seen is what is expected: confirmed; otherwise refuted, with what was seen', async () => {
  const script = `echo '{"fact":"n","value":3}'`;
  const yes = await result(script, expecting([{ fact: 'run.n', is: 3, says: 'three' }]));
  assert.deepEqual([yes.verdict, yes.shows, yes.reason], ['confirmed', '3 seen', '']);
  const no = await result(script, expecting([{ fact: 'run.n', atMost: 2, says: 'two at most' }]));
  assert.deepEqual([no.verdict, no.reason], ['refuted', 'two at most: run.n is 3']);
});

test('a check holds for its versions only, and an experiment without one does not apply', async () => {
  const old = await result(
    `echo '{"fact":"n","value":3}'`,
    expecting([{ fact: 'run.n', is: 0, says: 'x', go: '1.18-1.25' }]),
  );
  assert.equal(old.verdict, 'not-applicable');
  const future = await result('exit 9', expecting([{ fact: 'run.exit', is: 0, says: 'x' }], { go: '1.27-' }));
  assert.equal(future.verdict, 'not-applicable');
});

test('a program that does not build could not run, and the compiler says why', async () => {
  const { verdict, reason } = await result('# BROKEN', expecting([{ fact: 'run.exit', is: 0, says: 'x' }]));
  assert.equal(verdict, 'failed');
  assert.match(reason, /does not build: undefined: /);
});

test('a program that hangs is killed with its children', async () => {
  const began = performance.now();
  const slow = { steps: [{ ...aRun, seconds: 0.3 }] };
  const { verdict, reason } = await result(
    'sleep 60 & sleep 60',
    expecting([{ fact: 'run.n', is: 1, says: 'x' }], slow),
  );
  assert.equal(verdict, 'failed');
  assert.match(reason, /not done in 0\.3 s/);
  assert.ok(performance.now() - began < 5_000);
});

test('endless output is cut, facts with hostile names and values do no harm', async () => {
  const script = `echo '{"fact":"__proto__","value":"polluted"}'
echo '{"fact":"constructor","value":{"a":1}}'
echo '{"fact":"n","value":1e999}'
echo '{"fact":'
printf '{"fact":"text","value":"\\\\u001b[2J<script>"}\\n'
echo '{"fact":"n","value":7}'
head -c 20000000 /dev/zero | tr '\\0' 'x'`;
  const seen = await result(script, expecting([{ fact: 'run.n', is: 7, says: 'x' }]));
  assert.equal(seen.verdict, 'confirmed');
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  assert.equal(({} as Record<string, unknown>)['run.__proto__'], undefined);
  assert.equal(seen.facts['run.__proto__'], 'polluted');
  assert.equal(seen.facts['run.constructor'], undefined);
});

test('how a Go program died is read from what it printed', async () => {
  const script = `echo RECOVERED x
printf 'fatal error: concurrent map writes\\n\\ngoroutine 7 [running]:\\nmain.f()\\n\\ngoroutine 1 [sleep]:\\nruntime.gopark(0x1)\\n' >&2
exit 2`;
  const { facts } = await result(script, expecting([{ fact: 'run.exit', is: 2, says: 'x' }]));
  assert.equal(facts['run.fatal'], 'concurrent map writes');
  assert.deepEqual([facts['run.goroutines'], facts['run.runtimeFrames'], facts['run.recovered']], [2, 1, 1]);
});

test('no luck is not a refutation', async () => {
  const check = { fact: 'run.exit', is: 2, says: 'dies', unless: 'run.survived' };
  const seen = await result(`echo '{"fact":"survived","value":true}'`, expecting([check]));
  assert.equal(seen.verdict, 'inconclusive');
});

test('repeated runs are counted, with an interval; --quick makes fewer', async () => {
  const step = { ...aRun, times: { quick: 2, full: 6, parallel: 3 } };
  const script = `echo 'fatal error: concurrent map writes' >&2; exit 2`;
  const expect = expecting([{ fact: 'run.fatals', is: 6, says: 'x' }], { steps: [step] });
  const full = await result(script, expect, false);
  assert.equal(full.verdict, 'confirmed');
  assert.ok(Number(full.facts['run.oddsPercent.low']) > 50);
  assert.equal((await result(script, expect)).facts['run.runs'], 2);
});

test('a series becomes a table, and only an interval that is clear of the other decides', async () => {
  const line = (map: string, ops: number): string =>
    `echo '{"sample":{"map":"${map}","g":8},"measured":{"ops":${ops}}}'`;
  const series = { compare: 'map', pair: ['a', 'b'], by: ['g'] };
  const noise = [line('a', 10), line('b', 5), line('a', 5), line('b', 10)].join('\n');
  const clear = [1, 2, 3].flatMap((i) => [line('a', 200 + i), line('b', 100 + i)]).join('\n');
  const check = { fact: 'run.ratio.g=most.ops', above: 1, says: 'a is more' };
  const expect = expecting([check], { steps: [{ ...aRun, series }], shows: ['{run.ratio.g=8.ops}'] });
  assert.equal((await result(noise, expect)).verdict, 'inconclusive');
  const decided = await result(clear, expect);
  assert.equal(decided.verdict, 'confirmed');
  assert.equal(decided.tables[0]?.rows[0]?.conditions.g, '8');
  assert.equal(
    (
      await result(
        clear,
        expecting([{ ...check, above: undefined, below: 1 }], { steps: [{ ...aRun, series }] }),
      )
    ).verdict,
    'refuted',
  );
});

test('the exit code: 0 all confirmed, 1 something refuted, 2 something could not be run', () => {
  const of = (...verdicts: ExperimentResult['verdict'][]): number =>
    exitCodeOf([
      {
        go: '1.26.8',
        where: '',
        platform: '',
        processors: 1,
        when: '',
        recorded: false,
        source: '',
        quick: true,
        results: verdicts.map((verdict) => ({
          id: 'x',
          verdict,
          reason: '',
          shows: '',
          checks: [],
          facts: {},
          tables: [],
          seconds: 0,
        })),
      },
    ]);
  assert.deepEqual(
    [
      of('confirmed', 'not-applicable'),
      of('confirmed', 'refuted', 'failed'),
      of('confirmed', 'failed'),
      of('inconclusive'),
      exitCodeOf([]),
    ],
    [0, 1, 2, 2, 2],
  );
});
