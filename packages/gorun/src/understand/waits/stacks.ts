import type { Goroutine, StackFrame } from '@nightglass/model';
import { Grouper, shortHash } from '../buckets/key.ts';
import { isProgramFrame, isSystemGoroutine } from '../functions.ts';
import { type Wait, waitOf } from './classify.ts';

/** Goroutines with the same calls at the same lines, and what they wait on. System goroutines are left out. */
export interface AlikeStacks {
  /** Key of the bucket with similarity `same-lines`. */
  key: string;
  members: Member[];
  /** Indexes of the frames that may tell who holds a lock: the program's own, and Unlock. */
  clues: number[];
}
export interface Member {
  goroutine: Goroutine;
  wait: Wait | null;
}

export function alikeStacks(goroutines: readonly Goroutine[]): AlikeStacks[] {
  const grouper = new Grouper<AlikeStacks>('same-lines', newStack);
  for (const goroutine of goroutines) {
    if (goroutine.frames.length === 0 || isSystemGoroutine(goroutine)) continue;
    grouper.groupOf(goroutine).members.push({ goroutine, wait: waitOf(goroutine) });
  }
  return grouper.groups();
}

function newStack(sign: string, { frames }: Goroutine): AlikeStacks {
  const clues: number[] = [];
  for (let i = 0; i < frames.length; i++) {
    const frame = frames[i] as StackFrame;
    if (isProgramFrame(frame) || UNLOCK.test(frame.func)) clues.push(i);
  }
  return { key: shortHash(`same-lines${sign}`), members: [], clues: clues.slice(0, MOST_CLUES) };
}

/** Frames of one stack that are looked at as a critical section; deep recursions repeat themselves. */
const MOST_CLUES = 64;
const UNLOCK = /^(?:internal\/)?sync\.\(\*(?:RW)?Mutex\)\.R?[Uu]nlock/;

export function isUnlock({ func }: StackFrame): boolean {
  return UNLOCK.test(func);
}

export function countOf(members: readonly Member[]): number {
  return members.reduce((sum, { goroutine }) => sum + goroutine.count, 0);
}

export function longestWait(members: readonly Member[]): number {
  return members.reduce((most, { goroutine }) => Math.max(most, goroutine.waitMinutes), 0);
}
