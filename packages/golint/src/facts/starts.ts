/** What runs beside a function from some statement on: its own goroutines, and those that functions it calls leave behind. */
import * as ast from '../syntax/ast.ts';
import { unparen } from '../syntax/text.ts';
import { certainCallers, type Edge, translateLock } from './edges.ts';
import { isSamePlace } from './effects.ts';
import type { Fn, FnSpawn } from './function.ts';
import type { PackageIndex } from './package-index.ts';
import { isOuter } from './places.ts';
import type { Effect, Place } from './places-model.ts';
import type { Edges } from './propagate.ts';
import type { Sym } from './symbols.ts';
import type { PackageState } from './walker-state.ts';

const { Kind } = ast;
const maxPending = 24;
const maxDepth = 6;

/** Goroutine code that runs beside `fn` from `node` on; places as `fn` sees them. */
export interface Start {
  fn: Fn;
  node: ast.Node;
  spawn: FnSpawn;
  effects: Effect[];
  after: number;
}

interface Pending {
  effect: Effect;
  spawn: FnSpawn;
}

/** Effects of what a spawn starts, as the spawner sees them. */
const startedEffects = (spawn: FnSpawn, state: PackageState): Effect[] => {
  const { target, from } = spawn;
  if (target === null) return [];
  const out: Effect[] = [];
  const call = spawn.node.kind === Kind.GoStmt ? spawn.node.call : null;
  for (const effect of target.effects) {
    const { root } = effect.place;
    if (!isOuter(root, target)) continue;
    let place: Place | null = effect.place;
    let { locks } = effect;
    if (root.fn === target) {
      place = root.role === 'receiver' ? receiverPlace(spawn, effect, state) : null;
      if (root.role === 'param' && call !== null)
        place = state.places.translate(effect.place, target, call, from.scope);
      if (call !== null) locks = locks.map((lock) => translateLock(lock, target, call, from, state));
      else locks = locks.map((lock) => ({ ...lock, place: null }));
    }
    if (place?.entity != null) out.push({ ...effect, place, locks });
  }
  return out;
};

const receiverPlace = (spawn: FnSpawn, effect: Effect, state: PackageState): Place | null => {
  if (spawn.receiver === null) return null;
  const base = state.places.of(spawn.receiver, spawn.from.scope);
  return base === null ? null : state.places.join(base, effect.place, effect.place.root);
};

/** Is the local variable what the function returns, itself, by its address or in a literal? */
const isReturned = (root: Sym, fn: Fn): boolean =>
  fn.returns.some((statement) => {
    let value = statement.results[0];
    if (value === undefined) return false;
    value = unparen(value);
    if (value.kind === Kind.UnaryExpr) value = unparen(value.x);
    return (
      value.kind === Kind.Ident && value.name === root.name && root.from <= value.pos && value.pos < root.to
    );
  });

/** The variable that holds the first result of a call: `c` of `c := New()`. */
const holderOf = (call: ast.CallExpr, fn: Fn): Sym | undefined => {
  for (const list of fn.scope.locals?.values() ?? [])
    for (const sym of list) if (sym.init === call && sym.initIndex <= 0) return sym;
  return undefined;
};

export const startsOf = (index: PackageIndex, edges: Edges, state: PackageState): Map<Fn, Start[]> => {
  const starts = new Map<Fn, Start[]>();
  const pending = new Map<Fn, Pending[]>();
  const queue: Fn[] = [];
  const leave = (fn: Fn, effect: Effect, spawn: FnSpawn): boolean => {
    const { root } = effect.place;
    if (!isOuter(root, fn) && !(root.role === 'local' && isReturned(root, fn))) return false;
    const list = pending.get(fn) ?? [];
    if (list.length >= maxPending || effect.via.length > maxDepth) return false;
    if (list.some((p) => p.effect.node === effect.node && isSamePlace(p.effect.place, effect.place)))
      return false;
    list.push({ effect, spawn });
    pending.set(fn, list);
    return true;
  };
  for (const fn of index.functions)
    for (const spawn of fn.spawns) {
      if (spawn.kind === 'handler') continue;
      const effects = startedEffects(spawn, state);
      if (effects.length === 0) continue;
      addStart(starts, { fn, node: spawn.node, spawn, effects, after: spawn.after });
      if (spawn.joined !== null || fn.deferredWait || spawn.kind === 'parallel-test') continue;
      let left = false;
      for (const effect of effects) if (leave(fn, effect, spawn)) left = true;
      if (left) queue.push(fn);
    }
  const incoming = certainCallers(edges);
  const told = new Map<Edge, number>();
  for (let at = 0; at < queue.length && at < 100_000; at++) {
    const fn = queue[at]!;
    const list = pending.get(fn) ?? [];
    for (const edge of incoming.get(fn) ?? []) {
      if (edge.from === fn) continue;
      const from = told.get(edge) ?? 0;
      told.set(edge, list.length);
      let left = false;
      for (const { effect, spawn } of list.slice(from)) {
        const outer = outward(effect, edge, state);
        if (outer === null) continue;
        if (!edge.deferred)
          addStart(starts, { fn: edge.from, node: edge.node, spawn, effects: [outer], after: edge.after });
        if (
          edge.from.deferredWait ||
          edge.from.joins.some((join) => join.channel === '' && join.node.pos > edge.node.pos)
        )
          continue;
        if (leave(edge.from, outer, spawn)) left = true;
      }
      if (left) queue.push(edge.from);
    }
  }
  return starts;
};

const addStart = (starts: Map<Fn, Start[]>, start: Start): void => {
  const list = starts.get(start.fn);
  if (list === undefined) {
    starts.set(start.fn, [start]);
    return;
  }
  const same = list.find((s) => s.node === start.node && s.spawn === start.spawn);
  if (same === undefined) list.push(start);
  else same.effects.push(...start.effects);
};

/** A goroutine's effect as the caller of the function that started it sees it; the locks of the call are not its. */
const outward = (effect: Effect, edge: Edge, state: PackageState): Effect | null => {
  const { to, from, call } = edge;
  const { root } = effect.place;
  if (root.fn !== to) return effect;
  if (call === null) return null;
  const locks = effect.locks.map((lock) => translateLock(lock, to, call, from, state));
  let place: Place | null;
  if (root.role === 'local') {
    const holder = holderOf(call, from);
    const base = holder === undefined ? null : state.places.ofSym(holder);
    place = base === null ? null : state.places.join(base, effect.place, root);
  } else place = state.places.translate(effect.place, to, call, from.scope);
  return place?.entity == null ? null : { ...effect, place, locks, via: [call, ...effect.via] };
};
