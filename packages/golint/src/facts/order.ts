/** Whether one statement of a function can run after another, as far as its blocks show. */
import * as ast from '../syntax/ast.ts';
import { Token } from '../syntax/tokens.ts';
import { forEachChild } from '../syntax/walk.ts';

const { Kind } = ast;

/** Nodes from the body down to what stands at `pos`, outermost first. Literals on the way are part of it. */
export const pathTo = (body: ast.Node, pos: number): ast.Node[] => {
  const path: ast.Node[] = [body];
  let at: ast.Node | undefined = body;
  while (at !== undefined) {
    let next: ast.Node | undefined;
    forEachChild(at, (child) => {
      if (next === undefined && child.pos <= pos && pos < child.end) next = child;
    });
    at = next;
    if (next !== undefined) path.push(next);
  }
  return path;
};

export const isLoop = (node: ast.Node): node is ast.ForStmt | ast.RangeStmt =>
  node.kind === Kind.ForStmt || node.kind === Kind.RangeStmt;

/** How a list of statements ends: `return` leaves the function, `break` and its kin the list. */
const endOf = (node: ast.Node): 'return' | 'branch' | '' => {
  const list =
    node.kind === Kind.BlockStmt
      ? node.list
      : node.kind === Kind.CaseClause || node.kind === Kind.CommClause
        ? node.body
        : [];
  const last = list.at(-1);
  if (last === undefined) return '';
  if (last.kind === Kind.ReturnStmt) return 'return';
  if (last.kind === Kind.BranchStmt) return last.tok === Token.BREAK ? 'return' : 'branch';
  const call = last.kind === Kind.ExprStmt ? last.x : undefined;
  if (call?.kind !== Kind.CallExpr) return '';
  const name =
    call.fun.kind === Kind.Ident
      ? call.fun.name
      : call.fun.kind === Kind.SelectorExpr
        ? call.fun.sel.name
        : '';
  return name === 'panic' || name.startsWith('Fatal') || name === 'Exit' ? 'return' : '';
};

export interface Order {
  /** `after`: in one pass from top to bottom; `loop`: in a later turn of a loop around both; `no` otherwise. */
  relation: 'after' | 'loop' | 'no';
  /** Loops around both, innermost first. */
  loops: ast.Node[];
}

/** Can what stands at `b` run after what stands at `a`? */
export const orderOf = (body: ast.Node, a: ast.Node, b: ast.Node): Order => {
  const toA = pathTo(body, a.pos);
  const toB = pathTo(body, b.pos);
  let shared = 0;
  while (shared < toA.length && toA[shared] === toB[shared]) shared++;
  const common = toA.slice(0, shared);
  const loops = common.filter(isLoop).reverse();
  // A block around `a` alone that ends by leaving: nothing below it runs after `a`.
  let left: 'return' | 'branch' | '' = '';
  for (let i = shared; i < toA.length; i++) {
    if (toA[i]!.kind === Kind.FuncLit) break;
    const end = endOf(toA[i]!);
    if (end === 'return' || left === '') left = end === '' ? left : end;
  }
  const parent = common.at(-1);
  const exclusive =
    (parent?.kind === Kind.IfStmt && branchOf(parent, toA[shared]) !== branchOf(parent, toB[shared])) ||
    (isClause(toA[shared]) && isClause(toB[shared]));
  if (b.pos >= a.end && left === '' && !exclusive) return { relation: 'after', loops };
  if (loops.length > 0 && left !== 'return') return { relation: 'loop', loops };
  return { relation: 'no', loops };
};

const isClause = (node: ast.Node | undefined): boolean =>
  node?.kind === Kind.CaseClause || node?.kind === Kind.CommClause;

/** 1 the body of an `if`, 2 its else, 0 what runs before either. */
const branchOf = (node: ast.IfStmt, child: ast.Node | undefined): number =>
  child === node.body ? 1 : child !== undefined && child === node.else ? 2 : 0;
