/** What a call of a function does to maps that exist outside of it, through any depth of calls in the package. */
import type * as ast from '../syntax/ast.ts';
import { type Edge, translateLock } from './edges.ts';
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
      known.place.root === place.root &&
      known.kind === kind &&
      known.after === after &&
      known.place.copied === place.copied &&
      known.place.steps === place.steps &&
      sameLocks(known.locks, locks)
    )
      return true;
  return false;
};

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

const addEffect = (fn: Fn, effect: Effect): boolean => {
  if (fn.effects.length >= maxEffects) return false;
  if (isKnown(fn.effects, effect.place, effect.kind, effect.after, effect.locks)) return false;
  fn.effects.push(effect);
  return true;
};

/** An effect of the callee of an edge as its caller sees it; null when the object is not known there. */
export const translateEffect = (effect: Effect, edge: Edge, state: PackageState): Effect | null => {
  const { to, from, call } = edge;
  let place: Place | null = effect.place;
  let locks = effect.locks;
  if (call !== null) {
    place = state.places.translate(place, to, call, from.scope);
    if (place?.entity == null) return null;
    if (locks.length > 0) locks = locks.map((lock) => translateLock(lock, to, call, from, state));
  } else if (place.root.fn === to) return null;
  if (place?.entity == null) return null;
  return {
    ...effect,
    place,
    locks: edge.locks.length === 0 ? locks : [...edge.locks, ...locks.filter((l) => !edge.locks.includes(l))],
    via: call === null ? effect.via : [call, ...effect.via],
    after: effect.after | edge.after,
    unpublished: effect.unpublished || edge.unpublished,
  };
};

/** Fills `effects` of every function to a fixed point. */
export const propagateEffects = (
  index: PackageIndex,
  edges: ReadonlyMap<Fn, readonly Edge[]>,
  state: PackageState,
): void => {
  const incoming = new Map<Fn, Edge[]>();
  for (const list of edges.values())
    for (const edge of list) {
      if (edge.uncertain) continue;
      const known = incoming.get(edge.to);
      if (known === undefined) incoming.set(edge.to, [edge]);
      else known.push(edge);
    }
  const queue: Fn[] = [];
  const done = new Map<Fn, number>();
  for (const fn of index.functions) {
    for (const access of fn.accesses) {
      const effect = effectOf(access);
      if (effect !== null) addEffect(fn, effect);
    }
    if (fn.effects.length > 0) queue.push(fn);
  }
  const queued = new Set(queue);
  for (let at = 0; at < queue.length; at++) {
    const fn = queue[at]!;
    queued.delete(fn);
    const from = done.get(fn) ?? 0;
    done.set(fn, fn.effects.length);
    const fresh = fn.effects.slice(from).filter((e) => e.via.length < maxDepth && isOuter(e.place.root, fn));
    if (fresh.length === 0) continue;
    for (const edge of incoming.get(fn) ?? []) {
      let grown = false;
      if (edge.from.effects.length >= maxEffects) continue;
      for (const effect of fresh) {
        const outer = translateEffect(effect, edge, state);
        if (outer !== null && addEffect(edge.from, outer)) grown = true;
      }
      if (grown && !queued.has(edge.from)) {
        queued.add(edge.from);
        queue.push(edge.from);
      }
    }
  }
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
