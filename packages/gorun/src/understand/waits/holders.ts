import type { FindingConfidence, StackFrame } from '@nightglass/model';
import { firstPointer, isProgramFrame, ownerOf, place, receiverType, stableName } from '../functions.ts';
import { type AlikeStacks, isUnlock, type Member } from './stacks.ts';
import type { Thing } from './things.ts';

/** A goroutine that may hold a lock. Go keeps no owner, so this is always inferred. */
export interface Holder {
  stack: AlikeStacks;
  members: Member[];
  confidence: FindingConfidence;
  /** What speaks for it, in words. */
  why: string;
  score: number;
  /** The frame inside the critical section. */
  frame: StackFrame;
}

const MOST_HOLDERS = 3;
/** Members of one stack that are looked at: they differ by arguments only. */
export const MOST_MEMBERS = 200;

/**
 * Who likely holds a lock others wait for: a goroutine that runs a function on the same object, that stands behind the
 * Lock in the function that takes it, or (weaker) that was started by the same function just before the first waiter
 * and is stuck in something else. A Mutex has one holder: several equal candidates are each only `possible`.
 */
export function likelyHolders(thing: Thing, stacks: readonly AlikeStacks[]): Holder[] {
  const profile = profileOf(thing);
  const holders: Holder[] = [];
  for (const stack of stacks) {
    const holder = judgeStack(stack, thing, profile);
    if (holder !== null) holders.push(holder);
  }
  if (holders.length === 0) return [];
  const best = Math.max(...holders.map(({ score }) => score));
  const top = holders.filter(({ score }) => score === best);
  return (profile.shared ? top : nearest(top)).slice(0, MOST_HOLDERS);
}

/** What is known of the waiters of a lock. */
interface Profile {
  waiting: Set<number>;
  /** Functions that ask for the lock, with the lowest line at which they do. */
  functions: Map<string, number>;
  outer: Set<string>;
  receivers: Set<string>;
  pointers: Set<string>;
  /** Functions that started the waiters, with the line of the first `go` statement. */
  creators: Map<string, number>;
  longest: number;
  /** Readers hold it together. */
  shared: boolean;
}

function profileOf(thing: Thing): Profile {
  const profile: Profile = {
    waiting: new Set(),
    functions: new Map(),
    outer: new Set(),
    receivers: new Set(),
    pointers: new Set(),
    creators: new Map(),
    longest: 0,
    shared: thing.waiters.some(({ wait }) => wait?.behind === 'readers'),
  };
  for (const { goroutine, wait } of thing.waiters) {
    profile.waiting.add(goroutine.id);
    profile.longest = Math.max(profile.longest, goroutine.waitMinutes);
    const creator = goroutine.createdBy;
    if (creator !== null) {
      const line = profile.creators.get(creator.func);
      profile.creators.set(creator.func, Math.min(line ?? creator.line, creator.line));
    }
    const site = wait?.site;
    if (site == null) continue;
    const line = profile.functions.get(site.func);
    profile.functions.set(site.func, Math.min(line ?? site.line, site.line));
    profile.outer.add(stableName(site.func));
    const receiver = receiverType(site.func);
    if (receiver === '') continue;
    profile.receivers.add(receiver);
    const pointer = firstPointer(site.args);
    if (pointer !== null) profile.pointers.add(pointer);
  }
  return profile;
}

interface Clue {
  score: number;
  frame: StackFrame;
  why: string;
}

function judgeStack(stack: AlikeStacks, thing: Thing, profile: Profile): Holder | null {
  let best: Clue | null = null;
  const members: Member[] = [];
  for (const member of stack.members.slice(0, MOST_MEMBERS)) {
    if (member.goroutine.id > 0 && profile.waiting.has(member.goroutine.id)) continue;
    if (member.wait?.forever === true && stack.members.length > 1) continue;
    const clue = clueOf(member, stack.clues, thing, profile);
    if (clue === null) continue;
    if (best === null || clue.score > best.score) {
      best = clue;
      members.length = 0;
    }
    if (clue.score === best.score) members.push(member);
  }
  if (best === null || members.length === 0) return null;
  const sure = best.score >= 4 && (profile.shared || members.length === 1);
  return { stack, members, confidence: sure ? 'likely' : 'possible', ...best };
}

function clueOf(
  { goroutine, wait }: Member,
  clues: readonly number[],
  thing: Thing,
  profile: Profile,
): Clue | null {
  let best: Clue | null = null;
  for (const index of clues) {
    const frame = goroutine.frames[index];
    if (frame === undefined) continue;
    const clue = isUnlock(frame) ? releases(frame, thing) : compare(frame, thing, profile);
    if (clue !== null && clue.score > (best?.score ?? 0)) best = clue;
  }
  if (best !== null && best.score >= 3) return best;
  // Weaker: a sibling that is stuck in something else. One that only waits for work would name everybody.
  const stuck = wait !== null && (wait.kind === 'sleep' || wait.kind === 'io' || profile.shared);
  const site = wait?.site;
  if (!stuck || site == null || !isProgramFrame(site)) return null;
  if (profile.shared) return readerClue(goroutine.frames, site, goroutine.waitMinutes, profile);
  if (!profile.outer.has(stableName(site.func)) || !startedBefore(goroutine, profile)) return null;
  if (goroutine.waitMinutes < profile.longest) return null;
  const what = wait.kind === 'sleep' ? 'sleeps' : 'waits for I/O';
  return {
    score: 2,
    frame: site,
    why: `${what} in ${place(site)}, was started by the same function as the waiters and before the first of them, and has been stuck at least as long`,
  };
}

function releases(frame: StackFrame, thing: Thing): Clue | null {
  if (thing.address === null || firstPointer(frame.args) !== thing.address) return null;
  return { score: 6, frame, why: 'is inside Unlock of this lock' };
}

function compare(frame: StackFrame, thing: Thing, profile: Profile): Clue | null {
  const receiver = receiverType(frame.func);
  const pointer = receiver === '' ? null : firstPointer(frame.args);
  if (pointer !== null && profile.pointers.has(pointer)) {
    return { score: 5, frame, why: `runs ${place(frame)} on the same object (${pointer})` };
  }
  const distance = pointer === null || thing.address === null ? -1 : fieldOffset(thing.address, pointer);
  if (distance >= 0) {
    // Small objects lie side by side: of two that could hold the lock the nearer one does.
    const why = `runs ${place(frame)} on the object that the lock lies in (${pointer})`;
    return { score: 5 - distance / MOST_OFFSET / 2, frame, why };
  }
  const line = profile.functions.get(frame.func);
  if (line !== undefined) {
    if (frame.line <= line) return null;
    return { score: 4, frame, why: `stands behind the Lock in the same function: ${place(frame)}` };
  }
  if (receiver === '' || !profile.receivers.has(receiver)) return null;
  // Two pointers that are both printed and differ are two objects.
  if (pointer !== null && profile.pointers.size > 0) return null;
  return { score: 3, frame, why: `runs ${place(frame)}, a method of the same type` };
}

/** Locks stand near the beginning of their struct. */
const MOST_OFFSET = 128;

/** How far behind the beginning of an object a lock lies; -1 when it cannot be a field of it. */
export function fieldOffset(address: string, object: string): number {
  // 48 bits: exact as numbers.
  const distance = Number(address) - Number(object);
  return distance >= 0 && distance < MOST_OFFSET ? distance : -1;
}

/** Frames under which a server handles one request: a request that does not end is a suspect, an idle worker is not. */
export const REQUEST_FRAME =
  /^(?:net\/http\.(?:HandlerFunc|\(\*ServeMux\)|serverHandler)\.ServeHTTP|google\.golang\.org\/grpc\.\(\*Server\)\.(?:handleStream|processUnaryRPC))/;

function readerClue(
  frames: readonly StackFrame[],
  site: StackFrame,
  minutes: number,
  profile: Profile,
): Clue | null {
  if (minutes < profile.longest) return null;
  if (!frames.some((frame) => ownerOf(frame) !== 'program' && REQUEST_FRAME.test(frame.func))) return null;
  const related = profile.outer.has(stableName(site.func));
  return {
    score: related ? 2.5 : 2,
    frame: site,
    why: `handles a request and has been stuck in ${place(site)} at least as long as the writer waits`,
  };
}

/**
 * Was it started by the same function as the waiters, at an earlier `go` statement? Ids tell less: Go hands them out in
 * batches per processor.
 */
function startedBefore({ createdBy }: Member['goroutine'], profile: Profile): boolean {
  const line = createdBy === null ? undefined : profile.creators.get(createdBy.func);
  return line !== undefined && createdBy !== null && createdBy.line < line;
}

/** Of weak candidates the one started last before the first waiter: a lock is taken before anybody has to wait. */
function nearest(holders: Holder[]): Holder[] {
  if (holders.length <= 1) return holders;
  const all: Holder[] = holders.map((one) => ({ ...one, confidence: 'possible' }));
  if ((all[0] as Holder).score >= 3) return all;
  const started = ({ members }: Holder) => members[0]?.goroutine.createdBy?.line ?? 0;
  const last = Math.max(...all.map(started));
  return all.filter((one) => started(one) === last);
}
