import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildContext } from './build-constraint.ts';
import { importPathOf, parseGoMod } from './go-mod.ts';
import { selectPackages } from './select-packages.ts';

const select = (files: Record<string, string>, tests = true) => {
  const { packages, leftOut } = selectPackages(
    {
      dir: 'a',
      importPath: 'example.org/a',
      goMinor: 22,
      files: Object.entries(files).map(([path, text]) => ({ path: `a/${path}`, text })),
    },
    { context: buildContext([]), tests },
  );
  return { packages: packages.map((p) => [p.importPath, ...p.files.map((f) => f.path)]), leftOut };
};

test('a folder is a package with its tests, and external tests are another', () => {
  const files = {
    'a.go': '/* licence\npackage wrong */ package a\n',
    'a_test.go': 'package a\n',
    'b_test.go': '// external\npackage a_test\n',
    'a_windows.go': 'package a\n',
    'gen.go': '//go:build ignore\n\npackage main\n',
    '_old.go': 'package a\n',
  };
  assert.deepEqual(select(files), {
    packages: [
      ['example.org/a', 'a/a.go', 'a/a_test.go'],
      ['example.org/a_test', 'a/b_test.go'],
    ],
    leftOut: ['a/a_windows.go', 'a/gen.go'],
  });
  assert.deepEqual(select(files, false).packages, [['example.org/a', 'a/a.go']]);
});

test('a package may be called x_test; a file without a clause is read with the others', () => {
  assert.deepEqual(select({ 'a.go': 'package load_test\n' }).packages, [['example.org/a', 'a/a.go']]);
  assert.deepEqual(select({ 'a.go': 'package a\n', 'b.go': 'func f() {}\n' }).packages, [
    ['example.org/a', 'a/a.go', 'a/b.go'],
  ]);
  assert.deepEqual(select({ 'b.go': '' }).packages, [['example.org/a', 'a/b.go']]);
});

test('go.mod tells the module and the language', () => {
  assert.deepEqual(parseGoMod('module example.org/x // hm\n\ngo 1.22.3\ntoolchain go1.27.0\n'), {
    path: 'example.org/x',
    goMinor: 22,
  });
  assert.deepEqual(parseGoMod('module "example.org/x"\r\ngo 1.23rc1\r\n'), {
    path: 'example.org/x',
    goMinor: 23,
  });
  assert.deepEqual(parseGoMod('module x\n'), { path: 'x', goMinor: 16 });
  assert.equal(importPathOf({ path: 'x', goMinor: 16 }, 'a/b'), 'x/a/b');
  assert.equal(importPathOf({ path: 'x', goMinor: 16 }, '.'), 'x');
});
