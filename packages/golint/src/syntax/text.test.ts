import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BasicLit, type Expr, Kind } from './ast.ts';
import { parseFile } from './parse.ts';
import { stringValue } from './string-value.ts';
import { exprText, namePath, rootIdent, samePath, unparen } from './text.ts';

/** The two expressions of `var _ = a, b`, and their source. */
const two = (a: string, b: string): { a: Expr; b: Expr; source: string } => {
  const source = `package p\nvar _, _ = ${a}, ${b}\n`;
  const { file, errors } = parseFile(source);
  assert.deepEqual(errors, []);
  const decl = file.decls[0];
  assert.ok(decl?.kind === Kind.GenDecl && decl.specs[0]?.kind === Kind.ValueSpec);
  const [x, y] = decl.specs[0].values;
  assert.ok(x !== undefined && y !== undefined);
  return { a: x, b: y, source };
};

const same: readonly [string, string, boolean][] = [
  ['c', 'c', true],
  ['c', 'd', false],
  ['_', '_', false],
  ['c.data', 'c.data', true],
  ['c.data', '(*c).data', true],
  ['(c.data)', 'c . data', true],
  ['c.data', 'd.data', false],
  ['c.data', 'c.date', false],
  ['c.data', 'data', false],
  ['m["k"]', 'm["k"]', true],
  ['m["k"]', 'm["l"]', false],
  ['m[k].x', 'm[k].x', true],
  ['m[k]', 'm[j]', false],
  ['f()', 'f()', false],
  ['f().x', 'f().x', false],
];

for (const [x, y, expected] of same)
  test(`${x} and ${y} are ${expected ? '' : 'not '}the same path`, () => {
    const { a, b, source } = two(x, y);
    assert.equal(samePath(a, b, source), expected);
    assert.equal(samePath(b, a, source), expected);
  });

test('paths by name, and where they begin', () => {
  const { a, b } = two('(*c).data.x', 'c.m[k].x[1:]');
  assert.deepEqual(namePath(a), ['c', 'data', 'x']);
  assert.equal(namePath(b), undefined);
  assert.equal(rootIdent(b)?.name, 'c');
  assert.equal(rootIdent(two('f().x', '1').a), undefined);
  assert.equal(unparen(two('((x))', '1').a).kind, Kind.Ident);
});

test('text on one line, and short', () => {
  const { a, b, source } = two('f(\n\tx,\n\ty,\n)', `func() { ${'g(); '.repeat(100)} }`);
  assert.equal(exprText(a, source), 'f( x, y, )');
  const text = exprText(b, source);
  assert.equal(text.length, 80);
  assert.ok(text.startsWith('func() { g();') && text.endsWith('...'));
});

const literals: readonly [string, string | undefined][] = [
  ['"abc"', 'abc'],
  ['""', ''],
  ['`a\\n\r"b`', 'a\\n"b'],
  ['"\\t\\"\\\\\\n"', '\t"\\\n'],
  ['"\\x41\\102\\u00e9\\U0001F642"', 'ABé🙂'],
  ['"\\xc3\\xa9 é"', 'é é'],
  ['"\\xff"', '\ufffd'],
  ["'a'", undefined],
  ['1', undefined],
];

for (const [literal, value] of literals)
  test(`the value of ${literal}`, () => {
    const { a, source } = two(literal, '1');
    assert.equal(stringValue(a as BasicLit, source), value);
  });
