import type { Goroutine, WaitEdge, WaitGraph, WaitNode } from '@nightglass/model';
import { position, userFrame } from '../functions.ts';
import { type Holder, likelyHolders, MOST_MEMBERS } from './holders.ts';
import { type AlikeStacks, alikeStacks, countOf, longestWait } from './stacks.ts';
import { type Thing, thingsWaitedOn } from './things.ts';

const MOST_NODES = 400;
/** Locks whose holder is looked for: the most waited for. */
const MOST_LOCKS = 50;
/** Goroutines compared for all locks together: bounds the time on a dump in which every stack differs. */
const MOST_COMPARED = 500_000;

/** What a dump shows of waiting, before it is drawn. */
export interface WaitAnalysis {
  stacks: AlikeStacks[];
  things: Thing[];
  /** By thing id. */
  holders: Map<string, Holder[]>;
}

export function analyseWaits(goroutines: readonly Goroutine[]): WaitAnalysis {
  const stacks = alikeStacks(goroutines);
  const things = thingsWaitedOn(stacks);
  const holders = new Map<string, Holder[]>();
  const most = Math.min(MOST_LOCKS, Math.ceil(MOST_COMPARED / (comparisons(stacks) + 1)));
  for (const thing of things.filter(isLock).slice(0, most)) {
    const found = likelyHolders(thing, stacks);
    if (found.length > 0) holders.set(thing.id, found);
  }
  return { stacks, things, holders };
}

function comparisons(stacks: readonly AlikeStacks[]): number {
  return stacks.reduce((sum, { members }) => sum + Math.min(members.length, MOST_MEMBERS), 0);
}

export function isLock({ wait }: Thing): boolean {
  return wait.kind === 'mutex' || wait.kind === 'rwmutex';
}

/**
 * Who waits for whom: goroutines (buckets of similarity `same-lines`), the things they wait on, and the goroutines that
 * likely hold a lock. What is waited on is printed; who holds it is inferred, and says why. At most 400 nodes: locks
 * first, then the things with the most waiters.
 */
export function waitGraph(goroutines: readonly Goroutine[]): WaitGraph {
  const analysis = analyseWaits(goroutines);
  const graph = new Drawing();
  const things = [...analysis.things].sort((a, b) => Number(isLock(b)) - Number(isLock(a)));
  for (const thing of things) graph.draw(thing, analysis.holders.get(thing.id) ?? []);
  return graph.result();
}

class Drawing {
  readonly #nodes = new Map<string, WaitNode>();
  readonly #edges: WaitEdge[] = [];
  #truncated = false;

  draw(thing: Thing, holders: readonly Holder[]): void {
    const byStack = new Map<AlikeStacks, Thing['waiters']>();
    for (const waiter of thing.waiters) {
      const members = byStack.get(waiter.stack);
      if (members === undefined) byStack.set(waiter.stack, [waiter]);
      else members.push(waiter);
    }
    if (this.#nodes.size + byStack.size + holders.length >= MOST_NODES) {
      this.#truncated = true;
      return;
    }
    this.#nodes.set(thing.id, thingNode(thing));
    for (const [stack, members] of byStack) {
      const from = this.#goroutines(stack);
      this.#edges.push({
        from,
        to: thing.id,
        kind: 'waits',
        confidence: 'proved',
        why: '',
        count: countOf(members),
      });
    }
    for (const { stack, members, confidence, why } of holders) {
      const to = this.#goroutines(stack);
      this.#edges.push({ from: thing.id, to, kind: 'holds', confidence, why, count: countOf(members) });
    }
  }

  result(): WaitGraph {
    return { nodes: [...this.#nodes.values()], edges: this.#edges, truncated: this.#truncated };
  }

  #goroutines(stack: AlikeStacks): string {
    const id = `g-${stack.key}`;
    if (!this.#nodes.has(id)) this.#nodes.set(id, stackNode(id, stack));
    return id;
  }
}

function thingNode(thing: Thing): WaitNode {
  const { site, kind } = thing.wait;
  return {
    id: thing.id,
    kind,
    label: thing.label,
    count: countOf(thing.waiters),
    bucket: '',
    function: site?.func ?? '',
    file: site?.file ?? '',
    line: site?.line ?? 0,
    maxWaitMinutes: longestWait(thing.waiters),
  };
}

function stackNode(id: string, stack: AlikeStacks): WaitNode {
  const frame = userFrame(stack.members[0]?.goroutine.frames ?? []);
  const count = countOf(stack.members);
  const at = frame === null ? '' : position(frame);
  const name = frame === null ? 'goroutines' : `${frame.func}${at && ` ${at}`}`;
  return {
    id,
    kind: 'goroutines',
    label: count > 1 ? `${name} ×${count}` : name,
    count,
    bucket: stack.key,
    function: frame?.func ?? '',
    file: frame?.file ?? '',
    line: frame?.line ?? 0,
    maxWaitMinutes: longestWait(stack.members),
  };
}
