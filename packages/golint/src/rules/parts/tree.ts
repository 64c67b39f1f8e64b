/** Where a node stands, and what stands in it. */
import { type BlockStmt, type Expr, type Ident, Kind, type Node, type Stmt } from '../../syntax/ast.ts';
import { sourceOf, unparen } from '../../syntax/text.ts';
import { Token } from '../../syntax/tokens.ts';
import { forEachChild, walk } from '../../syntax/walk.ts';

interface Extent {
  pos: number;
  end: number;
}

/** Whether `inner` stands in `outer` or is it. */
export const within = (inner: Extent, outer: Extent): boolean =>
  inner.pos >= outer.pos && inner.end <= outer.end;

/** The nodes from `root` down to `node`, both included; empty when `node` is not a part of `root`. */
export const pathTo = (root: Node, node: Extent): Node[] => {
  const path: Node[] = [];
  let at: Node | undefined = within(node, root) ? root : undefined;
  while (at !== undefined) {
    path.push(at);
    if (at === node) return path;
    let next: Node | undefined;
    forEachChild(at, (child) => {
      if (within(node, child)) next ??= child;
    });
    at = next;
  }
  return [];
};

/** The names that `node` uses as variables, those of fields and methods left out. */
export const namesIn = (node: Node): Set<string> => {
  const names = new Set<string>();
  walk(node, (at, parent) => {
    if (at.kind === Kind.Ident && !(parent?.kind === Kind.SelectorExpr && parent.sel === at))
      names.add(at.name);
  });
  return names;
};

export const mentions = (node: Node, names: ReadonlySet<string>): boolean => {
  for (const name of namesIn(node)) if (names.has(name)) return true;
  return false;
};

export const isIdent = (x: Expr | undefined, name?: string): x is Ident =>
  x !== undefined && x.kind === Kind.Ident && (name === undefined || x.name === name);

/** The same expression, spelled alike but for white space and parentheses around it. */
export const sameText = (a: Expr, b: Expr, source: string): boolean => {
  const left = sourceOf(unparen(a), source);
  const right = sourceOf(unparen(b), source);
  return left === right || left.replace(/\s+/g, '') === right.replace(/\s+/g, '');
};

/** Whether evaluating `x` twice gives the same and does nothing else: no call, no receive. */
export const isPure = (x: Node): boolean => {
  let pure = true;
  walk(x, (at) => {
    if (at.kind === Kind.CallExpr || at.kind === Kind.FuncLit) pure = false;
    if (at.kind === Kind.UnaryExpr && at.op === Token.ARROW) pure = false;
    return pure;
  });
  return pure;
};

/** The list of statements that holds `stmt` directly, and where in it; by the path of nodes above `stmt`. */
export const siblingsOf = (
  path: readonly Node[],
  index: number,
): { list: readonly Stmt[]; at: number } | undefined => {
  const parent = path[index - 1];
  if (parent === undefined) return undefined;
  const list = statementsOf(parent);
  const at = list?.indexOf(path[index] as Stmt) ?? -1;
  return list !== undefined && at >= 0 ? { list, at } : undefined;
};

const statementsOf = (node: Node): readonly Stmt[] | undefined => {
  if (node.kind === Kind.BlockStmt) return node.list;
  return node.kind === Kind.CaseClause || node.kind === Kind.CommClause ? node.body : undefined;
};

/** The statements of a body, `;` left out. */
export const realStatements = (body: BlockStmt): Stmt[] =>
  body.list.filter((stmt) => stmt.kind !== Kind.EmptyStmt);
