import type { Goroutine } from '@nightglass/model';
import { shortHash, signature } from '../buckets/key.ts';
import { isSystemGoroutine } from '../functions.ts';
import { type Wait, waitOf } from './classify.ts';

/** Goroutines with the same calls at the same lines, and what they wait on. System goroutines are left out. */
export interface AlikeStacks {
  /** Key of the bucket with similarity `same-lines`. */
  key: string;
  members: Member[];
}
export interface Member {
  goroutine: Goroutine;
  wait: Wait | null;
}

export function alikeStacks(goroutines: readonly Goroutine[]): AlikeStacks[] {
  const stacks = new Map<string, AlikeStacks>();
  for (const goroutine of goroutines) {
    if (goroutine.frames.length === 0 || isSystemGoroutine(goroutine)) continue;
    const sign = signature(goroutine, 'same-lines');
    let stack = stacks.get(sign);
    if (stack === undefined) {
      stack = { key: shortHash(`same-lines${sign}`), members: [] };
      stacks.set(sign, stack);
    }
    stack.members.push({ goroutine, wait: waitOf(goroutine) });
  }
  return [...stacks.values()];
}

export function countOf(members: readonly Member[]): number {
  return members.reduce((sum, { goroutine }) => sum + goroutine.count, 0);
}

export function longestWait(members: readonly Member[]): number {
  return members.reduce((most, { goroutine }) => Math.max(most, goroutine.waitMinutes), 0);
}

/** Ids for evidence: the lowest first, at most 20. */
export function idsOf(members: readonly Member[]): number[] {
  const ids = members.map(({ goroutine }) => goroutine.id).filter((id) => id > 0);
  return ids.sort((a, b) => a - b).slice(0, 20);
}
