import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Fix } from '../model.ts';
import { finding } from '../output/testing/report.ts';
import { applyFixes } from './fixes.ts';
import { unifiedDiff } from './unified-diff.ts';

const path = 'a.go';
/** A finding whose fix replaces `old` by `text`. */
const replacing = (source: string, old: string, text: string, imports: string[] = []): Finding => {
  const start = source.indexOf(old);
  const fix: Fix = {
    description: '',
    edits: [{ path, start, end: start + old.length, newText: text }],
    imports,
  };
  return finding({ location: { ...finding().location, path }, fixes: [fix] });
};
const apply = (source: string, ...findings: Finding[]) => {
  const { files, left } = applyFixes(findings, new Map([[path, { path, text: source }]]));
  return { after: files[0]?.after, diff: files.map(unifiedDiff).join(''), left: left.map((one) => one.why) };
};

const body = '\nfunc f() {\n\tone()\n\ttwo()\n}\n';

test('imports go where gofmt would put them', () => {
  const cases: [before: string, after: string][] = [
    ['package p\n', 'package p\n\nimport "maps"\n'],
    ['package p // c\n', 'package p // c\n\nimport "maps"\n'],
    ['package p\n\nimport "fmt"\n', 'package p\n\nimport "fmt"\nimport "maps"\n'],
    [
      'package p\n\nimport (\n\t"fmt"\n\t"os" // os\n\n\t"a.org/b"\n)\n',
      'package p\n\nimport (\n\t"fmt"\n\t"maps"\n\t"os" // os\n\n\t"a.org/b"\n)\n',
    ],
    ['package p\n\nimport (\n\t"os"\n)\n', 'package p\n\nimport (\n\t"maps"\n\t"os"\n)\n'],
    ['package p\n\nimport ()\n', 'package p\n\nimport ("maps"; )\n'],
    ['package p\n\nimport "maps"\n', 'package p\n\nimport "maps"\n'],
  ];
  for (const [before, after] of cases) {
    const source = before + body;
    assert.equal(
      apply(source, replacing(source, 'one()', 'maps.Keys(m)', ['maps'])).after,
      after + body.replace('one()', 'maps.Keys(m)'),
      before,
    );
  }
});

test('a name that means another package here is left', () => {
  for (const clause of [
    'import x "maps"',
    'import _ "maps"',
    'import "a.org/maps"',
    'import maps "a.org/b"',
  ]) {
    const source = `package p\n\n${clause}\n${body}`;
    const result = apply(source, replacing(source, 'one()', 'maps.Keys(m)', ['maps']));
    assert.deepEqual(result.after, undefined);
    assert.match(result.left[0] ?? '', /the import maps has another name/);
  }
});

test('fixes that touch wait for the next run; the result must be Go', () => {
  const source = `package p\n${body}`;
  const result = apply(
    source,
    replacing(source, 'one()\n\ttwo()', 'three()'),
    replacing(source, 'two()', 'four()'),
  );
  assert.equal(result.after, source.replace('one()\n\ttwo()', 'three()'));
  assert.deepEqual(result.left, ['its fix touches another one; run --fix again']);
  const bad = apply(source, replacing(source, 'one()', 'if {'));
  assert.deepEqual([bad.after, bad.left], [undefined, ['the result would not be Go']]);
});

test('line ends and a byte order mark stay', () => {
  const source = `\ufeffpackage p\n${body}`.replaceAll('\n', '\r\n');
  const { after } = apply(source, replacing(source, 'one()', 'slices.Sort(\n\t\tx)', ['slices']));
  assert.equal(
    after,
    `\ufeffpackage p\n\nimport "slices"\n${body.replace('one()', 'slices.Sort(\n\t\tx)')}`.replaceAll(
      '\n',
      '\r\n',
    ),
  );
});

test('the diff is what patch takes', () => {
  const lines = Array.from({ length: 12 }, (_, i) => `\tv${i}()\n`).join('');
  const source = `package p\n\nimport "fmt"\n\nfunc f() {\n${lines}}`;
  const { diff } = apply(
    source,
    replacing(source, 'v1()', 'maps.Clone(\n\t\tm)', ['maps']),
    replacing(source, '\tv11()\n}', '}\n'),
  );
  assert.equal(
    diff,
    `--- a/a.go
+++ b/a.go
@@ -1,10 +1,12 @@
 package p
 
 import "fmt"
+import "maps"
 
 func f() {
 	v0()
-	v1()
+	maps.Clone(
+		m)
 	v2()
 	v3()
 	v4()
@@ -14,5 +16,4 @@
 	v8()
 	v9()
 	v10()
-	v11()
-}
\\ No newline at end of file
+}
`,
  );
});
