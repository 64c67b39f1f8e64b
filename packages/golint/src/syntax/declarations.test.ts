import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showDecl } from './testing/show-tree.ts';

/** Source -> tree. */
const cases: readonly [string, string][] = [
  ['import "fmt"', '(GenDecl import [(ImportSpec _ "fmt")])'],
  [
    'import (\n. "a"\n_ `b`\nc "d"\n)',
    '(GenDecl import [(ImportSpec . "a") (ImportSpec _ `b`) (ImportSpec c "d")])',
  ],
  [
    'const (\n  a, b = iota, 1\n  c, d\n)',
    '(GenDecl const [(ValueSpec [a b] _ [iota 1]) (ValueSpec [c d] _ [])])',
  ],
  ['var x int', '(GenDecl var [(ValueSpec [x] int [])])'],
  [
    'var (\n x, y = 1, 2\n z []int\n)',
    '(GenDecl var [(ValueSpec [x y] _ [1 2]) (ValueSpec [z] (ArrayType _ int) [])])',
  ],
  ['type T = U', '(GenDecl type [(TypeSpec T _ = U)])'],
  [
    'type T struct {\n a, b int `tag`\n *E\n p.F\n G[int]\n h [2]int\n i []int\n}',
    '(GenDecl type [(TypeSpec T _ (StructType (FieldList [(Field [a b] int `tag`) (Field [] (StarExpr E) _) (Field [] (SelectorExpr p F) _) (Field [] (IndexExpr G int) _) (Field [h] (ArrayType 2 int) _) (Field [i] (ArrayType _ int) _)])))])',
  ],
  [
    'type I interface {\n m(a int) error\n n()\n J\n p.K[int]\n ~int | ~string\n L[A, B]\n}',
    '(GenDecl type [(TypeSpec I _ (InterfaceType (FieldList [(Field [m] (FuncType _ (FieldList [(Field [a] int _)]) (FieldList [(Field [] error _)])) _) (Field [n] (FuncType _ (FieldList []) _) _) (Field [] J _) (Field [] (IndexExpr (SelectorExpr p K) int) _) (Field [] (BinaryExpr | (UnaryExpr ~ int) (UnaryExpr ~ string)) _) (Field [] (IndexListExpr L [A B]) _)])))])',
  ],
  [
    'type T[P any] struct{}',
    '(GenDecl type [(TypeSpec T (FieldList [(Field [P] any _)]) (StructType (FieldList [])))])',
  ],
  [
    'type T[P, Q any, R ~[]P | Q] []R',
    '(GenDecl type [(TypeSpec T (FieldList [(Field [P Q] any _) (Field [R] (BinaryExpr | (UnaryExpr ~ (ArrayType _ P)) Q) _)]) (ArrayType _ R))])',
  ],
  ['type T [N]int', '(GenDecl type [(TypeSpec T _ (ArrayType N int))])'],
  ['type T [N * 2]int', '(GenDecl type [(TypeSpec T _ (ArrayType (BinaryExpr * N 2) int))])'],
  ['type T[P *E,] int', '(GenDecl type [(TypeSpec T (FieldList [(Field [P] (StarExpr E) _)]) int)])'],
  [
    'type T[P *E|F, Q any] int',
    '(GenDecl type [(TypeSpec T (FieldList [(Field [P] (BinaryExpr | (StarExpr E) F) _) (Field [Q] any _)]) int)])',
  ],
  [
    'type T[P interface{ *E }] int',
    '(GenDecl type [(TypeSpec T (FieldList [(Field [P] (InterfaceType (FieldList [(Field [] (StarExpr E) _)])) _)]) int)])',
  ],
  ['type T[P []E] int', '(GenDecl type [(TypeSpec T (FieldList [(Field [P] (ArrayType _ E) _)]) int)])'],
  ['type A[P any] = []P', '(GenDecl type [(TypeSpec A (FieldList [(Field [P] any _)]) = (ArrayType _ P))])'],
  [
    'type F func(a, b int, c ...string) (d int, err error)',
    '(GenDecl type [(TypeSpec F _ (FuncType _ (FieldList [(Field [a b] int _) (Field [c] (Ellipsis string) _)]) (FieldList [(Field [d] int _) (Field [err] error _)])))])',
  ],
  [
    'type F func(int, p.T, []int) error',
    '(GenDecl type [(TypeSpec F _ (FuncType _ (FieldList [(Field [] int _) (Field [] (SelectorExpr p T) _) (Field [] (ArrayType _ int) _)]) (FieldList [(Field [] error _)])))])',
  ],
  ['func f()', '(FuncDecl _ f (FuncType _ (FieldList []) _) _)'],
  ['func f() { }', '(FuncDecl _ f (FuncType _ (FieldList []) _) (BlockStmt []))'],
  [
    'func (t *T[K]) m(a int) string { return "" }',
    '(FuncDecl (FieldList [(Field [t] (StarExpr (IndexExpr T K)) _)]) m (FuncType _ (FieldList [(Field [a] int _)]) (FieldList [(Field [] string _)])) (BlockStmt [(ReturnStmt [""])]))',
  ],
  [
    'func f[P any, Q int | string](p P) Q { }',
    '(FuncDecl _ f (FuncType (FieldList [(Field [P] any _) (Field [Q] (BinaryExpr | int string) _)]) (FieldList [(Field [p] P _)]) (FieldList [(Field [] Q _)])) (BlockStmt []))',
  ],
  [
    'func (T) m[P any](p P) { }',
    '(FuncDecl (FieldList [(Field [] T _)]) m (FuncType (FieldList [(Field [P] any _)]) (FieldList [(Field [p] P _)]) _) (BlockStmt []))',
  ],
  [
    'func (s *S) Put(k string, v ...any) (ok bool) { }',
    '(FuncDecl (FieldList [(Field [s] (StarExpr S) _)]) Put (FuncType _ (FieldList [(Field [k] string _) (Field [v] (Ellipsis any) _)]) (FieldList [(Field [ok] bool _)])) (BlockStmt []))',
  ],
  ['var f func()', '(GenDecl var [(ValueSpec [f] (FuncType _ (FieldList []) _) [])])'],
  ['type C <-chan chan<- int', '(GenDecl type [(TypeSpec C _ (ChanType recv (ChanType send int)))])'],
  ['type M map[K]map[int]V', '(GenDecl type [(TypeSpec M _ (MapType K (MapType int V)))])'],
  [
    'func f(a, b int, c, d string) { }',
    '(FuncDecl _ f (FuncType _ (FieldList [(Field [a b] int _) (Field [c d] string _)]) _) (BlockStmt []))',
  ],
  [
    'func f(a T[int], b ...*p.Q) { }',
    '(FuncDecl _ f (FuncType _ (FieldList [(Field [a] (IndexExpr T int) _) (Field [b] (Ellipsis (StarExpr (SelectorExpr p Q))) _)]) _) (BlockStmt []))',
  ],
  [
    'func f(x [n]int, y []T, z T[int]) { }',
    '(FuncDecl _ f (FuncType _ (FieldList [(Field [x] (ArrayType n int) _) (Field [y] (ArrayType _ T) _) (Field [z] (IndexExpr T int) _)]) _) (BlockStmt []))',
  ],
  [
    'func f([n]int, []T, T[int], func()) { }',
    '(FuncDecl _ f (FuncType _ (FieldList [(Field [] (ArrayType n int) _) (Field [] (ArrayType _ T) _) (Field [] (IndexExpr T int) _) (Field [] (FuncType _ (FieldList []) _) _)]) _) (BlockStmt []))',
  ],
];

for (const [source, tree] of cases)
  test(`declaration ${JSON.stringify(source)}`, () => assert.equal(showDecl(source), tree));
