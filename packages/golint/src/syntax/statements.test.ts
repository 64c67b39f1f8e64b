import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showStatements } from './testing/show-tree.ts';

/** Source -> tree. */
const cases: readonly [string, string][] = [
  ['x', '(ExprStmt x)'],
  ['x = 1', '(AssignStmt [x] = [1])'],
  ['x, y := f()', '(AssignStmt [x y] := [(CallExpr f [])])'],
  ['x += 1', '(AssignStmt [x] += [1])'],
  ['x &^= y', '(AssignStmt [x] &^= [y])'],
  ['x++', '(IncDecStmt x ++)'],
  ['x--', '(IncDecStmt x --)'],
  ['c <- v', '(SendStmt c v)'],
  ['go f()', '(GoStmt (CallExpr f []))'],
  ['defer func() {}()', '(DeferStmt (CallExpr (FuncLit (FuncType _ (FieldList []) _) (BlockStmt [])) []))'],
  ['return', '(ReturnStmt [])'],
  ['return 1, err', '(ReturnStmt [1 err])'],
  ['{ x }', '(BlockStmt [(ExprStmt x)])'],
  [';', '(EmptyStmt)'],
  ['L: x', '(LabeledStmt L (ExprStmt x))'],
  ['L:', '(LabeledStmt L (EmptyStmt))'],
  ['break', '(BranchStmt break _)'],
  ['continue L', '(BranchStmt continue L)'],
  ['goto L', '(BranchStmt goto L)'],
  ['if x { }', '(IfStmt _ x (BlockStmt []) _)'],
  [
    'if x := f(); x { } else if y { } else { z }',
    '(IfStmt (AssignStmt [x] := [(CallExpr f [])]) x (BlockStmt []) (IfStmt _ y (BlockStmt []) (BlockStmt [(ExprStmt z)])))',
  ],
  ['if x == (T{}) { }', '(IfStmt _ (BinaryExpr == x (ParenExpr (CompositeLit T []))) (BlockStmt []) _)'],
  ['if f(T{1}) { }', '(IfStmt _ (CallExpr f [(CompositeLit T [1])]) (BlockStmt []) _)'],
  [
    'if _, ok := m[k]; !ok { }',
    '(IfStmt (AssignStmt [_ ok] := [(IndexExpr m k)]) (UnaryExpr ! ok) (BlockStmt []) _)',
  ],
  ['for { }', '(ForStmt _ _ _ (BlockStmt []))'],
  ['for x { }', '(ForStmt _ x _ (BlockStmt []))'],
  [
    'for i := 0; i < n; i++ { }',
    '(ForStmt (AssignStmt [i] := [0]) (BinaryExpr < i n) (IncDecStmt i ++) (BlockStmt []))',
  ],
  ['for ; ; { }', '(ForStmt _ _ _ (BlockStmt []))'],
  ['for x := range c { }', '(RangeStmt x _ := c (BlockStmt []))'],
  ['for k, v := range m { }', '(RangeStmt k v := m (BlockStmt []))'],
  ['for k, m[k] = range m { }', '(RangeStmt k (IndexExpr m k) = m (BlockStmt []))'],
  ['for range 10 { }', '(RangeStmt _ _ ILLEGAL 10 (BlockStmt []))'],
  ['for range f { }', '(RangeStmt _ _ ILLEGAL f (BlockStmt []))'],
  ['for i := range 10 { }', '(RangeStmt i _ := 10 (BlockStmt []))'],
  [
    'switch { case x: y; fallthrough\ndefault: }',
    '(SwitchStmt _ _ (BlockStmt [(CaseClause [x] [(ExprStmt y) (BranchStmt fallthrough _)]) (CaseClause _ [])]))',
  ],
  ['switch x { case 1, 2: }', '(SwitchStmt _ x (BlockStmt [(CaseClause [1 2] [])]))'],
  ['switch x := f(); x { }', '(SwitchStmt (AssignStmt [x] := [(CallExpr f [])]) x (BlockStmt []))'],
  [
    'switch x := y.(type) { case int, nil: }',
    '(TypeSwitchStmt _ (AssignStmt [x] := [(TypeAssertExpr y _)]) (BlockStmt [(CaseClause [int nil] [])]))',
  ],
  [
    'switch f(); y.(type) { }',
    '(TypeSwitchStmt (ExprStmt (CallExpr f [])) (ExprStmt (TypeAssertExpr y _)) (BlockStmt []))',
  ],
  [
    'select { case v := <-c: x\ncase c <- 1:\ncase <-d:\ncase v, ok = <-e:\ndefault: }',
    '(SelectStmt (BlockStmt [(CommClause (AssignStmt [v] := [(UnaryExpr <- c)]) [(ExprStmt x)]) (CommClause (SendStmt c 1) []) (CommClause (ExprStmt (UnaryExpr <- d)) []) (CommClause (AssignStmt [v ok] = [(UnaryExpr <- e)]) []) (CommClause _ [])]))',
  ],
  ['var x, y int = 1, 2', '(DeclStmt (GenDecl var [(ValueSpec [x y] int [1 2])]))'],
  ['const a = iota', '(DeclStmt (GenDecl const [(ValueSpec [a] _ [iota])]))'],
  ['type T int', '(DeclStmt (GenDecl type [(TypeSpec T _ int)]))'],
  [
    'if x := []int{1}; x[0] == 1 { }',
    '(IfStmt (AssignStmt [x] := [(CompositeLit (ArrayType _ int) [1])]) (BinaryExpr == (IndexExpr x 0) 1) (BlockStmt []) _)',
  ],
  [
    'for _, x := range []T{{1}} { }',
    '(RangeStmt _ x := (CompositeLit (ArrayType _ T) [(CompositeLit _ [1])]) (BlockStmt []))',
  ],
  [
    'for k := range (map[string]int{}) { delete(m, k) }',
    '(RangeStmt k _ := (ParenExpr (CompositeLit (MapType string int) [])) (BlockStmt [(ExprStmt (CallExpr delete [m k]))]))',
  ],
  [
    'switch x := (T{}); x.y { }',
    '(SwitchStmt (AssignStmt [x] := [(ParenExpr (CompositeLit T []))]) (SelectorExpr x y) (BlockStmt []))',
  ],
  ['if v, ok := x.(T); ok { }', '(IfStmt (AssignStmt [v ok] := [(TypeAssertExpr x T)]) ok (BlockStmt []) _)'],
  ['clear(m)', '(ExprStmt (CallExpr clear [m]))'],
  ['a.b.c()\nd()', '(ExprStmt (CallExpr (SelectorExpr (SelectorExpr a b) c) [])) (ExprStmt (CallExpr d []))'],
  [
    'if f(func() bool { return T{} == x }) { }',
    '(IfStmt _ (CallExpr f [(FuncLit (FuncType _ (FieldList []) (FieldList [(Field [] bool _)])) (BlockStmt [(ReturnStmt [(BinaryExpr == (CompositeLit T []) x)])]))]) (BlockStmt []) _)',
  ],
];

for (const [source, tree] of cases)
  test(`statement ${JSON.stringify(source)}`, () => assert.equal(showStatements(source), tree));
