/** Who runs whom: calls, literals that run where they stand, literals given to functions of the package. */
import type * as ast from '../syntax/ast.ts';
import type { Fn, FnSpawn } from './function.ts';
import type { PackageIndex } from './package-index.ts';
import type { Place, PlacedLock } from './places-model.ts';
import type { PackageState } from './walker-state.ts';

/** `from` runs `to` at `node`, in the same goroutine. */
export interface Edge {
  from: Fn;
  to: Fn;
  node: ast.Node;
  /** The call whose arguments are the parameters of `to`; null when nobody knows them. */
  call: ast.CallExpr | null;
  locks: readonly PlacedLock[];
  after: number;
  unpublished: boolean;
  /** One of several methods behind an interface: it may run, on an object that may be another one. */
  uncertain: boolean;
  /** It runs when `from` is about to return. */
  deferred: boolean;
}

/** Edges by caller, in the order of the text. Literals given to functions that start them become spawns here. */
export const edgesOf = (index: PackageIndex, state: PackageState): Map<Fn, Edge[]> => {
  const edges = new Map<Fn, Edge[]>();
  const add = (edge: Edge): void => {
    const list = edges.get(edge.from);
    if (list === undefined) edges.set(edge.from, [edge]);
    else list.push(edge);
  };
  for (const fn of index.functions) {
    for (const { node, targets, locks, after, unpublished, deferred } of fn.calls)
      for (const to of targets)
        add({
          from: fn,
          to,
          node,
          call: node,
          locks,
          after,
          unpublished,
          // Only through an interface does a program reach a double of its tests.
          uncertain: targets.length > 1 || (to.file.test && !fn.file.test),
          deferred,
        });
    if (fn.context === 'inline' && fn.parent !== null && fn.callers.length === 0)
      add({
        from: fn.parent,
        to: fn,
        node: fn.node,
        call: null,
        locks: fn.outerLocks,
        after: 0,
        unpublished: false,
        uncertain: false,
        deferred: false,
      });
  }
  for (const passed of state.passed) {
    const { literal, from, target, call } = passed;
    const uses = (state.paramCalls.get(target) ?? []).filter((use) => use.index === passed.param);
    if (uses.length === 0) literal.context = 'unknown';
    else if (uses.some((use) => use.spawned)) from.spawns.push(spawnOf(passed));
    else
      for (const use of uses) {
        const inner = use.locks.map((lock) => translateLock(lock, target, call, from, state));
        add({
          from,
          to: literal,
          node: call,
          call: null,
          locks: [...passed.locks, ...inner],
          after: 0,
          unpublished: false,
          uncertain: false,
          deferred: false,
        });
      }
  }
  for (const list of edges.values()) list.sort((a, b) => a.node.pos - b.node.pos);
  return edges;
};

const spawnOf = ({ literal, call, from, ranges, locks, loop }: PackageState['passed'][number]): FnSpawn => {
  literal.context = 'spawned';
  return {
    kind: 'group',
    node: call,
    from,
    target: literal,
    multiple: loop !== null,
    joined: null,
    args: [],
    ranges,
    locks,
    after: 0,
    loop,
    receiver: null,
  };
};

/** A lock of `callee` as its caller sees it. */
export const translateLock = (
  lock: PlacedLock,
  callee: Fn,
  call: ast.CallExpr,
  caller: Fn,
  state: PackageState,
): PlacedLock => {
  if (lock.place === null) return lock;
  const place: Place | null = state.places.translate(lock.place, callee, call, caller.scope);
  if (place === null) return { ...lock, place };
  // A lock that came as a parameter is the caller's lock.
  return { ...lock, place, entity: place.entity ?? lock.entity, path: place.root.name + place.steps };
};

/** The edges by the function they run: what holds there is told to these. Edges that are a guess are left out. */
export const certainCallers = (edges: ReadonlyMap<Fn, readonly Edge[]>): Map<Fn, Edge[]> => {
  const incoming = new Map<Fn, Edge[]>();
  for (const list of edges.values())
    for (const edge of list) {
      if (edge.uncertain) continue;
      const known = incoming.get(edge.to);
      if (known === undefined) incoming.set(edge.to, [edge]);
      else known.push(edge);
    }
  return incoming;
};
