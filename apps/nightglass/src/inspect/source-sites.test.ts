import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inspectFiles } from './inspect.ts';

const data = join(import.meta.dirname, '../../../../packages/gorun/testdata/go');
const crash = join(data, 'go1.27/mapcrash/iter.txt');
const program = join(data, 'progs/mapcrash.go');

let dir: string;
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'nightglass-source-'));
});
after(() => rmSync(dir, { recursive: true, force: true }));

const inspect = (source: string) => inspectFiles([crash], () => {}, source);

test('where Go prints one goroutine, the source names the other party and the object', async () => {
  mkdirSync(join(dir, 'cmd/app'), { recursive: true });
  copyFileSync(program, join(dir, 'cmd/app/main.go'));
  const { result, sourceNotices } = await inspect(dir);
  const other = result.artifacts[0]?.crash?.sites.find((site) => site.role === 'other');
  assert.deepEqual(
    { ...other, confidence: 0 },
    {
      role: 'other',
      function: '(*cache).touch',
      file: 'cmd/app/main.go',
      line: 36,
      goroutine: null,
      access: 'write',
      object: 'c.data',
      from: 'source',
      confidence: 0,
    },
  );
  assert.ok((other?.confidence ?? 0) > 0.5);
  assert.deepEqual(sourceNotices, []);
});

test('source that is not that of the crash is told, and names nobody', async () => {
  const text = readFileSync(program, 'utf8');
  const cases: [name: string, file: string, text: string, said: RegExp][] = [
    [
      'moved',
      'main.go',
      text.replace('func (c *cache) evict', `${'\n'.repeat(30)}func (c *cache) evict`),
      /line 25 of main\.go in \(\*cache\)\.evict, which in .* has lines 5\d to 6\d/,
    ],
    [
      'renamed',
      'main.go',
      text.replaceAll('evict', 'sweep'),
      /main\.go in .* has no function \(\*cache\)\.evict/,
    ],
    ['elsewhere', 'app.go', text, /has no main\.go, where the crash happened/],
    [
      'alone',
      'main.go',
      `${text.split('func (c *cache) touch')[0]}`.replace('delete(c.data, k)', '_ = k'),
      /no other use of the map/,
    ],
  ];
  for (const [name, file, source, said] of cases) {
    mkdirSync(join(dir, name));
    writeFileSync(join(dir, name, file), source);
    const { result, sourceNotices } = await inspect(join(dir, name));
    assert.match(sourceNotices.join('\n'), said, name);
    assert.equal(
      result.artifacts[0]?.crash?.sites.some((site) => site.role === 'other'),
      false,
      name,
    );
  }
  await assert.rejects(inspect(join(dir, 'none')), { code: 'NG_BAD_PARAMETER' });
});
