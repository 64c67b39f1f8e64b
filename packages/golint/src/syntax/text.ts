/** Expressions as text, and as paths. */
import { type Expr, type Ident, Kind, type Node } from './ast.ts';

/** The source of a node, as it stands there. */
export const sourceOf = (node: { pos: number; end: number }, source: string): string =>
  source.slice(node.pos, node.end);

/** `x` without the parentheses around it. */
export const unparen = (x: Expr): Expr => {
  let inner = x;
  while (inner.kind === Kind.ParenExpr) inner = inner.x;
  return inner;
};

const maxText = 80;

/** The source of an expression on one line, white space and comments reduced to a space, cut at 80 characters. */
export const exprText = (node: Node, source: string): string => {
  // Twice the length for the space that goes; a body of a function may be megabytes.
  const cut = source.slice(node.pos, Math.min(node.end, node.pos + 4 * maxText));
  const line = cut.replace(/\s+/g, ' ').trim();
  return line.length > maxText || node.end > node.pos + 4 * maxText
    ? `${line.slice(0, maxText - 3)}...`
    : line;
};

/**
 * Whether two expressions are the same path to a variable: `c`, `c.data`, `(*c).data` and `c.data` (a pointer is
 * followed either way), `m["k"]` or `a[i]` with the same literal or name. Calls are never the same. Names are compared
 * as they are spelled: that they mean the same variable in both places is for the caller to know.
 */
export const samePath = (a: Expr, b: Expr, source: string): boolean => {
  const left = throughPointer(a);
  const right = throughPointer(b);
  if (left.kind === Kind.Ident)
    return right.kind === Kind.Ident && left.name === right.name && left.name !== '_';
  if (left.kind === Kind.SelectorExpr)
    return (
      right.kind === Kind.SelectorExpr &&
      left.sel.name === right.sel.name &&
      samePath(left.x, right.x, source)
    );
  if (left.kind !== Kind.IndexExpr || right.kind !== Kind.IndexExpr) return false;
  return samePath(left.x, right.x, source) && sameIndex(left.index, right.index, source);
};

const throughPointer = (x: Expr): Expr => {
  let inner = x;
  while (inner.kind === Kind.ParenExpr || inner.kind === Kind.StarExpr) inner = inner.x;
  return inner;
};

const sameIndex = (a: Expr, b: Expr, source: string): boolean =>
  a.kind === Kind.BasicLit
    ? b.kind === Kind.BasicLit && sourceOf(a, source) === sourceOf(b, source)
    : samePath(a, b, source);

/** `['c', 'data']` of `c.data` or `(*c).data`; undefined for what is no chain of names. */
export const namePath = (x: Expr): string[] | undefined => {
  const names: string[] = [];
  let inner = throughPointer(x);
  while (inner.kind === Kind.SelectorExpr) {
    names.push(inner.sel.name);
    inner = throughPointer(inner.x);
  }
  if (inner.kind !== Kind.Ident) return undefined;
  names.push(inner.name);
  return names.reverse();
};

/** The variable a path begins at: `c` of `c.data[k].x`; undefined if it begins with a call or a literal. */
export const rootIdent = (x: Expr): Ident | undefined => {
  let inner = throughPointer(x);
  for (;;) {
    if (inner.kind === Kind.Ident) return inner;
    if (inner.kind !== Kind.SelectorExpr && inner.kind !== Kind.IndexExpr && inner.kind !== Kind.SliceExpr)
      return undefined;
    inner = throughPointer(inner.x);
  }
};
