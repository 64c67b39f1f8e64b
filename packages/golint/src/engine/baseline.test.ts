import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finding } from '../output/testing/report.ts';
import { againstBaseline, readBaseline, writeBaseline } from './baseline.ts';

const findings = ['b', 'a', 'a:2'].map((fingerprint) => finding({ fingerprint }));

test('what a baseline counts is taken out, no more', () => {
  const text = writeBaseline(findings);
  assert.equal(text.split('\n')[3], '    "a": {"count":2,"rule":"NGG001","path":"cache/cache.go"},');
  const baseline = readBaseline(text, 'base.json');
  assert.deepEqual(againstBaseline(findings, baseline).findings, []);
  const more = [...findings, finding({ fingerprint: 'a:3' })];
  assert.deepEqual(
    againstBaseline(more, baseline).findings.map((one) => one.fingerprint),
    ['a:3'],
  );
  // Which of several alike was repaired cannot be told: that one is gone can.
  assert.deepEqual(
    [againstBaseline(findings.slice(0, 2), baseline)].map((one) => [
      one.findings.length,
      one.suppressed.length,
      one.gone,
    ]),
    [[0, 2, 1]],
  );
  assert.equal(readBaseline(writeBaseline([]), 'x').size, 0);
});

test('what is no baseline is refused by name', () => {
  for (const text of ['', '[]', '{"version":2,"findings":{}}', '{"version":1,"findings":{"a":{"count":0}}}'])
    assert.throws(() => readBaseline(text, 'base.json'), {
      code: 'NG_CONFIG_INVALID',
      message: /base\.json/,
    });
});
