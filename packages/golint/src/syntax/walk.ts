/** Visits trees. Recursive: trees are bounded in depth (see `maxNesting`). */
import { Kind, type Node } from './ast.ts';

/** Called for a node and the node it is a part of. */
export type Visit = (node: Node, parent: Node) => void;

const each = (nodes: readonly Node[], parent: Node, visit: Visit): void => {
  for (let i = 0; i < nodes.length; i++) visit(nodes[i]!, parent);
};

/** Calls `visit` for the direct parts of `node`, in the order of the source. */
export const forEachChild = (node: Node, visit: Visit): void => {
  switch (node.kind) {
    case Kind.Ident:
    case Kind.BasicLit:
    case Kind.EmptyStmt:
    case Kind.BadExpr:
    case Kind.BadStmt:
    case Kind.BadDecl:
      return;
    case Kind.SelectorExpr:
      visit(node.x, node);
      visit(node.sel, node);
      return;
    case Kind.CallExpr:
      visit(node.fun, node);
      each(node.args, node, visit);
      return;
    case Kind.ExprStmt:
    case Kind.StarExpr:
    case Kind.UnaryExpr:
    case Kind.ParenExpr:
    case Kind.IncDecStmt:
      visit(node.x, node);
      return;
    case Kind.BinaryExpr:
      visit(node.x, node);
      visit(node.y, node);
      return;
    case Kind.IndexExpr:
      visit(node.x, node);
      visit(node.index, node);
      return;
    case Kind.IndexListExpr:
      visit(node.x, node);
      each(node.indices, node, visit);
      return;
    case Kind.SliceExpr:
      visit(node.x, node);
      if (node.low !== undefined) visit(node.low, node);
      if (node.high !== undefined) visit(node.high, node);
      if (node.max !== undefined) visit(node.max, node);
      return;
    case Kind.KeyValueExpr:
    case Kind.MapType:
      visit(node.key, node);
      visit(node.value, node);
      return;
    case Kind.CompositeLit:
      if (node.type !== undefined) visit(node.type, node);
      each(node.elts, node, visit);
      return;
    case Kind.FuncLit:
      visit(node.type, node);
      visit(node.body, node);
      return;
    case Kind.TypeAssertExpr:
      visit(node.x, node);
      if (node.type !== undefined) visit(node.type, node);
      return;
    case Kind.Ellipsis:
      if (node.elt !== undefined) visit(node.elt, node);
      return;
    case Kind.ArrayType:
      if (node.len !== undefined) visit(node.len, node);
      visit(node.elt, node);
      return;
    case Kind.ChanType:
      visit(node.value, node);
      return;
    case Kind.FuncType:
      if (node.typeParams !== undefined) visit(node.typeParams, node);
      visit(node.params, node);
      if (node.results !== undefined) visit(node.results, node);
      return;
    case Kind.StructType:
      visit(node.fields, node);
      return;
    case Kind.InterfaceType:
      visit(node.methods, node);
      return;
    case Kind.Field:
      each(node.names, node, visit);
      visit(node.type, node);
      if (node.tag !== undefined) visit(node.tag, node);
      return;
    case Kind.FieldList:
    case Kind.BlockStmt:
      each(node.list, node, visit);
      return;
    case Kind.AssignStmt:
      each(node.lhs, node, visit);
      each(node.rhs, node, visit);
      return;
    case Kind.IfStmt:
      if (node.init !== undefined) visit(node.init, node);
      visit(node.cond, node);
      visit(node.body, node);
      if (node.else !== undefined) visit(node.else, node);
      return;
    case Kind.ReturnStmt:
      each(node.results, node, visit);
      return;
    case Kind.RangeStmt:
      if (node.key !== undefined) visit(node.key, node);
      if (node.value !== undefined) visit(node.value, node);
      visit(node.x, node);
      visit(node.body, node);
      return;
    case Kind.ForStmt:
      if (node.init !== undefined) visit(node.init, node);
      if (node.cond !== undefined) visit(node.cond, node);
      if (node.post !== undefined) visit(node.post, node);
      visit(node.body, node);
      return;
    case Kind.DeclStmt:
      visit(node.decl, node);
      return;
    case Kind.GoStmt:
    case Kind.DeferStmt:
      visit(node.call, node);
      return;
    case Kind.SendStmt:
      visit(node.chan, node);
      visit(node.value, node);
      return;
    case Kind.BranchStmt:
      if (node.label !== undefined) visit(node.label, node);
      return;
    case Kind.LabeledStmt:
      visit(node.label, node);
      visit(node.stmt, node);
      return;
    case Kind.SwitchStmt:
      if (node.init !== undefined) visit(node.init, node);
      if (node.tag !== undefined) visit(node.tag, node);
      visit(node.body, node);
      return;
    case Kind.TypeSwitchStmt:
      if (node.init !== undefined) visit(node.init, node);
      visit(node.assign, node);
      visit(node.body, node);
      return;
    case Kind.CaseClause:
      if (node.list !== undefined) each(node.list, node, visit);
      each(node.body, node, visit);
      return;
    case Kind.SelectStmt:
      visit(node.body, node);
      return;
    case Kind.CommClause:
      if (node.comm !== undefined) visit(node.comm, node);
      each(node.body, node, visit);
      return;
    case Kind.GenDecl:
      each(node.specs, node, visit);
      return;
    case Kind.FuncDecl:
      if (node.recv !== undefined) visit(node.recv, node);
      visit(node.name, node);
      visit(node.type, node);
      if (node.body !== undefined) visit(node.body, node);
      return;
    case Kind.ImportSpec:
      if (node.name !== undefined) visit(node.name, node);
      visit(node.path, node);
      return;
    case Kind.ValueSpec:
      each(node.names, node, visit);
      if (node.type !== undefined) visit(node.type, node);
      each(node.values, node, visit);
      return;
    case Kind.TypeSpec:
      visit(node.name, node);
      if (node.typeParams !== undefined) visit(node.typeParams, node);
      visit(node.type, node);
      return;
    case Kind.File:
      visit(node.name, node);
      each(node.decls, node, visit);
      return;
  }
};

/**
 * Visits `root` and all below it in the order of the source. `enter` is given each node and its parent (undefined for
 * the root) before its parts; if it returns false the parts are left out, and `leave` is not called for the node.
 */
export const walk = (
  root: Node,
  enter: (node: Node, parent: Node | undefined) => unknown,
  leave?: (node: Node, parent: Node | undefined) => void,
): void => {
  const visit = (node: Node, parent: Node | undefined): void => {
    if (enter(node, parent) === false) return;
    forEachChild(node, visit);
    if (leave !== undefined) leave(node, parent);
  };
  visit(root, undefined);
};
