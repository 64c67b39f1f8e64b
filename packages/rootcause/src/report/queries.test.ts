import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { hostileTexts } from '../testing/any-text.ts';
import { sampleDiagnosis } from '../testing/samples.ts';
import { explainCommand, queryPath } from './queries.ts';

describe('the command that explains again', () => {
  it('is one command with these words, whatever a service is called', () => {
    for (const name of [...hostileTexts, "it's; rm -rf ~", '$(id)', '--data=/etc', 'a\nb', '订单']) {
      const diagnosis = sampleDiagnosis();
      diagnosis.incident.service = name;
      const command = explainCommand(diagnosis);
      const { stdout } = spawnSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });
      const words = stdout.trimEnd().split('\n');
      assert.equal(words.length, 6, command);
      assert.ok(words[2]?.startsWith('--service='), command);
      assert.equal(words[4], '--start=2026-03-14T02:17:00Z');
    }
  });
});

describe('the path of a query', () => {
  it('asks the API for what the evidence was read from', () => {
    const window = { startMs: Date.UTC(2026, 0, 1), endMs: Date.UTC(2026, 0, 1, 1) };
    const range = 'start=2026-01-01T00%3A00%3A00Z&end=2026-01-01T01%3A00%3A00Z';
    assert.equal(
      queryPath({
        kind: 'metric',
        name: 'a&b',
        service: 'p',
        aggregation: '',
        labels: { 'k=': 'v v', a: '1' },
        window,
      }),
      `/api/v1/metrics/series?name=a%26b&service=p&attr=a%3D1&attr=k%3D%3Dv%20v&${range}`,
    );
    assert.equal(
      queryPath({ kind: 'logs', service: '', text: 'x y', minSeverity: 17, window }),
      `/api/v1/logs?query=%22x%20y%22&severity=17&${range}`,
    );
    assert.equal(queryPath({ kind: 'trace', traceId: '../..', spanId: '' }), '/api/v1/traces/..%2F..');
    assert.equal(
      queryPath({ kind: 'runtime', artifactId: 'a\ud800' }),
      '/api/v1/runtime/artifacts/a%EF%BF%BD',
    );
  });
});
