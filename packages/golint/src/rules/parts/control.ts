/** Where control goes after a statement. */
import { type IfStmt, Kind, type Node, type RangeStmt, type Stmt } from '../../syntax/ast.ts';
import { Token } from '../../syntax/tokens.ts';
import { walk } from '../../syntax/walk.ts';
import { siblingsOf } from './tree.ts';

const exits = new Set(['panic', 'os.Exit', 'log.Fatal', 'log.Fatalf', 'log.Fatalln', 'runtime.Goexit']);
/** Methods that end a test. */
const testExits = new Set(['Fatal', 'Fatalf', 'FailNow', 'Skip', 'Skipf', 'SkipNow']);

const isExit = (stmt: Stmt): boolean => {
  if (stmt.kind !== Kind.ExprStmt || stmt.x.kind !== Kind.CallExpr) return false;
  const { fun } = stmt.x;
  if (fun.kind === Kind.Ident) return exits.has(fun.name);
  if (fun.kind !== Kind.SelectorExpr || fun.x.kind !== Kind.Ident) return false;
  return exits.has(`${fun.x.name}.${fun.sel.name}`) || (fun.x.name === 't' && testExits.has(fun.sel.name));
};

/** Whether control never reaches what follows `stmt` in its block: return, break, continue, goto, panic, os.Exit. */
export const leavesBlock = (stmt: Stmt | undefined): boolean => {
  if (stmt === undefined) return false;
  if (stmt.kind === Kind.ReturnStmt || stmt.kind === Kind.BranchStmt) return true;
  if (stmt.kind === Kind.BlockStmt) return leavesBlock(stmt.list.at(-1));
  if (stmt.kind === Kind.IfStmt)
    return stmt.else !== undefined && leavesBlock(stmt.body) && leavesBlock(stmt.else);
  return isExit(stmt);
};

/** A `break` in a switch or select leaves only that, unless it names the loop. */
const leavesLoop = (stmt: Stmt, path: readonly Node[], index: number, loop: Node): boolean => {
  if (stmt.kind === Kind.ReturnStmt || isExit(stmt)) return true;
  if (stmt.kind !== Kind.BranchStmt) return false;
  if (stmt.tok === Token.GOTO) return true;
  const loopAt = path.indexOf(loop);
  if (stmt.tok === Token.CONTINUE)
    return stmt.label !== undefined && !hasLabel(path, loopAt, stmt.label.name);
  if (stmt.tok !== Token.BREAK) return false;
  if (stmt.label !== undefined) return labelStandsAbove(path, loopAt, stmt.label.name);
  for (let i = index - 1; i > loopAt; i--) if (isBreakable(path[i]!)) return false;
  return true;
};

const isBreakable = ({ kind }: Node): boolean =>
  kind === Kind.SwitchStmt ||
  kind === Kind.TypeSwitchStmt ||
  kind === Kind.SelectStmt ||
  kind === Kind.ForStmt ||
  kind === Kind.RangeStmt;

const hasLabel = (path: readonly Node[], at: number, name: string): boolean => {
  const above = path[at - 1];
  return above?.kind === Kind.LabeledStmt && above.label.name === name;
};

/** The label names the loop itself or one around it. */
const labelStandsAbove = (path: readonly Node[], loopAt: number, name: string): boolean => {
  for (let at = loopAt; at > 0; at--) if (hasLabel(path, at, name)) return true;
  return false;
};

/**
 * Whether the loop surely ends after the last node of `path`, before its next iteration: the statements behind it, out
 * to the loop's body, come to a `break` of the loop or leave the function.
 */
export const loopEndsAfter = (path: readonly Node[], loop: RangeStmt): boolean => {
  const loopAt = path.indexOf(loop);
  for (let index = path.length - 1; index > loopAt; index--) {
    const siblings = siblingsOf(path, index);
    if (siblings === undefined) continue;
    for (const stmt of siblings.list.slice(siblings.at)) {
      if (leavesLoop(stmt, path, index, loop)) return true;
      if (stmt !== path[index] && mayJump(stmt)) return false;
    }
  }
  return false;
};

/** A `continue` in a condition would take control elsewhere than to the statements behind. */
const mayJump = (stmt: Stmt): boolean => {
  let jumps = false;
  walk(stmt, (node) => {
    if (node.kind === Kind.BranchStmt) jumps = true;
    return !jumps && node.kind !== Kind.FuncLit;
  });
  return jumps;
};

/** The conditions that hold or fail for the last node of `path`: `if` statements around it below `from`, innermost first. */
export const conditionsAround = (
  path: readonly Node[],
  from: Node,
): { stmt: IfStmt; branch: 'then' | 'else' }[] => {
  const found: { stmt: IfStmt; branch: 'then' | 'else' }[] = [];
  for (let i = path.length - 2; i > path.indexOf(from); i--) {
    const node = path[i]!;
    if (node.kind !== Kind.IfStmt) continue;
    if (path[i + 1] === node.body) found.push({ stmt: node, branch: 'then' });
    else if (path[i + 1] === node.else) found.push({ stmt: node, branch: 'else' });
  }
  return found;
};
