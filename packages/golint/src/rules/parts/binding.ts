/** Which declaration a name means at a place inside a function: the local ones, by Go's block scopes. */
import { type Expr, type FieldList, Kind, type Node, type RangeStmt, type Stmt } from '../../syntax/ast.ts';
import { unparen } from '../../syntax/text.ts';
import { Token } from '../../syntax/tokens.ts';
import { walk } from '../../syntax/walk.ts';
import { isIdent, pathTo } from './tree.ts';

export interface Binding {
  /** The statement, value spec or parameter list that declares the name. */
  node: Node;
  /** What it is declared as, where that is one expression for the name, or the one call or receive that gives several. */
  value: Expr | undefined;
  /** Its place among several names. */
  index: number;
}

const inList = (names: readonly (Expr | undefined)[], name: string): number =>
  names.findIndex((x) => isIdent(x, name));

/** `x, err := f()`: the value of every name is the call. */
const valueAt = (values: readonly Expr[], names: number, index: number): Expr | undefined =>
  values.length === names ? values[index] : values.length === 1 ? values[0] : undefined;

const declaredBy = (stmt: Stmt | undefined, name: string): Binding | undefined => {
  if (stmt === undefined) return undefined;
  if (stmt.kind === Kind.LabeledStmt) return declaredBy(stmt.stmt, name);
  if (stmt.kind === Kind.AssignStmt && stmt.tok === Token.DEFINE) {
    const index = inList(stmt.lhs, name);
    return index < 0 ? undefined : { node: stmt, value: valueAt(stmt.rhs, stmt.lhs.length, index), index };
  }
  if (stmt.kind !== Kind.DeclStmt || stmt.decl.kind !== Kind.GenDecl) return undefined;
  for (const spec of stmt.decl.specs) {
    if (spec.kind !== Kind.ValueSpec) continue;
    const index = inList(spec.names, name);
    if (index >= 0) return { node: spec, value: valueAt(spec.values, spec.names.length, index), index };
  }
  return undefined;
};

const lastBefore = (list: readonly Stmt[], below: Node | undefined, name: string): Binding | undefined => {
  const end = below === undefined ? list.length : list.indexOf(below as Stmt);
  for (let i = (end < 0 ? list.length : end) - 1; i >= 0; i--) {
    const found = declaredBy(list[i], name);
    if (found !== undefined) return found;
  }
  return undefined;
};

const ofFields = (fields: FieldList | undefined, name: string): Binding | undefined => {
  let index = -1;
  for (const field of fields?.list ?? []) {
    for (const ident of field.names) {
      index++;
      if (ident.name === name) return { node: field, value: undefined, index };
    }
  }
  return undefined;
};

/** What `node` declares for its part `below`. */
const scopeOf = (node: Node, below: Node | undefined, name: string): Binding | undefined => {
  switch (node.kind) {
    case Kind.BlockStmt:
      return lastBefore(node.list, below, name);
    case Kind.CaseClause:
      return lastBefore(node.body, below, name);
    case Kind.CommClause:
      return (
        lastBefore(node.body, below, name) ?? (below === node.comm ? undefined : declaredBy(node.comm, name))
      );
    case Kind.IfStmt:
    case Kind.SwitchStmt:
    case Kind.ForStmt:
      return below === node.init ? undefined : declaredBy(node.init, name);
    case Kind.TypeSwitchStmt:
      if (below === node.init) return undefined;
      return (
        (below === node.assign ? undefined : declaredBy(node.assign, name)) ?? declaredBy(node.init, name)
      );
    case Kind.RangeStmt: {
      if (below !== node.body || node.tok !== Token.DEFINE) return undefined;
      const index = inList([node.key, node.value], name);
      return index < 0 ? undefined : { node, value: undefined, index };
    }
    case Kind.FuncLit:
      return ofFields(node.type.params, name) ?? ofFields(node.type.results, name);
    case Kind.FuncDecl:
      return (
        ofFields(node.type.params, name) ?? ofFields(node.recv, name) ?? ofFields(node.type.results, name)
      );
    default:
      return undefined;
  }
};

/** The declaration of `name` for the last node of `path` (see `pathTo`); null when it is none inside the path's root. */
export const bindingOf = (name: string, path: readonly Node[]): Binding | null => {
  for (let i = path.length - 1; i >= 0; i--) {
    const found = scopeOf(path[i]!, path[i + 1], name);
    if (found !== undefined) return found;
  }
  return null;
};

/** Where each name of a tree is assigned, or its address taken: offsets, rising. */
const assignments = (root: Node): ReadonlyMap<string, readonly number[]> => {
  const known = memo.get(root);
  if (known !== undefined) return known;
  const found = new Map<string, number[]>();
  const note = (x: Expr, at: number): void => {
    const ident = unparen(x);
    if (ident.kind !== Kind.Ident) return;
    const places = found.get(ident.name);
    if (places === undefined) found.set(ident.name, [at]);
    else places.push(at);
  };
  walk(root, (node) => {
    if (node.kind === Kind.AssignStmt && node.tok !== Token.DEFINE)
      for (const x of node.lhs) note(x, node.pos);
    if (node.kind === Kind.IncDecStmt || (node.kind === Kind.UnaryExpr && node.op === Token.AND))
      note(node.x, node.pos);
  });
  memo.set(root, found);
  return found;
};
const memo = new WeakMap<Node, ReadonlyMap<string, readonly number[]>>();

/** Whether `name` is assigned or its address taken in `root` before the offset `to`. */
const assignedIn = (root: Node, name: string, to: number): boolean =>
  (assignments(root).get(name)?.[0] ?? Number.POSITIVE_INFINITY) < to;

/**
 * Whether `key`, in the body of `range`, is the key the loop is at: its key variable, not assigned since, or a copy of
 * it made in the loop (`name := k`).
 */
export const isCurrentKey = (key: Expr, range: RangeStmt): boolean => {
  const x = unparen(key);
  if (x.kind !== Kind.Ident || range.key === undefined) return false;
  if (assignedIn(range.body, x.name, key.pos)) return false;
  const binding = bindingOf(x.name, pathTo(range, x));
  if (binding === null) return range.tok === Token.ASSIGN && isIdent(range.key, x.name);
  if (binding.node === range) return binding.index === 0;
  return binding.value !== undefined && isCurrentKey(binding.value, range);
};

/** Whether a variable named `name`, used at `at` in the body of `range`, is declared outside the loop. */
export const isOuterName = (name: string, at: Node, range: RangeStmt): boolean =>
  bindingOf(name, pathTo(range, at)) === null && !assignedIn(range.body, name, range.body.end);
