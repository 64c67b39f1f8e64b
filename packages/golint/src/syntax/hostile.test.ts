import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kind, type Node } from './ast.ts';
import { parseFile } from './parse.ts';
import { walk } from './walk.ts';

const depthOf = (root: Node): number => {
  let depth = 0;
  let deepest = 0;
  walk(
    root,
    () => {
      depth++;
      if (depth > deepest) deepest = depth;
    },
    () => {
      depth--;
    },
  );
  return deepest;
};

const many = (text: string, times = 100_000): string => text.repeat(times);
const inBody = (text: string): string => `package p\nfunc f() {\n${text}\n}\nfunc after() {}\n`;
const topLevel = (text: string): string => `package p\n${text}\nfunc after() {}\n`;

/** Name -> text; each is 100,000 levels, links or tokens of something. All must leave `after` standing. */
const deep: Record<string, string> = {
  parentheses: inBody(`x = ${many('(')}1${many(')')}`),
  'open parentheses': inBody(many('(')),
  'slice types': topLevel(`var x ${many('[]')}int`),
  'slice types as an expression': inBody(`x = ${many('[]')}`),
  'unary operators': inBody(`x = ${many('- ')}1`),
  'pointer types': topLevel(`var x ${many('*')}int`),
  receives: inBody(`${many('<-')}c`),
  'function literals': inBody(many('func() {') + many('}()')),
  'open function literals': inBody(many('func() {\n')),
  selectors: inBody(`x = a${many('.b')}`),
  calls: inBody(`x = a${many('()')}`),
  'nested calls': inBody(many('f(') + many(')')),
  indices: inBody(`x = ${many('a[')}${many(']')}`),
  literals: inBody(`x = T${many('{')}${many('}')}`),
  blocks: inBody(many('{') + many('}')),
  ifs: inBody(many('if x {') + many('}')),
  'else ifs': inBody(`if x {}${many(' else if x {}')}`),
  switches: inBody(many('switch x { case 1: ')),
  selects: inBody(many('select { case <-x: ')),
  labels: inBody(many('a:')),
  'map types': topLevel(`var x ${many('map[int]')}int`),
  'function types': topLevel(`var x ${many('func(')}`),
  structs: topLevel(`var x ${many('struct{a ')}`),
  interfaces: topLevel(`var x ${many('interface{f(')}`),
  instantiations: topLevel(`var x ${many('T[')}int`),
  'type parameters': topLevel(`type T[${many('P interface{ f(')}`),
  unions: topLevel(`type T interface {a${many('|a')}}`),
  receivers: topLevel(many('func (')),
};

for (const [name, text] of Object.entries(deep))
  test(`100,000 ${name}: an error, a tree of bounded depth, and the rest of the file`, () => {
    const { file, errors } = parseFile(text);
    assert.ok(errors.some((error) => error.message === 'exceeded max nesting depth'));
    assert.ok(depthOf(file) <= 1600, `depth ${depthOf(file)}`);
    assert.ok(file.decls.some((decl) => decl.kind === Kind.FuncDecl && decl.name.name === 'after'));
  });

test('a sum of a million terms is no error and a shallow tree with every operator', () => {
  const { file, errors } = parseFile(inBody(`x = a${many(' + "b"', 1_000_000)}`));
  assert.deepEqual(errors, []);
  let operators = 0;
  walk(file, (node) => {
    if (node.kind === Kind.BinaryExpr) operators++;
  });
  assert.equal(operators, 1_000_000);
  assert.ok(depthOf(file) < 120);
});

test('mixed chains keep their precedences', () => {
  const { file, errors } = parseFile(inBody(`x = a${many(' + b * c - d && e')}`));
  assert.deepEqual(errors, []);
  walk(file, (node) => {
    if (node.kind !== Kind.BinaryExpr) return;
    for (const part of [node.x, node.y])
      if (part.kind === Kind.BinaryExpr) assert.ok(!(node.op !== part.op && part.opPos === node.opPos));
  });
  assert.ok(depthOf(file) < 400);
});

test('chains inside chains add up: no way around the bound', () => {
  const text = inBody(`x = ${many('(', 200)}a${many(`${many('.a', 200)})`, 200)}`);
  const { file, errors } = parseFile(text);
  assert.equal(errors[0]?.message, 'exceeded max nesting depth');
  assert.ok(depthOf(file) <= 1600);
});

test('what is not text at all', () => {
  for (const text of [
    '',
    '\0',
    many('\0'),
    many('\ud800'),
    many('\udc00\ud800'),
    many("'"),
    many('}'),
    many(';'),
  ]) {
    const { file, errors } = parseFile(text);
    assert.ok(errors.length >= 1);
    assert.equal(file.end, text.length);
  }
});

test('time is linear: 4 MB of one line, of open strings, of statements without an end', () => {
  const start = process.cpuUsage();
  parseFile(inBody(many('x y z; ', 600_000)));
  parseFile(inBody(many('"abc\n', 800_000)));
  parseFile(inBody(many('f(a, ', 800_000)));
  parseFile(`package p\n${many('/* ', 1_000_000)}`);
  const { user, system } = process.cpuUsage(start);
  assert.ok(user + system < 10e6, `${(user + system) / 1e6} s of CPU`);
});
