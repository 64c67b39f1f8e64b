/** Which variables hold what came from another, inside one function. */
import { type Expr, Kind, type Node } from '../../syntax/ast.ts';
import { walk } from '../../syntax/walk.ts';
import { mentions } from './tree.ts';

/**
 * `name` and the variables that are assigned from it in `[from, to)` of `root`, in the order of the source:
 * `entry := v.(*entry)`, `age := now.Sub(entry.at)`. Loops are not followed back.
 */
export const derivedNames = (root: Node, name: string, from: number, to: number): ReadonlySet<string> => {
  const names = new Set([name]);
  const follow = (targets: readonly Expr[], values: readonly Expr[]): void => {
    targets.forEach((target, i) => {
      const value = values.length === targets.length ? values[i] : values[0];
      if (target.kind === Kind.Ident && target.name !== '_' && value !== undefined && mentions(value, names))
        names.add(target.name);
    });
  };
  walk(root, (node) => {
    if (node.end <= from || node.pos >= to) return false;
    if (node.pos >= from && node.kind === Kind.AssignStmt) follow(node.lhs, node.rhs);
    if (node.pos >= from && node.kind === Kind.ValueSpec) follow(node.names, node.values);
    return true;
  });
  return names;
};
