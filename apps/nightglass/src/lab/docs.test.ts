/** The experiments, what was recorded of them, and the page for people hold together. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { labFolder, pickExperiments, readExperiments, readRecorded } from './experiments.ts';
import { holds } from './versions.ts';

const experiments = readExperiments();
const ids = new Set(experiments.map((e) => e.id));
const page = readFileSync(join(labFolder, '../docs/go-maps.md'), 'utf8');
/** A claim is a section: a heading of the third level up to the next heading. */
const sections = page
  .split(/^(?=##)/m)
  .filter((s) => s.startsWith('### '))
  .map((s) => ({ title: s.slice(4, s.indexOf('\n')), text: s }));
const citedIn = (text: string): string[] =>
  [...text.matchAll(/nightglass lab --only ([\w-]+)`/g)].map((m) => m[1] ?? '');

test('every claim of docs/go-maps.md names an experiment that exists, with its program and a recorded figure', () => {
  assert.ok(sections.length >= 15);
  for (const { title, text } of sections) {
    const cited = citedIn(text);
    assert.ok(cited.length > 0, `"${title}" names no experiment`);
    for (const id of cited) {
      assert.ok(ids.has(id), `"${title}" names "${id}", which does not exist`);
      assert.ok(text.includes(`(../lab/${id}/main.go)`), `"${title}" does not link to the program of ${id}`);
    }
    assert.match(text, /recorded|Recorded|On (?:Go )?1\.\d|\d/, `"${title}" has no figure`);
  }
});

test('every experiment is cited, and every link into the lab leads somewhere', () => {
  const cited = new Set(sections.flatMap((s) => citedIn(s.text)));
  assert.deepEqual(
    [...ids].filter((id) => !cited.has(id)),
    [],
  );
  for (const [, target = ''] of page.matchAll(/\]\((\.\.\/lab[^)]*)\)/g))
    assert.ok(existsSync(join(labFolder, '../docs', target)), target);
});

test('every experiment has checks for every version it is for, on facts of its own steps', () => {
  for (const { id, go, steps, checks } of experiments) {
    const names = new Set(steps.map((s) => s.name));
    for (const check of checks) {
      for (const fact of [
        check.fact,
        check.unless ?? check.fact,
        check.above ?? check.fact,
        check.below ?? check.fact,
      ])
        if (typeof fact === 'string') assert.ok(names.has(fact.split('.')[0] ?? ''), `${id}: ${fact}`);
      const tests = [check.is, check.atLeast, check.atMost, check.matches, check.above, check.below];
      assert.ok(
        tests.some((t) => t !== undefined),
        `${id}: ${check.says} compares with nothing`,
      );
      if (check.matches !== undefined) assert.doesNotThrow(() => new RegExp(check.matches ?? ''));
    }
    for (let minor = 18; minor <= 27; minor++)
      if (holds(go, minor))
        assert.ok(
          checks.some((c) => holds(c.go, minor)),
          `${id} says nothing of 1.${minor}`,
        );
  }
});

test('recorded results are of experiments that exist, from 1.19 to 1.27, and say who saw them', () => {
  const runs = readRecorded(ids);
  const all = readRecorded(new Set(readdirSync(labFolder)));
  assert.deepEqual(
    all.flatMap((r) => r.results.map((x) => x.id)).filter((id) => !ids.has(id)),
    [],
  );
  const minors = runs.map((r) => r.go.split('.')[1]);
  assert.deepEqual([minors[0], minors.at(-1)], ['19', '27']);
  for (const run of runs) {
    assert.ok(run.recorded && run.source !== '' && /^\d{4}-\d{2}-\d{2}$/.test(run.when), run.go);
    for (const result of run.results)
      assert.ok(result.shows !== '' && result.verdict !== 'refuted', result.id);
  }
  const recorded = new Set(runs.flatMap((r) => r.results.map((x) => x.id)));
  assert.deepEqual(
    [...ids].filter((id) => !recorded.has(id)),
    [],
    'each has been seen at least once',
  );
});

test('an experiment that does not exist is refused with the names of those that do', () => {
  assert.deepEqual(
    pickExperiments(experiments, ['range-delete']).map((e) => e.id),
    ['range-delete'],
  );
  assert.throws(() => pickExperiments(experiments, ['range-delete', 'nope']), {
    code: 'NG_BAD_PARAMETER',
    message: 'there is no experiment "nope"',
    hint: /range-insert/,
  });
});

test('version ranges hold both ends', () => {
  const minors = (range: string | undefined): number[] =>
    [18, 20, 23, 24, 27, 103].filter((m) => holds(range, m));
  assert.deepEqual(minors('1.18-1.23'), [18, 20, 23]);
  assert.deepEqual(minors('1.24-'), [24, 27, 103]);
  assert.deepEqual(minors('1.20'), [20]);
  assert.equal(minors(undefined).length, 6);
});
