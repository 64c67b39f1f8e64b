import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderCheckstyle } from './checkstyle.ts';
import { renderGithub } from './github.ts';
import { renderJson } from './json.ts';
import { report, source } from './testing/report.ts';
import { renderText } from './text.ts';

const sourceOf = (): string => source;

test('text: the place first, the code, both sites, and a line of sums', () => {
  assert.equal(
    renderText(
      { ...report(), findings: report().findings.slice(0, 1) },
      { colour: false, sourceOf, prefix: '' },
    ),
    `cache/cache.go:4:2: error NGG001: c.data is ranged over here and written at the other site, without a lock
  3 | func (c *cache) evict() {
  4 |     for k := range c.data {
    |     ^^^^^^^^^^^^^^^^^^^^^
  cache/cache.go:5:3: deleted from here
    4 |     for k := range c.data {
    5 |         delete(c.data, k)
      |         ^^^^^^^^^^^^^^^^^

bad.go:3:7: problem: expected ';', found \\x9b2J
pipe.go: problem: is a named pipe, not a file of Go source

1 error, 2 problems, 2 silenced; 14 lines in 2 files of 2 packages
`,
  );
});

test('text: no control character of a source gets through; colours only when asked for', () => {
  const hostile = source.replace('delete', 'del\u001b]0;x\u0007ete\u202e');
  const options = { sourceOf: () => hostile, prefix: '/src/' };
  const plain = renderText(report(), { ...options, colour: false });
  assert.doesNotMatch(plain, /[^\P{Cc}\n]|\u202e/u);
  assert.match(plain, /^\/src\/cache\/cache\.go:4:2: /);
  const coloured = renderText(report(), { ...options, colour: true });
  assert.match(coloured, /\p{Cc}\[31merror\p{Cc}\[0m NGG001/u);
  assert.equal(coloured.replace(/\p{Cc}\[\d+m/gu, ''), plain);
});

test('text: a source that is gone or shorter, and a line of a megabyte', () => {
  assert.doesNotMatch(renderText(report(), { colour: false, sourceOf: () => undefined, prefix: '' }), /\|/);
  assert.doesNotMatch(renderText(report(), { colour: false, sourceOf: () => 'x', prefix: '' }), /\|/);
  const long = source.replace('for k', `${'x'.repeat(1e6)}; for k`);
  const text = renderText(report(), { colour: false, sourceOf: () => long, prefix: '' });
  assert.ok(Math.max(...text.split('\n').map((line) => line.length)) < 300);
});

test('json is what was found', () => {
  const parsed = JSON.parse(renderJson(report())) as ReturnType<typeof report>;
  assert.deepEqual(parsed.findings, report().findings);
  assert.deepEqual(parsed.stats, report().stats);
});

test('GitHub annotations: one line each, nothing of a message can begin another', () => {
  const lines = renderGithub(report()).trimEnd().split('\n');
  assert.equal(lines.length, 4);
  assert.equal(
    lines[0],
    '::error file=cache/cache.go,line=4,endLine=4,col=2,endColumn=23,title=NGG001::c.data is ranged over here and written at the other site, without a lock%0Acache/cache.go:5: deleted from here',
  );
  assert.ok(lines[1]?.startsWith('::notice file=a b/ü#%25%3A%2C.go,line=4,endLine=6,title=NGG012::a'));
  assert.ok(lines[1]?.endsWith('%25%0D%0A::error::x, y: \u0000'));
  assert.equal(lines[3], '::error file=pipe.go,title=not read::is a named pipe, not a file of Go source');
});

test('checkstyle is well-formed XML 1.0 whatever the messages hold', () => {
  const xml = renderCheckstyle(report());
  assert.doesNotMatch(xml, /[^\P{Cc}\n]/u);
  assert.match(
    xml,
    /<file name="a b\/ü#%:,\.go">\n {4}<error line="4" column="2" severity="info" message="a\\x1b\[31m &lt;b&gt;&amp;&quot;&apos;%/,
  );
  assert.equal(xml.match(/<error /g)?.length, 4);
  assert.equal(
    xml.replace(/<(\/?)(checkstyle|file|error)( \w+="[^"<>]*")*\/?>|<\?xml[^>]*\?>/g, '').trim(),
    '',
  );
});

test('the same report gives the same bytes', () => {
  assert.equal(renderGithub(report()), renderGithub(report()));
  assert.equal(renderJson(report()), renderJson(report()));
});
