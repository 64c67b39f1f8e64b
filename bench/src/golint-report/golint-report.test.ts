import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Finding } from '@nightglass/golint';
import { compare, type JudgedFile, readJudged } from './judged.ts';
import { convictions, errorsOf, lintPrograms, testdata } from './programs.ts';
import { trees } from './tree-list.ts';

const finding = (fingerprint: string): Finding => ({
  rule: 'NGG001',
  level: 'error',
  message: '',
  location: { path: 'a.go', start: 0, end: 1, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
  related: [],
  entity: '',
  function: '',
  fingerprint,
  fixes: [],
  goMinor: null,
});

describe('report:golint', () => {
  it('the lint finds at least 70 % of the programs that the race detector convicts', () => {
    const racy = lintPrograms(join(testdata, 'recall'));
    const found = racy.filter((program) => convictions(program).length > 0);
    assert.ok(racy.length >= 46, `${racy.length} programs`);
    assert.ok(found.length >= 0.7 * racy.length, `${found.length} of ${racy.length}`);
    assert.deepEqual(
      racy.flatMap((program) => program.problems),
      [],
    );
  });

  it('no safe program has an error', () => {
    const safe = lintPrograms(join(testdata, 'safe'));
    assert.ok(safe.length >= 34, `${safe.length} programs`);
    assert.deepEqual(
      safe.filter((program) => errorsOf(program).length > 0).map(({ name }) => name),
      [],
    );
    assert.deepEqual(
      safe.flatMap((program) => program.problems),
      [],
    );
  });
});

describe('report:golint-trees', () => {
  it('tells judged, unjudged and vanished errors apart by their fingerprints', () => {
    const judgement = { rule: 'NGG001', at: 'a.go:1', why: 'a reason that is long enough' };
    const file: JudgedFile = {
      tree: 't',
      version: 'v1',
      samples: [],
      errors: [
        { fingerprint: 'known', verdict: 'true', ...judgement },
        { fingerprint: 'gone', verdict: 'false', ...judgement },
      ],
    };
    const compared = compare([finding('known'), finding('new')], file);
    assert.deepEqual(
      compared.judged.map(({ judgement: { verdict } }) => verdict),
      ['true'],
    );
    assert.deepEqual(
      compared.unjudged.map(({ fingerprint }) => fingerprint),
      ['new'],
    );
    assert.deepEqual(
      compared.gone.map(({ fingerprint }) => fingerprint),
      ['gone'],
    );
  });

  it('every tree has a file of judgements, of the version that is linted', () => {
    for (const { name, module } of trees) {
      const { tree, version, errors, samples } = readJudged(name);
      assert.equal(tree, name);
      if (module !== null) assert.equal(version, module.slice(module.lastIndexOf('@') + 1));
      assert.equal(new Set(errors.map(({ fingerprint }) => fingerprint)).size, errors.length);
      for (const { read, right } of samples) assert.ok(right <= read);
    }
  });

  it('a tree without a file has no judgements', () => {
    assert.deepEqual(readJudged('no-such-tree').errors, []);
  });
});
