/** Pairs of accesses to one map that nothing keeps apart, with high confidence that they meet. */
import * as ast from '../syntax/ast.ts';
import { accessOfEffect, isSamePlace, placeKey, siteIn } from './effects.ts';
import { type Fn, type FnSpawn, Sync } from './function.ts';
import { isHandlerSignature } from './handlers.ts';
import type { AccessKind, Conflict, Spawn } from './model.ts';
import { isLoop, orderOf, pathTo } from './order.ts';
import type { PackageIndex } from './package-index.ts';
import { isExported } from './package-index.ts';
import type { Effect, PlacedLock } from './places-model.ts';
import type { Edges } from './propagate.ts';
import { waitsFor } from './roots.ts';
import { type Start, startsOf } from './starts.ts';
import type { PackageState } from './walker-state.ts';

const { Kind } = ast;
const changes: ReadonlySet<AccessKind> = new Set(['write', 'delete', 'clear']);
/** Ordered by something else than a lock: whatever it was, we do not call it a race. */
const ordered = Sync.receive | Sync.wait | Sync.atomic | Sync.once;

const isChange = (effect: Effect): boolean => changes.has(effect.kind);
/** `m == nil` reads the variable, not the map. */
const touches = (effect: Effect): boolean =>
  effect.kind !== 'escape' && !(effect.kind === 'len' && effect.node.kind === Kind.BinaryExpr);

/**
 * A lock that belongs to a copy of a struct excludes nobody who has the original, and one of many locks (`locks[i]`) only
 * those who use what belongs to it.
 */
const counts = (lock: PlacedLock, { place }: Effect): boolean => {
  if (lock.place === null) return true;
  if (lock.place.copied && lock.entity.type.kind !== 'pointer') return false;
  const many = lock.place.steps.lastIndexOf('[]');
  return many < 0 || place.steps.startsWith(lock.place.steps.slice(0, many + 2));
};

/** Locks that only a comment, an unknown type or an argument we cannot follow tells of are believed. */
const isBelieved = (lock: PlacedLock): boolean =>
  lock.from === 'convention' ||
  lock.entity.id.startsWith('text:') ||
  (lock.place === null && lock.entity.kind === 'param');

/** What a pointer or an interface points to may be the lock that the other side knows by another name. */
const mayBeSame = (x: PlacedLock, y: PlacedLock): boolean =>
  x.entity.id === y.entity.id || isShared(x) || isShared(y);

/** `mu *sync.Mutex`, `l sync.Locker`; the lock embedded in `*T` is the one of that T. */
const isShared = ({ entity: { type } }: PlacedLock): boolean => {
  const named = type.kind === 'pointer' ? type.elem : type;
  if (named.kind !== 'named' || named.pkg !== 'sync') return false;
  return type.kind === 'pointer' || named.name === 'Locker';
};

/** Does some lock keep the two apart? */
const excluded = (a: Effect, b: Effect): boolean =>
  a.locks.some(isBelieved) ||
  b.locks.some(isBelieved) ||
  a.locks.some(
    (x) =>
      counts(x, a) &&
      b.locks.some((y) => counts(y, b) && mayBeSame(x, y) && (x.mode === 'write' || y.mode === 'write')),
  );

/** A place that is the same object for all who name it: no element of a slice or map on the way. */
const isOneObject = (effect: Effect): boolean => !effect.place.steps.includes('[]');

const clash = (a: Effect, b: Effect): boolean =>
  (isChange(a) || isChange(b)) && touches(a) && touches(b) && !excluded(a, b);

export const findConflicts = (index: PackageIndex, edges: Edges, state: PackageState): Conflict[] => {
  const conflicts: Conflict[] = [];
  const seen = new Set<string>();
  const add = (relation: Conflict['relation'], a: Effect, b: Effect, spawn: FnSpawn): void => {
    // One finding per map and pair of sites; the change comes first.
    const [write, other] = isChange(a) ? [a, b] : [b, a];
    const key = `${write.place.entity!.id}|${Math.min(write.node.pos, other.node.pos)}|${Math.max(write.node.pos, other.node.pos)}`;
    if (seen.has(key)) return;
    seen.add(key);
    conflicts.push({
      relation,
      entity: write.place.entity!,
      write: accessOfEffect(write, write.function),
      other: accessOfEffect(other, other.function),
      spawn: spawn as Spawn,
    });
  };
  const starts = startsOf(index, edges, state);
  for (const [fn, list] of starts) {
    for (const start of list) {
      betweenInstances(start, add);
      if (start.spawn.kind !== 'parallel-test') withSpawner(fn, start, add);
      constructed(fn, start, state, add);
    }
    betweenStarts(fn, list, add);
  }
  handlers(index, add);
  return conflicts;
};

type Add = (relation: Conflict['relation'], a: Effect, b: Effect, spawn: FnSpawn) => void;

/** Is the variable another one in each turn of the loop? */
const isOfTurn = (effect: Effect, loop: ast.Node, fn: Fn): boolean => {
  const { root } = effect.place;
  if (root.role === 'package-var') return false;
  if (root.fn !== fn) return false;
  if (loop.pos <= root.node.pos && root.node.pos < loop.end) return true;
  // A variable that gets another value in between may hold another object each time.
  return root.role === 'local' && root.assigns > 0;
};

const bodyOf = (fn: Fn): ast.Node => fn.node.body ?? fn.node;

/** Does anything inside the loop wait for what was started there? */
const joinedIn = (fn: Fn, loop: ast.Node, start: Start): boolean =>
  fn.joins.some(
    (join) =>
      loop.pos <= join.node.pos &&
      join.node.pos < loop.end &&
      join.node.pos > start.node.pos &&
      waitsFor(join, start.spawn),
  );

const betweenInstances = (start: Start, add: Add): void => {
  const { fn, spawn } = start;
  if (spawn.node === start.node && spawn.loop === null) return;
  const loop = pathTo(bodyOf(fn), start.node.pos).findLast((node) => isLoop(node) && node !== start.node);
  if (loop === undefined || joinedIn(fn, loop, start)) return;
  for (const effect of start.effects) {
    if (!isChange(effect) || !isOneObject(effect) || (effect.after & ordered) !== 0) continue;
    if (isOfTurn(effect, loop, fn) || replacedIn(fn, effect, loop)) continue;
    if (spawn.kind === 'parallel-test' && isOnABranch(effect)) continue;
    if (effect.unpublished && effect.place.root.role === 'package-var') continue;
    const meets = (e: Effect): boolean =>
      isSamePlace(e.place, effect.place) && clash(effect, e) && (e.after & ordered) === 0;
    const other = start.effects.find((e) => e !== effect && meets(e)) ?? (meets(effect) ? effect : undefined);
    if (other !== undefined) add('instances', effect, other, spawn);
  }
};

/** In a branch of a function that is called: the cases of a table take different ways, and perhaps none takes this one. */
const isOnABranch = ({ via, function: owner, node }: Effect): boolean =>
  via.length > 0 &&
  pathTo(bodyOf(owner), node.pos).some(({ kind }) => kind === Kind.IfStmt || kind === Kind.CaseClause);

/** Does the loop give the variable another map? Then each goroutine may have its own. */
const replacedIn = (fn: Fn, effect: Effect, loop: ast.Node): boolean => {
  return fn.effects.some(
    (e) =>
      e.kind === 'replace' &&
      isSamePlace(e.place, effect.place) &&
      loop.pos <= siteIn(e).pos &&
      siteIn(e).pos < loop.end,
  );
};

const withSpawner = (fn: Fn, start: Start, add: Add): void => {
  const body = bodyOf(fn);
  for (const theirs of start.effects) {
    if (!isOneObject(theirs) || (theirs.after & ordered) !== 0) continue;
    for (const mine of fn.effects) {
      if (!isSamePlace(mine.place, theirs.place) || !clash(theirs, mine)) continue;
      if (mine.node === theirs.node && mine.via.length === 0) continue;
      if (mine.unpublished && mine.place.root.role === 'package-var') continue;
      if ((mine.after & (Sync.atomic | Sync.once)) !== 0) continue;
      if (mine.via.length > 0 && (mine.after & ~start.after & (Sync.receive | Sync.wait)) !== 0) continue;
      const relation = meet(fn, body, start, theirs, mine);
      if (relation !== null) add(relation, theirs, mine, start.spawn);
    }
  }
};

/** Can the spawner be at `mine` while what it started is at `theirs`? */
const meet = (
  fn: Fn,
  body: ast.Node,
  start: Start,
  theirs: Effect,
  mine: Effect,
): 'spawner' | 'range' | null => {
  const site = siteIn(mine);
  // An access inside the statement that starts is before the start, or an argument of it.
  if (start.node.pos <= site.pos && site.pos < start.node.end) return null;
  const around = mine.kind === 'range' ? rangeAround(body, site, start.node) : undefined;
  if (around !== undefined) {
    if (isOfTurn(mine, around, fn) && mine.place.root.role === 'local' && mine.place.root.assigns === 0)
      return null;
    return joinedIn(fn, around, start) ? null : 'range';
  }
  const order = orderOf(body, start.node, site);
  if (order.relation === 'no') return null;
  const joinBetween = fn.joins.some(
    (join) => join.node.pos > start.node.pos && join.node.pos < site.pos && waitsFor(join, start.spawn),
  );
  if (order.relation === 'after' && !joinBetween) {
    // A goroutine that begins its work with a receive sees what was done before the send.
    if (isHandedOver(theirs, start, fn)) return null;
    const told = (mine.after & Sync.send) !== 0 || order.loops.length > 0;
    return (theirs.after & Sync.loopReceive) !== 0 && !told ? null : 'spawner';
  }
  const loop = order.loops[0];
  if (loop === undefined || joinedIn(fn, loop, start)) return null;
  return isOfTurn(theirs, loop, fn) || replacedIn(fn, theirs, loop) ? null : 'spawner';
};

/** A loop that starts goroutines gives a variable declared outside it another value: each goroutine may have its own object. */
const isHandedOver = ({ place: { root, steps } }: Effect, start: Start, fn: Fn): boolean =>
  root.role === 'local' &&
  root.fn === fn &&
  root.assigns > 0 &&
  steps !== '' &&
  pathTo(bodyOf(fn), start.node.pos).some((node) => isLoop(node) && root.node.pos < node.pos);

/** The range statement over what `site` names, when the start stands in its body. */
const rangeAround = (body: ast.Node, site: ast.Node, start: ast.Node): ast.Node | undefined =>
  pathTo(body, start.pos).find(
    (node) =>
      node.kind === Kind.RangeStmt &&
      node.x.pos <= site.pos &&
      site.end <= node.x.end &&
      start.pos >= node.body.pos,
  );

const betweenStarts = (fn: Fn, list: readonly Start[], add: Add): void => {
  const body = bodyOf(fn);
  const few = list.slice(0, 32);
  const roots = few.map((start) => new Set(start.effects.map((e) => e.place.root)));
  for (let i = 0; i < few.length; i++)
    for (let j = 0; j < few.length; j++) {
      const [first, second] = [few[i]!, few[j]!];
      if (i === j || first.node === second.node || first.node.pos > second.node.pos) continue;
      if (!second.effects.some((e) => roots[i]!.has(e.place.root))) continue;
      const joined = fn.joins.some(
        (join) =>
          join.node.pos > first.node.pos && join.node.pos < second.node.pos && waitsFor(join, first.spawn),
      );
      if (joined || orderOf(body, first.node, second.node).relation !== 'after') continue;
      for (const a of first.effects)
        for (const b of second.effects) {
          if (!isSamePlace(a.place, b.place) || !isOneObject(a) || !clash(a, b)) continue;
          if (((a.after | b.after) & (ordered | Sync.loopReceive)) === 0)
            add('goroutines', a, b, second.spawn);
        }
    }
};

const stops =
  /^(?:close|stop|shutdown|wait|finish|flush|drain|string|done|end|terminate|cancel|quit|kill|reset|result|summary|report)/i;

/** A constructor that starts a goroutine on what it returns: every method runs beside it. */
const constructed = (fn: Fn, start: Start, state: PackageState, add: Add): void => {
  const { index } = state.infer.types;
  if (fn.file.file.name.name === 'main' || fn.file.test || fn.parent !== null || !fn.exported) return;
  if (start.node !== start.spawn.node || start.spawn.joined !== null) return;
  for (const theirs of start.effects) {
    const { root, steps } = theirs.place;
    if (root.role !== 'local' || root.fn !== fn || !isOneObject(theirs) || (theirs.after & ordered) !== 0)
      continue;
    const returned = fn.returns.at(-1)?.results[0];
    if (returned?.kind !== Kind.Ident || returned.name !== root.name) continue;
    const type = state.infer.ofSym(root);
    const named = type.kind === 'pointer' ? type.elem : type;
    if (named.kind !== 'named' || named.pkg !== '' || !isExported(named.name)) continue;
    for (const method of index.methods.get(named.name)?.values() ?? []) {
      if (
        !method.exported ||
        method.file.test ||
        method.node.kind !== Kind.FuncDecl ||
        stops.test(method.node.name.name)
      )
        continue;
      if (method === start.spawn.target || method.roots.length > 0) continue;
      for (const mine of method.effects)
        if (
          mine.place.root.role === 'receiver' &&
          mine.place.root.fn === method &&
          mine.place.steps === steps &&
          (mine.after & (ordered | Sync.send)) === 0 &&
          clash(theirs, mine)
        )
          add('constructor', theirs, mine, start.spawn);
    }
  }
};

/** Handlers run beside each other and beside themselves. */
const handlers = (index: PackageIndex, add: Add): void => {
  const groups = new Map<string, { effect: Effect; spawn: FnSpawn }[]>();
  for (const fn of index.functions)
    for (const spawn of fn.spawns) {
      const { target } = spawn;
      if (spawn.kind !== 'handler' || target === null || isPerRequest(target)) continue;
      for (const effect of target.effects) {
        const { root, steps } = effect.place;
        if (!isOneObject(effect) || (effect.after & (ordered | Sync.loopReceive)) !== 0) continue;
        const shared = root.role === 'receiver' ? root.fn === target : root.fn !== target;
        if (!shared || (effect.unpublished && root.role === 'package-var')) continue;
        const key = root.role === 'receiver' ? `${target.receiver!.type}${steps}` : placeKey(effect.place);
        const list = groups.get(key);
        if (list === undefined) groups.set(key, [{ effect, spawn }]);
        else if (list.length < 64) list.push({ effect, spawn });
      }
    }
  for (const list of groups.values())
    for (const { effect, spawn } of list) {
      if (!isChange(effect)) continue;
      const other = list.find((o) => o.effect.node !== effect.node && clash(effect, o.effect));
      if (other !== undefined) add('handlers', effect, other.effect, spawn);
      else if (!excluded(effect, effect)) add('handlers', effect, effect, spawn);
    }
};

/** Another handler makes the object that this one is a method of, anew for each request. */
const isPerRequest = (fn: Fn): boolean =>
  fn.callers.some((call) => {
    for (let outer: Fn | null = call.from; outer !== null; outer = outer.parent)
      if (isHandlerSignature(outer.node.type, outer.scope) && outer.receiverSym === null)
        return call.unpublished;
    return false;
  });
