/** What the rules ask of a call: what it does to its parameters, whether it starts goroutines, whether it waits. */
import type * as ast from '../syntax/ast.ts';
import { accessOfEffect } from './effects.ts';
import type { Fn, FnSummary } from './function.ts';
import type { Access, AccessKind } from './model.ts';
import type { PackageIndex } from './package-index.ts';
import { isOuter } from './places.ts';
import type { PlacedLock } from './places-model.ts';
import type { Edges } from './propagate.ts';

/** Calls of the standard library that may take long or wait for somebody. */
const blocking =
  /^(time\.Sleep|net\.(Dial|Listen|Lookup)\w*|net\/http\.(Get|Post|Head|PostForm)|os\.(ReadFile|WriteFile|Open|Create|OpenFile|ReadDir|Rename|Remove\w*|Stat)|io\.(Copy|ReadAll)\w*|\(net\/http\.Client\)\.\w+|\(net\.\w+\)\.(Read|Write|Accept)|\(os\/exec\.Cmd\)\.(Run|Output|CombinedOutput|Wait)|\(database\/sql\.(DB|Tx|Stmt|Conn)\)\.(Query|Exec|Ping|Begin|Prepare)\w*|\(sync\.(WaitGroup|Cond)\)\.Wait|\(os\.File\)\.(Read|Write|Sync)\w*|\(bufio\.Writer\)\.Flush)$/;

const directlyBlocks = (fn: Fn, known: Map<string, boolean>): { node: ast.Node; what: string } | null => {
  let first: { node: ast.Node; what: string } | null = fn.channelOp;
  for (const call of fn.calls) {
    if (first !== null && call.node.pos > first.node.pos) break;
    if (call.std === '') continue;
    let blocks = known.get(call.std);
    if (blocks === undefined) known.set(call.std, (blocks = blocking.test(call.std)));
    if (blocks) return { node: call.node, what: call.std };
  }
  first ??= fn.callback;
  return first;
};

/** Lists of accesses are made for those who ask: of most functions nobody does. */
class Summary implements FnSummary {
  readonly acquires: readonly PlacedLock[];
  readonly releases: readonly PlacedLock[];
  blocks: FnSummary['blocks'];
  spawns = false;
  private readonly fn: Fn;

  constructor(
    fn: Fn,
    acquires: readonly PlacedLock[],
    releases: readonly PlacedLock[],
    blocks: FnSummary['blocks'],
  ) {
    this.fn = fn;
    this.acquires = acquires;
    this.releases = releases;
    this.blocks = blocks;
  }

  get accesses(): readonly Access[] {
    const { fn } = this;
    return fn.effects.filter(({ place }) => isOuter(place.root, fn)).map((e) => accessOfEffect(e, fn));
  }

  get params(): ReadonlyMap<number, ReadonlySet<AccessKind>> {
    const params = new Map<number, Set<AccessKind>>();
    for (const { place, kind } of this.fn.effects) {
      const { root, steps } = place;
      if (!isOuter(root, this.fn) || steps !== '' || root.fn !== this.fn) continue;
      const at = root.role === 'receiver' ? -1 : root.index;
      const kinds = params.get(at) ?? new Set();
      kinds.add(kind);
      params.set(at, kinds);
    }
    return params;
  }
}

export const fillSummaries = (index: PackageIndex, edges: Edges): void => {
  const incoming = new Map<Fn, Fn[]>();
  for (const list of edges.values())
    for (const edge of list) {
      const known = incoming.get(edge.to);
      if (known === undefined) incoming.set(edge.to, [edge.from]);
      else known.push(edge.from);
    }
  const known = new Map<string, boolean>();
  const blocked: Fn[] = [];
  const spawning: Fn[] = [];
  for (const fn of index.functions) {
    const blocks = directlyBlocks(fn, known);
    if (blocks !== null) blocked.push(fn);
    if (fn.spawns.some((spawn) => spawn.kind !== 'handler')) spawning.push(fn);
    const { acquires, releases } = fn.summary;
    fn.summary = new Summary(fn, acquires, releases, blocks);
  }
  for (const fn of spawning) fn.summary.spawns = true;
  spread(spawning, incoming, (caller) => {
    if (caller.summary.spawns) return false;
    caller.summary.spawns = true;
    return true;
  });
  spread(blocked, incoming, (caller, callee) => {
    if (caller.summary.blocks !== null) return false;
    const call = caller.calls.find((c) => c.targets.includes(callee));
    if (call === undefined || callee.summary.blocks === null) return false;
    caller.summary.blocks = { node: call.node, what: callee.summary.blocks.what };
    return true;
  });
};

/** Tells callers what their callees do, until nobody learns anything new: `learn` says whether the caller did. */
const spread = (
  starts: readonly Fn[],
  incoming: ReadonlyMap<Fn, readonly Fn[]>,
  learn: (caller: Fn, callee: Fn) => boolean,
): void => {
  const queue: Fn[] = [...starts];
  for (let at = 0; at < queue.length; at++)
    for (const caller of incoming.get(queue[at]!) ?? []) if (learn(caller, queue[at]!)) queue.push(caller);
};
