/** NGG010: a recover that cannot catch what it is there for. */
import type { CallFacts, FileFacts, FunctionFacts, PackageFacts } from '../facts/model.ts';
import type { Rule, RuleContext } from '../rules-model.ts';
import { type CallExpr, type DeferStmt, type FuncLit, Kind, type Node } from '../syntax/ast.ts';
import { commentsBetween, commentText } from '../syntax/comments.ts';
import { stringValue } from '../syntax/string-value.ts';
import { unparen } from '../syntax/text.ts';
import { walk } from '../syntax/walk.ts';
import { isIdent, pathTo, siblingsOf } from './parts/tree.ts';

export const ngg010: Rule = {
  meta: {
    id: 'NGG010',
    name: 'recover-cannot-catch',
    level: 'warning',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A recover stands where it returns nil, or is meant for a fatal error that nothing can recover.',
    go: 'legal',
    sinceMinor: null,
    fixable: false,
  },
  check(context) {
    for (const file of context.facts.files) {
      if (!file.source.text.includes('recover')) continue;
      for (const fn of file.functions)
        for (const call of fn.calls) if (call.std === 'builtin.recover') judge(context, fn, call);
    }
  },
};

const judge = (context: RuleContext, fn: FunctionFacts, { node }: CallFacts): void => {
  const { file } = fn;
  const path = pathTo(fn.node, node);
  const found = whyNil(context.facts, fn, node, path);
  if (found !== undefined) {
    context.report({ file, node, message: found.message, related: found.related ?? [] });
    return;
  }
  const deferral = deferralOf(fn);
  if (deferral === undefined) return;
  const { stmt, outer } = deferral;
  if (outer.name === 'init' && outer.receiver === null && isLastIn(outer, stmt)) {
    context.report({
      file,
      node,
      message:
        'This recover covers init only, and nothing follows it there that could panic: deferred calls of init have run before main begins. It catches no later panic, in this or any other goroutine. Defer it in the function that may panic.',
    });
    return;
  }
  const claim = claimOf(file, stmt);
  const map = claim === undefined ? guardedMap(outer, stmt) : undefined;
  if (claim === undefined && map === undefined) return;
  context.report({
    file,
    node,
    entity: map ?? '',
    message: `${
      claim === undefined
        ? `This recover guards only the use of ${map}. It would catch a write to a nil map`
        : `This recover is meant for concurrent map use ("${claim}"). It would catch panics`
    }, but concurrent use of a map is a fatal error, not a panic: the process exits with status 2 and no deferred function runs. Guard the map with a lock.`,
  });
};

interface Nil {
  message: string;
  related?: { file: FileFacts; node: Node; message: string }[];
}

/** Why this call can only return nil; undefined when it can catch something or that cannot be known. */
const whyNil = (
  facts: PackageFacts,
  fn: FunctionFacts,
  call: CallExpr,
  path: readonly Node[],
): Nil | undefined => {
  const deferred = path.find((at): at is DeferStmt => at.kind === Kind.DeferStmt);
  const runs = howItRuns(facts, fn);
  if (deferred !== undefined && runs.how !== 'deferred') {
    if (runs.how === 'unknown' && fn.node.kind === Kind.FuncLit) return undefined;
    return {
      message:
        unparen(deferred.call) === call
          ? '`defer recover()` does not stop a panic: recover must be called by a deferred function, here it is the deferred function itself. Write `defer func() { recover() }()`.'
          : 'recover is evaluated where the defer statement stands, before any panic, and returns nil. Call it inside a deferred function literal.',
    };
  }
  if (deferred !== undefined) return undefined;
  if (runs.how === 'plain') {
    const sites = runs.calls.map(({ node, from }) => ({
      file: from.file,
      node,
      message: `${fn.name} is called here, not deferred`,
    }));
    return {
      message: `${fn.node.kind === Kind.FuncLit ? 'This function' : fn.name} is never deferred, only called, so this recover always returns nil: it works only when a deferred function calls it directly. Defer ${fn.node.kind === Kind.FuncLit ? 'it' : fn.name}, or move recover into the deferred function.`,
      related: sites.slice(0, 3),
    };
  }
  return undefined;
};

type Runs = { how: 'deferred' | 'unknown' } | { how: 'plain'; calls: CallFacts[] };

/** How a function with recover comes to run. Only what nothing else can reach is said to run plainly. */
const howItRuns = (facts: PackageFacts, fn: FunctionFacts): Runs => {
  if (fn.node.kind === Kind.FuncLit) return howLiteralRuns(fn, fn.node);
  if (fn.receiver === null && (fn.name === 'init' || fn.name === 'main')) return { how: 'plain', calls: [] };
  if (fn.exported) return { how: 'unknown' };
  const { calls: callsOf, names } = usesOf(facts);
  const calls = callsOf.get(fn) ?? [];
  if (calls.some(({ deferred }) => deferred)) return { how: 'deferred' };
  const uses = names.get(fn.node.name.name) ?? 0;
  // Its declaration and each call are one use; anything more may be `defer x.name()` or a value of the function.
  return calls.length > 0 && uses <= calls.length + 1 && calls.every((each) => each.targets.length === 1)
    ? { how: 'plain', calls }
    : { how: 'unknown' };
};

/** Calls of each function, and how often each name stands in the package. */
interface Uses {
  calls: ReadonlyMap<FunctionFacts, CallFacts[]>;
  names: ReadonlyMap<string, number>;
}

const usesOf = (facts: PackageFacts): Uses => {
  const known = memo.get(facts);
  if (known !== undefined) return known;
  const calls = new Map<FunctionFacts, CallFacts[]>();
  for (const from of facts.functions)
    for (const call of from.calls)
      for (const target of call.targets) {
        const list = calls.get(target);
        if (list === undefined) calls.set(target, [call]);
        else list.push(call);
      }
  const names = new Map<string, number>();
  for (const { file } of facts.files)
    walk(file, (node) => {
      if (node.kind === Kind.Ident) names.set(node.name, (names.get(node.name) ?? 0) + 1);
    });
  const uses = { calls, names };
  memo.set(facts, uses);
  return uses;
};
const memo = new WeakMap<PackageFacts, Uses>();

const howLiteralRuns = ({ parent }: FunctionFacts, literal: FuncLit): Runs => {
  if (parent === null) return { how: 'unknown' };
  const path = pathTo(parent.node, literal);
  let at = path.length - 2;
  while (path[at]?.kind === Kind.ParenExpr) at--;
  const call = path[at];
  if (call?.kind === Kind.CallExpr && unparen(call.fun) === literal) {
    const above = path[at - 1];
    if (above?.kind === Kind.DeferStmt) return { how: 'deferred' };
    return { how: 'plain', calls: [] };
  }
  return { how: 'unknown' };
};

/** The `defer func() { ... }()` that a literal is. */
const deferralOf = (fn: FunctionFacts): { stmt: DeferStmt; outer: FunctionFacts } | undefined => {
  if (fn.parent === null || fn.node.kind !== Kind.FuncLit) return undefined;
  const stmt = pathTo(fn.parent.node, fn.node).findLast((node) => node.kind === Kind.DeferStmt);
  return stmt?.kind === Kind.DeferStmt && unparen(stmt.call.fun) === fn.node
    ? { stmt, outer: fn.parent }
    : undefined;
};

const isLastIn = (outer: FunctionFacts, stmt: DeferStmt): boolean => {
  const path = pathTo(outer.node, stmt);
  const siblings = siblingsOf(path, path.length - 1);
  return (
    siblings !== undefined &&
    path.length === 3 &&
    siblings.list
      .slice(siblings.at + 1)
      .every((next) => next.kind === Kind.ReturnStmt || next.kind === Kind.EmptyStmt)
  );
};

const claimPattern =
  /concurrent(ly)?\s+(map|access(es)? to (the |a )?map)|map\s+(race|concurren)|race\s+on\s+(the\s+)?map/i;

/** A comment at the deferred function or a text in it that speaks of concurrent maps. */
const claimOf = (file: FileFacts, stmt: DeferStmt): string | undefined => {
  const source = file.source.text;
  const lineBefore = source.lastIndexOf('\n', source.lastIndexOf('\n', stmt.pos - 1) - 1) + 1;
  for (const comment of commentsBetween(file.file, lineBefore, stmt.end)) {
    const match = claimPattern.exec(commentText(comment, source));
    if (match !== null && !/fatal|not recover|cannot|can't/i.test(commentText(comment, source)))
      return match[0];
  }
  let claim: string | undefined;
  walk(stmt, (node) => {
    if (node.kind === Kind.BasicLit) claim ??= claimPattern.exec(stringValue(node, source) ?? '')?.[0];
    return claim === undefined;
  });
  return claim;
};

/** The shared map that is all that the function with this defer touches, without a lock; undefined when it does more. */
const guardedMap = (outer: FunctionFacts, stmt: DeferStmt): string | undefined => {
  if (outer.node.body === undefined || outer.lockOperations.length > 0 || outer.entryLocks.length > 0)
    return undefined;
  const own = outer.accesses.filter(
    ({ entity, kind }) =>
      (entity.kind === 'package-var' || entity.kind === 'field') && kind !== 'escape' && kind !== 'len',
  );
  const otherCalls = outer.calls.filter(({ node, std }) => node !== stmt.call && !/^builtin\./.test(std));
  const [first] = own;
  if (first === undefined || otherCalls.length > 0 || !own.some(({ kind }) => kind !== 'read'))
    return undefined;
  const statements = outer.node.body.list.filter((each) => each !== stmt);
  const everyTouches = statements.every(
    (each) =>
      each.kind === Kind.ReturnStmt || own.some(({ node }) => node.pos >= each.pos && node.end <= each.end),
  );
  return everyTouches && isIdent(stmt.call.fun) === false ? first.path : undefined;
};
