import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { renderSarif } from './sarif.ts';
import { report, source } from './testing/report.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../testdata/sarif/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
// Written for draft 4; it uses nothing that later drafts read otherwise.
delete schema.$schema;
delete schema.id;

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);
const sourceOf = (): string => source;

interface Log {
  runs: {
    results: { [key: string]: unknown }[];
    invocations: { executionSuccessful: boolean; toolExecutionNotifications: unknown[] }[];
  }[];
}
const render = (otherRuns: unknown[] = []): Log =>
  JSON.parse(renderSarif(report(), { sourceOf, otherRuns })) as Log;

test('the schema finds what is wrong', () => {
  assert.equal(validate({ version: '2.1.0', runs: [{ results: 3 }] }), false);
});

test('SARIF is valid, alone and with the runs of another tool', () => {
  for (const log of [render(), render([{ tool: { driver: { name: 'golangci-lint' } }, results: [] }])]) {
    validate(log);
    assert.deepEqual(validate.errors ?? [], []);
  }
  assert.equal(render([{ tool: { driver: { name: 'golangci-lint' } } }]).runs.length, 2);
});

test('both sites, fingerprints, suppressions, fixes and problems are in it', () => {
  const [run] = render().runs;
  const [first, second, third] = run?.results ?? [];
  assert.equal(run?.results.length, 4);
  assert.deepEqual(first?.partialFingerprints, { 'nightglass/v1': '0123456789abcdef' });
  assert.deepEqual(first?.relatedLocations, [
    {
      id: 1,
      physicalLocation: {
        artifactLocation: { uri: 'cache/cache.go', uriBaseId: 'SRCROOT' },
        region: { startLine: 5, startColumn: 3, endLine: 5, endColumn: 20 },
      },
      message: { text: 'deleted from here' },
    },
  ]);
  assert.match(JSON.stringify(second), /"uri":"a%20b\/%C3%BC%23%25%3A%2C\.go"/);
  assert.deepEqual(second?.fixes, [
    {
      description: { text: 'Replace the loop with clear(c.data)' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'a%20b/%C3%BC%23%25%3A%2C.go', uriBaseId: 'SRCROOT' },
          replacements: [
            {
              deletedRegion: { startLine: 4, startColumn: 2, endLine: 6, endColumn: 3 },
              insertedContent: { text: 'clear(c.data)' },
            },
          ],
        },
      ],
    },
  ]);
  assert.deepEqual(third?.suppressions, [{ kind: 'inSource', justification: 'known' }]);
  assert.equal(run?.invocations[0]?.executionSuccessful, false);
  assert.equal(run?.invocations[0]?.toolExecutionNotifications.length, 2);
});
