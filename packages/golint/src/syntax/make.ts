/** Makers of the nodes that several places of the parser make: one order of properties per kind keeps V8 fast. */
import {
  type BlockStmt,
  type Expr,
  type Field,
  type FieldList,
  type FuncType,
  type Ident,
  type IndexExpr,
  type IndexListExpr,
  Kind,
  type ParenExpr,
  type SelectorExpr,
  type StarExpr,
  type Stmt,
  type UnaryExpr,
} from './ast.ts';
import type { TokenCode } from './tokens.ts';

export const selector = (x: Expr, sel: Ident): SelectorExpr => ({
  kind: Kind.SelectorExpr,
  pos: x.pos,
  end: sel.end,
  x,
  sel,
});

export const star = (pos: number, x: Expr): StarExpr => ({ kind: Kind.StarExpr, pos, end: x.end, x });

export const paren = (pos: number, x: Expr, end: number): ParenExpr => ({
  kind: Kind.ParenExpr,
  pos,
  end,
  x,
});

export const unary = (pos: number, op: TokenCode, x: Expr): UnaryExpr => ({
  kind: Kind.UnaryExpr,
  pos,
  end: x.end,
  op,
  x,
});

/** `x[...]` with one index, or an instantiation with several type arguments; `indices` has at least one. */
export const indexed = (
  x: Expr,
  lbrack: number,
  indices: readonly Expr[],
  end: number,
): IndexExpr | IndexListExpr =>
  indices.length === 1
    ? { kind: Kind.IndexExpr, pos: x.pos, end, x, lbrack, index: indices[0]! }
    : { kind: Kind.IndexListExpr, pos: x.pos, end, x, lbrack, indices };

export const field = (names: readonly Ident[], type: Expr, tag: Field['tag']): Field => ({
  kind: Kind.Field,
  pos: names.length > 0 ? names[0]!.pos : type.pos,
  end: tag === undefined ? type.end : tag.end,
  names,
  type,
  tag,
});

export const fieldList = (pos: number, end: number, list: readonly Field[]): FieldList => ({
  kind: Kind.FieldList,
  pos,
  end,
  list,
});

export const funcType = (
  pos: number,
  typeParams: FieldList | undefined,
  params: FieldList,
  results: FieldList | undefined,
): FuncType => ({
  kind: Kind.FuncType,
  pos,
  end: results === undefined ? params.end : results.end,
  typeParams,
  params,
  results,
});

export const block = (pos: number, end: number, list: readonly Stmt[]): BlockStmt => ({
  kind: Kind.BlockStmt,
  pos,
  end,
  list,
});
