import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kind, kindNames, type Node } from './ast.ts';
import { parseFile } from './parse.ts';
import { forEachChild, walk } from './walk.ts';

const source = `package p
import "a"
type S[T any] struct { m map[string]T \`tag\`; c <-chan int; e interface{ f() } }
func (s *S[T]) g(a int, b ...string) (err error) {
	for k, v := range s.m { go func() { delete(s.m, k); _ = v }() }
	for i := 0; i < 3; i++ { if x := s.h(i)[1:2:3]; x != nil { continue } else { break } }
	switch y := any(s).(type) { case nil: return nil; default: y++ }
	switch a { case 1: }
	select { case s.c <- 1: default: }
L:	defer func() { goto L }()
	var z, w = []int{1: 2}, F[int, string](*p, -1)
	;
	return err.(E[int])
}
`;
const { file, errors } = parseFile(source);

/** Every node that stands anywhere in the properties of the tree, found without the code under test. */
const nodesIn = (value: unknown): Node[] => {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (typeof value !== 'object' || value === null || !('kind' in value)) return [];
  const node = value as Node;
  const parts = Object.entries(node).filter(([key]) => key !== 'imports' && key !== 'comments');
  return [node, ...parts.flatMap(([, part]) => nodesIn(part))];
};

test('every node is visited once, before its parts, with its parent', () => {
  assert.deepEqual(errors, []);
  const seen = new Map<Node, Node | undefined>();
  walk(file, (node, parent) => {
    assert.ok(!seen.has(node), `${kindNames[node.kind]} twice`);
    assert.ok(parent === undefined ? node === file : seen.has(parent));
    seen.set(node, parent);
  });
  const all = nodesIn(file);
  assert.equal(seen.size, all.length);
  for (const node of all) assert.ok(seen.has(node), `${kindNames[node.kind]} is not visited`);
  const kinds = new Set(all.map((node) => node.kind));
  assert.ok(kinds.size >= 48, `${kinds.size} kinds of nodes in the test`);
});

test('parts come in the order of the source', () => {
  walk(file, (node) => {
    let last = node.pos;
    forEachChild(node, (part) => {
      // The type of a function declaration begins with its `func`, as in go/ast.
      if (node.kind === Kind.FuncDecl && part.kind === Kind.FuncType) return;
      assert.ok(part.pos >= last, `${kindNames[part.kind]} in ${kindNames[node.kind]}`);
      last = part.pos;
    });
  });
});

test('false leaves the parts out, and leave is called for what was entered', () => {
  const entered: number[] = [];
  const left: number[] = [];
  walk(
    file,
    (node) => {
      entered.push(node.kind);
      return node.kind !== Kind.FuncDecl && node.kind !== Kind.GenDecl;
    },
    (node) => left.push(node.kind),
  );
  assert.deepEqual(entered, [Kind.File, Kind.Ident, Kind.GenDecl, Kind.GenDecl, Kind.FuncDecl]);
  assert.deepEqual(left, [Kind.Ident, Kind.File]);
});
