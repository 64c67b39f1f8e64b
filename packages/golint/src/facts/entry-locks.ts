/** Locks that every caller holds, for functions that nobody outside the package can call. */
import { Kind } from '../syntax/ast.ts';
import type { Edge } from './edges.ts';
import type { Fn } from './function.ts';
import type { PackageIndex } from './package-index.ts';
import type { PlacedLock } from './places-model.ts';
import type { PackageState } from './walker-state.ts';

const rounds = 4;

/** A lock of the caller by its name in the callee: the argument's path is replaced by the parameter. */
const inward = (lock: PlacedLock, edge: Edge, state: PackageState): PlacedLock => {
  const from = { ...lock, from: 'entry' as const, place: null, path: lock.entity.name };
  if (lock.place === null) return from;
  const { root, steps } = lock.place;
  if (root.role === 'package-var' || (edge.call === null && root.fn !== edge.from))
    return { ...lock, from: 'entry' };
  if (edge.call === null) return { ...lock, from: 'entry' };
  const receiver = edge.to.receiverSym === null ? null : state.places.receiverOf(edge.call, edge.from.scope);
  const params = edge.to.paramSyms.map((sym) => ({ sym, arg: edge.call!.args[sym.index] }));
  const pairs = params.map(({ sym, arg }) => ({
    sym,
    place: arg === undefined ? null : state.places.of(arg, edge.from.scope),
  }));
  if (receiver !== null) pairs.unshift({ sym: edge.to.receiverSym!, place: receiver });
  for (const { sym, place } of pairs)
    if (place !== null && place.root === root && steps.startsWith(place.steps)) {
      const rest = steps.slice(place.steps.length);
      return {
        ...lock,
        from: 'entry',
        place: { ...lock.place, root: sym, steps: rest },
        path: sym.name + rest,
      };
    }
  return from;
};

/** Could somebody whom we do not see call it? */
const isOpen = (fn: Fn, spawned: ReadonlySet<Fn>): boolean => {
  if (fn.valueUsed || spawned.has(fn)) return true;
  if (fn.parent !== null || fn.node.kind === Kind.FuncLit)
    return fn.context !== 'name' && fn.context !== 'passed';
  const name = fn.node.name.name;
  if (name === 'main' || name === 'init') return true;
  return fn.receiver === null ? fn.exported : /^\p{Lu}/u.test(name);
};

export const fillEntryLocks = (
  index: PackageIndex,
  edges: ReadonlyMap<Fn, readonly Edge[]>,
  spawned: ReadonlySet<Fn>,
  state: PackageState,
): void => {
  const incoming = new Map<Fn, Edge[]>();
  for (const list of edges.values())
    for (const edge of list) {
      if (isOpen(edge.to, spawned)) continue;
      const known = incoming.get(edge.to);
      if (known === undefined) incoming.set(edge.to, [edge]);
      else known.push(edge);
    }
  const entry = new Map<Fn, PlacedLock[]>();
  for (let round = 0; round < rounds; round++) {
    let changed = false;
    for (const [fn, callers] of incoming) {
      let held: PlacedLock[] | null = null;
      for (const edge of callers) {
        if (edge.from === fn || edge.unpublished) continue;
        const locks = [...edge.locks, ...(entry.get(edge.from) ?? [])];
        held = held === null ? locks.map((lock) => inward(lock, edge, state)) : common(held, locks);
        if (held.length === 0) break;
      }
      const now = held ?? [];
      if (now.length !== (entry.get(fn)?.length ?? 0)) {
        entry.set(fn, now);
        changed = true;
      }
    }
    if (!changed) break;
  }
  for (const fn of index.functions) apply(fn, entry.get(fn) ?? []);
};

const common = (held: PlacedLock[], locks: readonly PlacedLock[]): PlacedLock[] => {
  const both: PlacedLock[] = [];
  for (const lock of held) {
    const other = locks.filter((l) => l.entity.id === lock.entity.id);
    if (other.length === 0) continue;
    // One caller with a read lock is enough to make it one.
    both.push(other.every((l) => l.mode === 'write') ? lock : { ...lock, mode: 'read' });
  }
  return both;
};

const apply = (fn: Fn, locks: readonly PlacedLock[]): void => {
  // What runs where it stands runs under the locks of its function; functions come before their literals.
  const outer = fn.context === 'inline' && fn.parent !== null ? fn.parent.entryLocks : [];
  fn.entryLocks = [...fn.entryLocks, ...locks, ...outer];
  if (fn.entryLocks.length === 0) return;
  const more = fn.entryLocks;
  for (const access of fn.accesses) access.locks = [...access.locks, ...more];
  for (const call of fn.calls) call.locks = [...call.locks, ...more];
  for (const range of fn.ranges) range.locks = [...range.locks, ...more];
};
