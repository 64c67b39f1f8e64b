/** What a call of a function does to maps that exist outside of it, through any depth of calls in the package. */
import type * as ast from '../syntax/ast.ts';
import { certainCallers, type Edge, translateLock } from './edges.ts';
import type { Fn, FnAccess } from './function.ts';
import type { Access } from './model.ts';
import type { PackageIndex } from './package-index.ts';
import { isOuter } from './places.ts';
import type { Effect, Place, PlacedLock } from './places-model.ts';
import { walksMaps } from './std-calls.ts';
import type { PackageState } from './walker-state.ts';

/** Bounds: a function with more effects than this is told by its first ones. */
const maxEffects = 48;
const maxDepth = 6;

/** The same for two places of one object. */
export const placeKey = (place: Place): string => `${place.root.id}${place.steps}`;

/** The same locks in any order, each as often. Accesses between the same Lock and Unlock share their list. */
const sameLocks = (a: readonly PlacedLock[], b: readonly PlacedLock[]): boolean => {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (const lock of a) if (countOf(lock, a) !== countOf(lock, b)) return false;
  return true;
};

const countOf = ({ entity, mode }: PlacedLock, locks: readonly PlacedLock[]): number => {
  let count = 0;
  for (const lock of locks) if (lock.mode === mode && lock.entity.id === entity.id) count++;
  return count;
};

/** Effects that no rule could tell apart: a list of at most `maxEffects` is looked through faster than keys are made. */
const isKnown = (
  effects: readonly Effect[],
  place: Place,
  kind: Effect['kind'],
  after: number,
  locks: readonly PlacedLock[],
): boolean => {
  for (const known of effects)
    if (
      known.kind === kind &&
      known.after === after &&
      known.place.copied === place.copied &&
      isSamePlace(known.place, place) &&
      sameLocks(known.locks, locks)
    )
      return true;
  return false;
};

/** `placeKey` of both is the same. */
export const isSamePlace = (a: Place, b: Place): boolean => a.root === b.root && a.steps === b.steps;

const effectOf = (access: FnAccess): Effect | null => {
  const { kind } = access;
  if (kind === 'escape' && !walksMaps(access.target)) return null;
  const { place, node, file, locks, after, unpublished } = access;
  return {
    place,
    kind: kind === 'escape' ? 'range' : kind,
    node,
    file,
    function: access.function,
    locks,
    via: [],
    after,
    unpublished,
  };
};

/** Calls translate many effects one after the other: what the last edge made of each list of locks is kept. */
let lastEdge: Edge | null = null;
const lastLocks = new Map<readonly PlacedLock[], readonly PlacedLock[]>();

const outerLocks = (locks: readonly PlacedLock[], edge: Edge, state: PackageState): readonly PlacedLock[] => {
  if (locks.length === 0) return edge.locks;
  if (lastEdge !== edge) {
    lastEdge = edge;
    lastLocks.clear();
  }
  let outer = lastLocks.get(locks);
  if (outer === undefined) lastLocks.set(locks, (outer = translateLocks(locks, edge, state)));
  return outer;
};

const translateLocks = (
  locks: readonly PlacedLock[],
  { call, to, from, locks: held }: Edge,
  state: PackageState,
): readonly PlacedLock[] => {
  const outer = call === null ? locks : locks.map((lock) => translateLock(lock, to, call, from, state));
  return held.length === 0 ? outer : [...held, ...outer.filter((lock) => !held.includes(lock))];
};

const outerPlace = (place: Place, { to, from, call }: Edge, state: PackageState): Place | null => {
  if (call === null && place.root.fn === to) return null;
  const outer = call === null ? place : state.places.translate(place, to, call, from.scope);
  return outer?.entity == null ? null : outer;
};

const throughCall = (effect: Effect, edge: Edge, place: Place, locks: readonly PlacedLock[]): Effect => ({
  place,
  kind: effect.kind,
  node: effect.node,
  file: effect.file,
  function: effect.function,
  locks,
  via: edge.call === null ? effect.via : [edge.call, ...effect.via],
  after: effect.after | edge.after,
  unpublished: effect.unpublished || edge.unpublished,
});

/** An effect of the callee of an edge as its caller sees it; null when the object is not known there. */
export const translateEffect = (effect: Effect, edge: Edge, state: PackageState): Effect | null => {
  const place = outerPlace(effect.place, edge, state);
  return place === null ? null : throughCall(effect, edge, place, outerLocks(effect.locks, edge, state));
};

/** Gives the caller of an edge an effect of its callee, if that is a new one for it. */
const carry = (effect: Effect, edge: Edge, state: PackageState): boolean => {
  const { effects } = edge.from;
  const place = outerPlace(effect.place, edge, state);
  if (place === null) return false;
  const locks = outerLocks(effect.locks, edge, state);
  if (isKnown(effects, place, effect.kind, effect.after | edge.after, locks)) return false;
  effects.push(throughCall(effect, edge, place, locks));
  return true;
};

/** A function of its own: inside the loops around it the engine compiles it again for each turn. */
const carryAll = (effects: readonly Effect[], edge: Edge, state: PackageState): boolean => {
  let grown = false;
  for (const effect of effects) {
    if (edge.from.effects.length >= maxEffects) break;
    if (carry(effect, edge, state)) grown = true;
  }
  return grown;
};

/** Effects from the index `from` on that callers may see. */
const freshOf = (fn: Fn, from: number): Effect[] => {
  const fresh: Effect[] = [];
  for (let i = from; i < fn.effects.length; i++) {
    const effect = fn.effects[i]!;
    if (effect.via.length < maxDepth && isOuter(effect.place.root, fn)) fresh.push(effect);
  }
  return fresh;
};

const ownEffects = (fn: Fn): void => {
  for (const access of fn.accesses) {
    if (fn.effects.length >= maxEffects) return;
    const effect = effectOf(access);
    if (effect === null) continue;
    const { place, kind, after, locks } = effect;
    if (!isKnown(fn.effects, place, kind, after, locks)) fn.effects.push(effect);
  }
};

/** Fills `effects` of every function to a fixed point. */
export const propagateEffects = (
  index: PackageIndex,
  edges: ReadonlyMap<Fn, readonly Edge[]>,
  state: PackageState,
): void => {
  const incoming = certainCallers(edges);
  const queue: Fn[] = [];
  const done = new Map<Fn, number>();
  for (const fn of index.functions) {
    ownEffects(fn);
    if (fn.effects.length > 0) queue.push(fn);
  }
  const queued = new Set(queue);
  for (let at = 0; at < queue.length; at++) {
    const fn = queue[at]!;
    queued.delete(fn);
    const from = done.get(fn) ?? 0;
    done.set(fn, fn.effects.length);
    const fresh = freshOf(fn, from);
    if (fresh.length === 0) continue;
    for (const edge of incoming.get(fn) ?? []) {
      if (!carryAll(fresh, edge, state) || queued.has(edge.from)) continue;
      queued.add(edge.from);
      queue.push(edge.from);
    }
  }
  lastEdge = null;
  lastLocks.clear();
};

/** The call (or the access itself) of `fn` in which an effect happens. */
export const siteIn = (effect: Effect): ast.Node => effect.via[0] ?? effect.node;

/** An effect in the words of the contract. `fn` is the function that has it. */
export const accessOfEffect = (effect: Effect, fn: Fn): Access => ({
  entity: effect.place.entity!,
  kind: effect.kind,
  node: effect.node,
  path: effect.place.root.name + effect.place.steps,
  key: undefined,
  file: effect.file,
  function: fn,
  locks: effect.locks,
  ranges: [],
  via: effect.via,
  unpublished: effect.unpublished,
  target: '',
});
