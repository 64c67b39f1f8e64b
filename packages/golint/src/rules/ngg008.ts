/** NGG008: a decision about a sync.Map entry that another goroutine can make wrong before it is acted on. */
import type { CallFacts, FunctionFacts } from '../facts/model.ts';
import type { Rule, RuleContext } from '../rules-model.ts';
import { type CallExpr, type Expr, type FuncLit, Kind, type Node, type RangeStmt } from '../syntax/ast.ts';
import { exprText, samePath, unparen } from '../syntax/text.ts';
import { conditionsAround, leavesBlock } from './parts/control.ts';
import { derivedNames } from './parts/derived.ts';
import { packageUsesSyncMap, syncMapCall } from './parts/sync-map.ts';
import { isIdent, mentions, pathTo, sameText, within } from './parts/tree.ts';

export const ngg008: Rule = {
  meta: {
    id: 'NGG008',
    name: 'sync-map-check-then-act',
    level: 'warning',
    profiles: ['recommended', 'strict', 'all'],
    title:
      'An entry of a sync.Map is tested and then changed in a second call, with room for others between.',
    go: 'race',
    sinceMinor: null,
    fixable: false,
  },
  check(context) {
    if (!packageUsesSyncMap(context.facts)) return;
    for (const fn of context.facts.functions) {
      const uses = usesOf(fn);
      for (const act of uses) {
        if (act.method !== 'Delete' && act.method !== 'Store') continue;
        if (act.call.locks.length > 0 || act.call.unpublished) continue;
        const check = uses.findLast((use) => checks.has(use.method) && isCheckOf(use, act, fn));
        // LoadOrStore and the like in between have settled who acts.
        if (check !== undefined && check.method !== 'Load') continue;
        const load = check;
        if (load !== undefined) reportLoad(context, fn, load, act);
        else reportRange(context, fn, act);
      }
    }
  },
};

const checks = new Set([
  'Load',
  'LoadOrStore',
  'LoadAndDelete',
  'CompareAndSwap',
  'CompareAndDelete',
  'Swap',
]);

interface Use {
  call: CallFacts;
  method: string;
  map: Expr;
  key: Expr;
}

const usesOf = (fn: FunctionFacts): Use[] => {
  const uses: Use[] = [];
  for (const call of fn.calls) {
    const known = syncMapCall(call);
    const key = call.node.args[0];
    if (known !== undefined && key !== undefined && !call.deferred) uses.push({ call, ...known, key });
  }
  return uses;
};

const isCheckOf = (load: Use, act: Use, fn: FunctionFacts): boolean => {
  const source = fn.file.source.text;
  return (
    load.call.node.end <= act.call.node.pos &&
    load.call.locks.length === 0 &&
    samePath(load.map, act.map, source) &&
    sameText(load.key, act.key, source)
  );
};

/** The names a Load gives: `v, ok`. */
const resultsOf = (load: CallExpr, fn: FunctionFacts): { value: string; ok: string } | undefined => {
  const path = pathTo(fn.node, load);
  const stmt = path.at(-2);
  if (stmt?.kind !== Kind.AssignStmt || stmt.rhs.length !== 1) return undefined;
  const name = (x: Expr | undefined): string => (isIdent(x) && x.name !== '_' ? x.name : '');
  return { value: name(stmt.lhs[0]), ok: name(stmt.lhs[1]) };
};

/** How the act hangs on what was loaded. */
type Link = 'missing' | 'present' | 'value' | 'stored';

const linkOf = (load: Use, act: Use, fn: FunctionFacts): Link | undefined => {
  const results = resultsOf(load.call.node, fn);
  if (results === undefined || (results.value === '' && results.ok === '')) return undefined;
  const from = load.call.node.end;
  const values =
    results.value === '' ? new Set<string>() : derivedNames(fn.node, results.value, from, act.call.node.pos);
  const path = pathTo(fn.node, act.call.node);
  const tests: { cond: Expr; holds: boolean }[] = [];
  for (const { stmt, branch } of conditionsAround(path, fn.node)) {
    if (stmt.pos <= from && !within(load.call.node, stmt)) continue;
    tests.push({ cond: stmt.cond, holds: branch === 'then' });
  }
  for (const { cond } of guardsBefore(path, from)) tests.push({ cond, holds: false });
  const presence = results.ok === '' ? undefined : presenceIn(tests, results.ok);
  if (presence === 'missing') return presence;
  if (tests.some(({ cond }) => mentions(cond, values))) return 'value';
  const stored = act.method === 'Store' ? act.call.node.args[1] : undefined;
  return stored !== undefined && mentions(stored, values) ? 'stored' : presence;
};

/** What tests of `ok` or `!ok` say. */
const presenceIn = (
  tests: readonly { cond: Expr; holds: boolean }[],
  ok: string,
): 'missing' | 'present' | undefined => {
  for (const { cond, holds } of tests) {
    const x = unparen(cond);
    if (isIdent(x, ok)) return holds ? 'present' : 'missing';
    if (x.kind === Kind.UnaryExpr && isIdent(unparen(x.x), ok)) return holds ? 'missing' : 'present';
  }
  return undefined;
};

/** `if cond { return }` between the load and the act, in the blocks around the act: the act happens when `cond` fails. */
const guardsBefore = (path: readonly Node[], from: number): { cond: Expr }[] => {
  const guards: { cond: Expr }[] = [];
  for (let i = 0; i + 1 < path.length; i++) {
    const node = path[i]!;
    if (node.kind !== Kind.BlockStmt && node.kind !== Kind.CaseClause && node.kind !== Kind.CommClause)
      continue;
    for (const stmt of node.kind === Kind.BlockStmt ? node.list : node.body) {
      if (stmt === path[i + 1]) break;
      if (stmt.kind === Kind.IfStmt && stmt.end > from && stmt.else === undefined && leavesBlock(stmt.body))
        guards.push({ cond: stmt.cond });
    }
  }
  return guards;
};

const reportLoad = (context: RuleContext, fn: FunctionFacts, load: Use, act: Use): void => {
  const link = linkOf(load, act, fn);
  if (link === undefined) return;
  const { file } = fn;
  const source = file.source.text;
  const map = exprText(act.map, source);
  const key = exprText(act.key, source);
  const value = resultsOf(load.call.node, fn)?.value ?? '';
  const harmless = link === 'missing' && isPlainValue(context, act.call.node.args[1], fn);
  context.report({
    ...(harmless ? { level: 'note' as const } : {}),
    file,
    node: act.call.node,
    entity: map,
    message: `${map}.${act.method}(${key}) relies on what ${map}.Load(${key}) returned, but another goroutine can change the entry between the two calls: ${lostBy(act, link)}. ${adviceFor(context, act, link, map, key, value)}`,
    related: [{ file, node: load.call.node, message: `${key} is loaded here` }],
  });
};

/** Numbers, texts and the like: if two compute the same for a key, it does not matter whose is kept. */
const isPlainValue = ({ facts }: RuleContext, value: Expr | undefined, fn: FunctionFacts): boolean =>
  value !== undefined && facts.underlying(facts.typeOf(value, fn)).kind === 'basic';

const lostBy = (act: Use, link: Link): string => {
  if (act.method === 'Delete')
    return link === 'present'
      ? 'two goroutines can both take the same entry'
      : 'a value stored meanwhile is deleted';
  return link === 'missing'
    ? 'two goroutines can both store, and one value is lost, which is harmless only where both are equal'
    : 'a value stored meanwhile is overwritten';
};

const adviceFor = (
  { go }: RuleContext,
  act: Use,
  link: Link,
  map: string,
  key: string,
  value: string,
): string => {
  const old = value === '' ? 'old' : value;
  if (act.method === 'Store' && link === 'missing') return `Use ${map}.LoadOrStore(${key}, value).`;
  if (act.method === 'Delete' && link === 'present')
    return `Use ${map}.LoadAndDelete(${key}) and act on what it returns.`;
  if (!go(20))
    return 'Guard both calls with one mutex; from Go 1.20 on, CompareAndDelete and CompareAndSwap do it.';
  return act.method === 'Delete'
    ? `Use ${map}.CompareAndDelete(${key}, ${old}); the values must be comparable, pointers are.`
    : `Use ${map}.CompareAndSwap(${key}, ${old}, new) in a loop, or keep an atomic value in the map.`;
};

/** `m.Range(func(k, v any) bool { if expired(v) { m.Delete(k) } ... })` and `for k, v := range m.Range`. */
const reportRange = (context: RuleContext, fn: FunctionFacts, act: Use): void => {
  const pass = rangePass(fn, act);
  if (pass === undefined || !isIdent(unparen(act.key), pass.key)) return;
  const values = derivedNames(pass.body, pass.value, pass.body.pos, act.call.node.pos);
  const path = pathTo(pass.body, act.call.node);
  const tests = [
    ...conditionsAround(path, pass.body).map(({ stmt }) => stmt.cond),
    ...guardsBefore(path, pass.body.pos).map(({ cond }) => cond),
  ];
  const stored = act.method === 'Store' ? act.call.node.args[1] : undefined;
  const tested = tests.some((cond) => mentions(cond, values));
  if (!tested && !(stored !== undefined && mentions(stored, values))) return;
  const map = exprText(act.map, fn.file.source.text);
  context.report({
    file: fn.file,
    node: act.call.node,
    entity: map,
    message: `${map}.${act.method}(${pass.key}) acts on the value that ${map}.Range passed, but another goroutine can store a new one before the call: ${lostBy(act, 'value')}. Range itself is safe; the decision is not. ${adviceFor(context, act, 'value', map, pass.key, pass.value)}`,
    related: [{ file: fn.file, node: pass.at, message: `${map} is ranged over here` }],
  });
};

interface Pass {
  key: string;
  value: string;
  body: Node;
  at: Node;
}

const rangePass = (fn: FunctionFacts, act: Use): Pass | undefined => {
  const source = fn.file.source.text;
  for (const range of [...act.call.ranges].reverse()) {
    const x = unparen(range.node.x);
    if (x.kind === Kind.SelectorExpr && x.sel.name === 'Range' && samePath(x.x, act.map, source))
      return ofNames(range.node.key, range.node.value, range.node.body, range.node);
  }
  if (fn.node.kind !== Kind.FuncLit) return undefined;
  const call = fn.parent?.calls.find((each) => each.node.args[0] === fn.node);
  const known = call === undefined ? undefined : syncMapCall(call);
  if (call === undefined || known?.method !== 'Range' || !samePath(known.map, act.map, source))
    return undefined;
  const [key, value] = parametersOf(fn.node);
  return ofNames(key, value, fn.node.body, call.node);
};

const parametersOf = (node: FuncLit): Expr[] => node.type.params.list.flatMap((field) => [...field.names]);

const ofNames = (key: RangeStmt['key'], value: RangeStmt['value'], body: Node, at: Node): Pass | undefined =>
  isIdent(key) && isIdent(value) && key.name !== '_' && value.name !== '_'
    ? { key: key.name, value: value.name, body, at }
    : undefined;
