import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kind } from './ast.ts';
import { commentText } from './comments.ts';
import { parseFile } from './parse.ts';
import { showStatements } from './testing/show-tree.ts';

test('a line end is a semicolon behind names, literals, some keywords and closing brackets only', () => {
  assert.equal(showStatements('x\n(y)'), '(ExprStmt x) (ExprStmt (ParenExpr y))');
  assert.equal(showStatements('x +\ny'), '(ExprStmt (BinaryExpr + x y))');
  assert.equal(showStatements('f(\nx,\n)'), '(ExprStmt (CallExpr f [x]))');
  assert.equal(showStatements('return\nx'), '(ReturnStmt []) (ExprStmt x)');
  assert.equal(showStatements('x++\n*p = 1'), '(IncDecStmt x ++) (AssignStmt [(StarExpr p)] = [1])');
  assert.equal(showStatements('x.\ny()'), '(ExprStmt (CallExpr (SelectorExpr x y) []))');
});

test('comments count as the line ends in them', () => {
  assert.equal(showStatements('x /* a\nb */ y'), '(ExprStmt x) (ExprStmt y)');
  assert.equal(showStatements('x /* a */ + y'), '(ExprStmt (BinaryExpr + x y))');
  assert.equal(showStatements('x // a\ny'), '(ExprStmt x) (ExprStmt y)');
  assert.equal(showStatements('return /* a */ // b\ny'), '(ReturnStmt []) (ExprStmt y)');
});

test('every comment is in the list, in order, with its place', () => {
  const source = '//go:build linux\r\n\n/* two\nlines */ package p // end\n\nvar x /*in*/ int // last';
  const { file, errors } = parseFile(source);
  assert.deepEqual(errors, []);
  assert.deepEqual(
    file.comments.map((comment) => commentText(comment, source)),
    ['//go:build linux', '/* two\nlines */', '// end', '/*in*/', '// last'],
  );
});

test('a byte order mark may begin the text, and nowhere else', () => {
  assert.deepEqual(parseFile('\ufeffpackage p\n').errors, []);
  assert.equal(parseFile('package p\nvar \ufeffx int\n').errors[0]?.message, 'illegal byte order mark');
});

test('names of all scripts, beyond 16 bits too, and offsets in UTF-16 code units', () => {
  const source = 'package p\nvar 世界, 𝒳1, ñandú = "🙂", 2, 3\n';
  const { file, errors } = parseFile(source);
  assert.deepEqual(errors, []);
  const decl = file.decls[0];
  assert.ok(decl?.kind === Kind.GenDecl && decl.specs[0]?.kind === Kind.ValueSpec);
  const { names } = decl.specs[0];
  assert.deepEqual(
    names.map((name) => name.name),
    ['世界', '𝒳1', 'ñandú'],
  );
  for (const name of names) assert.equal(source.slice(name.pos, name.end), name.name);
});

test('names that share a slot of the table, and long ones, stay apart', () => {
  const all = Array.from({ length: 60_000 }, (_, i) =>
    i % 100 === 0 ? `long${'x'.repeat(70)}${i}` : `name${i}`,
  );
  for (let round = 0; round < 2; round++) {
    const { file } = parseFile(`package p\nvar ${all.join(', ')} int\n`);
    const decl = file.decls[0];
    assert.ok(decl?.kind === Kind.GenDecl && decl.specs[0]?.kind === Kind.ValueSpec);
    assert.deepEqual(
      decl.specs[0].names.map((name) => name.name),
      all,
    );
  }
});

test('keywords are told from names that only look like them', () => {
  assert.equal(
    showStatements('fork, typ, Go, ranges, mapx = 1, 2, 3, 4, 5').startsWith('(AssignStmt [fork typ Go'),
    true,
  );
  assert.ok(parseFile('package p\nvar type int\n').errors.length > 0);
});
