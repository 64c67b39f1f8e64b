/** How an embedded field is called. */
import * as ast from '../syntax/ast.ts';

const { Kind } = ast;

/** `Mutex` of `*sync.Mutex`; `_` for what is no type. */
export const embeddedName = (type: ast.Expr): string => {
  let inner = type;
  for (;;) {
    if (inner.kind === Kind.Ident) return inner.name;
    if (inner.kind === Kind.SelectorExpr) return inner.sel.name;
    if (
      inner.kind !== Kind.StarExpr &&
      inner.kind !== Kind.ParenExpr &&
      inner.kind !== Kind.IndexExpr &&
      inner.kind !== Kind.IndexListExpr
    )
      return '_';
    inner = inner.x;
  }
};
