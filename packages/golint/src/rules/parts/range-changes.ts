/** What the body of a loop over a map does to that map, directly or through functions of the package. */
import type {
  Access,
  Answer,
  CallFacts,
  FunctionFacts,
  PackageFacts,
  RangeFacts,
} from '../../facts/model.ts';
import { type CallExpr, type Expr, Kind, type Node } from '../../syntax/ast.ts';
import { namePath, unparen } from '../../syntax/text.ts';
import { isCurrentKey } from './binding.ts';
import { within } from './tree.ts';

export interface RangeChange {
  kind: 'write' | 'delete' | 'clear';
  range: RangeFacts;
  /** In the loop's body: the access, or the call that leads to it. */
  node: Node;
  /** In words of the loop's function; undefined where it has none for it, and where the map is cleared. */
  key: Expr | undefined;
  /** Is it the key the loop is at? */
  current: Answer;
  /** The access in a function that the loop calls, and that function; null when the loop does it itself. */
  through: { access: Access; callee: FunctionFacts } | null;
}

const isChange = (kind: Access['kind']): kind is RangeChange['kind'] =>
  kind === 'write' || kind === 'delete' || kind === 'clear';

/** Calls deeper than this are not followed. */
const maxDepth = 4;
/** Bounds for code that nobody wrote by hand: calls followed from one call, and changes told of one loop. */
const maxFollowed = 500;
const maxChanges = 50;

/** What names of a callee stand for in the loop's function: an expression with its path, or nothing that is known. */
type Names = ReadonlyMap<string, { expr: Expr | undefined; path: string }>;

const pathOf = (expr: Expr): string => {
  const x = unparen(expr);
  const inner = x.kind === Kind.UnaryExpr ? x.x : x;
  return namePath(inner)?.join('.') ?? '';
};

const translate = (path: string, names: Names): string => {
  const dot = path.indexOf('.');
  const root = dot < 0 ? path : path.slice(0, dot);
  const known = names.get(root);
  if (known === undefined) return '';
  return known.path === '' ? '' : known.path + (dot < 0 ? '' : path.slice(dot));
};

/** Parameters and receiver of `callee` by name, as `call` gives them in the words of `outer`. */
const bindArguments = (call: CallExpr, callee: FunctionFacts, outer: Names | null): Names => {
  const names = new Map<string, { expr: Expr | undefined; path: string }>();
  const bind = (name: string, arg: Expr | undefined): void => {
    if (arg === undefined) return;
    const path = pathOf(arg);
    if (outer === null) {
      names.set(name, { expr: arg, path });
      return;
    }
    const inner = unparen(arg);
    const known = inner.kind === Kind.Ident ? outer.get(inner.name) : undefined;
    names.set(name, { expr: known?.expr, path: translate(path, outer) });
  };
  let at = 0;
  for (const field of callee.node.type.params.list) {
    if (field.type.kind === Kind.Ellipsis) break;
    for (const ident of field.names) bind(ident.name, call.args[at++]);
    if (field.names.length === 0) at++;
  }
  if (callee.receiver !== null && call.fun.kind === Kind.SelectorExpr) bind(callee.receiver.name, call.fun.x);
  return names;
};

const followCall = (
  call: CallFacts,
  outer: Names | null,
  range: RangeFacts,
  found: (change: Omit<RangeChange, 'node'>) => void,
  seen: ReadonlySet<FunctionFacts>,
  budget: { left: number },
): void => {
  for (const callee of call.targets) {
    if (seen.has(callee) || seen.size > maxDepth || budget.left-- <= 0) continue;
    const names = bindArguments(call.node, callee, outer);
    for (const access of callee.accesses) {
      if (!isChange(access.kind) || !isSameMap(access, names, range)) continue;
      const key = keyInCaller(access.key, names);
      const current = key === undefined ? madeInCallee(access.key) : currentKey(key, range);
      found({ kind: access.kind, range, key, current, through: { access, callee } });
    }
    const next = new Set(seen).add(callee);
    for (const inner of callee.calls)
      if (inner.targets.length > 0) followCall(inner, names, range, found, next, budget);
  }
};

const keyInCaller = (key: Expr | undefined, names: Names): Expr | undefined => {
  const x = key === undefined ? undefined : unparen(key);
  return x?.kind === Kind.Ident ? names.get(x.name)?.expr : undefined;
};

/** A literal or a computed key is not the one the loop is at; `e.name` may be. */
const madeInCallee = (key: Expr | undefined): Answer => {
  const kind = key === undefined ? undefined : unparen(key).kind;
  return kind === Kind.BasicLit || kind === Kind.CallExpr || kind === Kind.BinaryExpr ? 'no' : 'unknown';
};

const currentKey = (key: Expr, range: RangeFacts): Answer => (isCurrentKey(key, range.node) ? 'yes' : 'no');

const isSameMap = (access: Access, names: Names, range: RangeFacts): boolean => {
  if (access.entity.kind === 'package-var') return access.entity === range.entity;
  if (access.entity.kind === 'local' || translate(access.path, names) !== range.path) return false;
  return access.entity === range.entity || access.entity.kind === 'param';
};

const memo = new WeakMap<PackageFacts, readonly RangeChange[]>();

/** What the bodies of loops over maps (held in a variable) do to those maps. Goroutines and deferred calls are left out. */
export const rangeChanges = (facts: PackageFacts): readonly RangeChange[] => {
  const known = memo.get(facts);
  if (known !== undefined) return known;
  const changes: RangeChange[] = [];
  for (const range of facts.ranges)
    if (range.isMap === 'yes' && range.entity !== null) collect(range, changes);
  memo.set(facts, changes);
  return changes;
};

const collect = (range: RangeFacts, changes: RangeChange[]): void => {
  const { function: outer, node } = range;
  const full = changes.length + maxChanges;
  for (const access of outer.accesses)
    if (
      changes.length < full &&
      isChange(access.kind) &&
      access.entity === range.entity &&
      access.path === range.path &&
      access.via.length === 0 &&
      access.ranges.includes(range) &&
      within(access.node, node.body)
    )
      changes.push({
        kind: access.kind,
        range,
        node: access.node,
        key: access.key,
        current: access.key === undefined ? 'unknown' : currentKey(access.key, range),
        through: null,
      });
  for (const call of outer.calls) {
    if (changes.length >= full) return;
    if (call.targets.length === 0 || call.deferred || !call.ranges.includes(range)) continue;
    if (!within(call.node, node.body) || isSpawned(call, outer)) continue;
    const alike = new Set<string>();
    const found = (change: Omit<RangeChange, 'node'>): void => {
      const id = `${change.kind} ${change.key?.pos ?? change.current}`;
      if (!alike.has(id)) changes.push({ ...change, node: call.node });
      alike.add(id);
    };
    followCall(call, null, range, found, new Set([outer]), { left: maxFollowed });
  }
};

/** `go f(m)` runs beside the loop: NGG002's. */
const isSpawned = (call: CallFacts, outer: FunctionFacts): boolean =>
  outer.spawns.some((spawn) => spawn.node.kind === Kind.GoStmt && spawn.node.call === call.node);
