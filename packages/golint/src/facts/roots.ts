/** How functions come to run: in which goroutines, and what waits for these. */
import * as ast from '../syntax/ast.ts';
import type { Edge } from './edges.ts';
import type { Fn, FnSpawn } from './function.ts';
import { isGrpcMethod, isHandlerSignature } from './handlers.ts';
import type { PackageIndex } from './package-index.ts';
import type { PackageState } from './walker-state.ts';

const maxRoots = 12;

/** A function that a server calls is started by it, with no statement of ours. */
const addHandlers = (index: PackageIndex, state: PackageState): void => {
  for (const fn of index.functions) {
    if (fn.parent !== null || fn.file.test || fn.node.kind !== ast.Kind.FuncDecl) continue;
    if (!isHandlerSignature(fn.node.type, fn.scope) && !isGrpcMethod(fn, state.infer.types)) continue;
    fn.spawns.push({
      kind: 'handler',
      node: fn.node.name,
      from: fn,
      target: fn,
      multiple: true,
      joined: null,
      args: [],
      ranges: [],
      locks: [],
      after: 0,
      loop: null,
      receiver: null,
    });
  }
};

/** Fills spawns of handlers, `joined` and `multiple` of spawns, and `roots` and `calledPlainly` of functions. */
export const fillRoots = (
  index: PackageIndex,
  edges: ReadonlyMap<Fn, readonly Edge[]>,
  state: PackageState,
): Set<Fn> => {
  addHandlers(index, state);
  const spawned = new Set<Fn>();
  const queue: Fn[] = [];
  const rootLists = new Map<Fn, FnSpawn[]>();
  const told = new Map<Fn, number>();
  const reach = (fn: Fn, spawn: FnSpawn): void => {
    let list = rootLists.get(fn);
    if (list === undefined) rootLists.set(fn, (list = []));
    if (list.length >= maxRoots || list.includes(spawn)) return;
    list.push(spawn);
    queue.push(fn);
  };
  for (const fn of index.functions)
    for (const spawn of fn.spawns) {
      spawn.joined = joinOf(fn, spawn);
      if (spawn.target === null) continue;
      spawned.add(spawn.target);
      reach(spawn.target, spawn);
    }
  for (let at = 0; at < queue.length; at++) {
    const fn = queue[at]!;
    const roots = rootLists.get(fn)!;
    const from = told.get(fn) ?? 0;
    told.set(fn, roots.length);
    if (from < roots.length)
      for (const edge of edges.get(fn) ?? [])
        for (let i = from; i < roots.length; i++) reach(edge.to, roots[i]!);
  }
  for (const [fn, list] of rootLists) fn.roots = list;
  fillPlain(index, edges, spawned);
  for (const fn of index.functions) for (const spawn of fn.spawns) spawn.multiple ||= severalTimes(fn);
  return spawned;
};

const severalTimes = (fn: Fn): boolean => fn.roots.some((root) => root.multiple) || fn.callers.length > 1;

const fillPlain = (
  index: PackageIndex,
  edges: ReadonlyMap<Fn, readonly Edge[]>,
  spawned: ReadonlySet<Fn>,
): void => {
  const queue: Fn[] = [];
  const reach = (fn: Fn): void => {
    if (fn.calledPlainly) return;
    fn.calledPlainly = true;
    queue.push(fn);
  };
  for (const fn of index.functions) {
    if (fn.parent !== null) continue;
    const unseen = fn.callers.length === 0 && !spawned.has(fn);
    if (unseen || fn.exported || fn.valueUsed) reach(fn);
  }
  for (let at = 0; at < queue.length; at++) for (const edge of edges.get(queue[at]!) ?? []) reach(edge.to);
};

/** The first statement behind the spawn that waits for what it started. */
const joinOf = (fn: Fn, spawn: FnSpawn): ast.Node | null => {
  for (const join of fn.joins) if (join.node.pos > spawn.node.pos && waitsFor(join, spawn)) return join.node;
  return null;
};

/** A `Wait` waits for all; a receive for those that name its channel. */
export const waitsFor = (join: { node: ast.Node; channel: string }, spawn: FnSpawn): boolean => {
  if (join.channel === '') return true;
  const { text } = spawn.from.file.source;
  const started = text.slice(spawn.node.pos, spawn.node.end);
  const { target } = spawn;
  const body = target === null ? '' : target.file.source.text.slice(target.node.pos, target.node.end);
  return target === null || started.includes(join.channel) || body.includes(join.channel);
};
