import type { RuntimeEvidence, RuntimeFinding, StackFrame } from '@nightglass/model';
import { firstPointer, isProgramFrame, place, receiverOf } from '../functions.ts';
import { isLock, type WaitAnalysis } from '../waits/graph.ts';
import { fieldOffset } from '../waits/holders.ts';
import { longestWait, type Member } from '../waits/stacks.ts';
import type { Thing } from '../waits/things.ts';
import type { DumpContext } from './dump.ts';
import { supports, waited } from './evidence.ts';
import { unnamedCircle, upgrade } from './stopped-locks.ts';

/**
 * Locks taken in a circle: each likely holder waits for the next lock, and the last for the first; and a goroutine that
 * waits for a lock it took itself further out. Who holds what is inferred, so neither is ever proved. Null when neither
 * shows. `stopped`: nothing in the process can run any more.
 */
export function lockCircle({ analysis, stopped }: Omit<DumpContext, 'artifact'>): RuntimeFinding | null {
  const locks = analysis.things.filter(isLock).slice(0, 50);
  const long = locks.filter((thing) => stopped || longestWait(thing.waiters) > 0);
  const cycle = findCycle(long, analysis);
  if (cycle !== null) return cycleFinding(cycle);
  for (const thing of long) {
    const self = selfLock(thing, analysis, stopped);
    if (self !== null) return selfFinding(thing, self, stopped);
  }
  return stopped ? (upgrade(long, analysis) ?? unnamedCircle(long, analysis)) : null;
}

interface Step {
  /** The lock, and the goroutine that likely holds it and waits for the next one. */
  thing: Thing;
  holder: Member;
  why: string;
}

/** Only clues that name a frame in the critical section count here: a circle of guesses is no circle. */
export const LEAST_SCORE = 3;

function findCycle(things: readonly Thing[], { holders }: WaitAnalysis): Step[] | null {
  const waitsFor = new Map<number, Thing>();
  for (const thing of things) {
    for (const { goroutine } of thing.waiters) if (goroutine.id > 0) waitsFor.set(goroutine.id, thing);
  }
  for (const start of things) {
    const path: Step[] = [];
    const seen = new Set<string>();
    let thing: Thing | undefined = start;
    while (thing !== undefined && !seen.has(thing.id)) {
      seen.add(thing.id);
      const step = nextStep(thing, waitsFor, holders);
      if (step === null) break;
      path.push(step);
      thing = waitsFor.get(step.holder.goroutine.id);
      if (thing === start && path.length > 1) return path;
    }
  }
  return null;
}

function nextStep(
  thing: Thing,
  waitsFor: ReadonlyMap<number, Thing>,
  holders: WaitAnalysis['holders'],
): Step | null {
  for (const { score, members, why } of holders.get(thing.id) ?? []) {
    if (score < LEAST_SCORE) continue;
    const holder = members.find(({ goroutine }) => {
      const next = waitsFor.get(goroutine.id);
      return next !== undefined && next !== thing;
    });
    if (holder !== undefined) return { thing, holder, why };
  }
  return null;
}

function cycleFinding(steps: readonly Step[]): RuntimeFinding {
  const said = steps.map(
    ({ thing, holder }) => `goroutine ${holder.goroutine.id} likely holds ${thing.label}`,
  );
  const evidence: RuntimeEvidence[] = steps.flatMap(({ thing, holder, why }) => [
    supports(`Goroutine ${holder.goroutine.id} ${why}; it waits for another lock of the circle.`, [
      holder.goroutine,
    ]),
    supports(
      `Waits for ${thing.label}.`,
      thing.waiters.map(({ goroutine }) => goroutine),
    ),
  ]);
  return {
    id: 'lock-order-cycle',
    severity: 'critical',
    confidence: 'likely',
    title: `Locks are taken in a circle: ${said.join(', ')}, and each waits for the next.`,
    detail: [
      'Two goroutines that take the same locks in different order block each other for good.',
      'Go keeps no owner of a lock: who holds which is inferred from the frames below.',
    ],
    evidence,
    sites: [],
    advice: [ORDER_ADVICE],
  };
}

export const ORDER_ADVICE: RuntimeFinding['advice'][number] = {
  text: 'Take several locks in one order everywhere, for instance by id.',
  code: {
    language: 'go',
    text: `package fix

import "sync"

type account struct {
	id      int
	mu      sync.Mutex
	balance int
}

func transfer(from, to *account, amount int) {
	first, second := from, to
	if second.id < first.id {
		first, second = second, first
	}
	first.mu.Lock()
	defer first.mu.Unlock()
	second.mu.Lock()
	defer second.mu.Unlock()
	from.balance -= amount
	to.balance += amount
}
`,
  },
};

interface SelfLock {
  member: Member;
  inner: string;
  outer: string;
  /** Null where Go hides the object of both. */
  pointer: string | null;
}

/**
 * A goroutine that waits for a lock in a method of an object, called from another method of the same object, while
 * nobody else is a likely holder.
 */
function selfLock(thing: Thing, { holders }: WaitAnalysis, stopped: boolean): SelfLock | null {
  if ((holders.get(thing.id) ?? []).some(({ score }) => score >= LEAST_SCORE)) return null;
  for (const member of thing.waiters.slice(0, 200)) {
    const { wait, goroutine } = member;
    const site = wait?.site;
    const receiver = site == null ? '' : receiverOf(site.func);
    if (wait === null || site == null || receiver === '') continue;
    // An inlined method hides its object; the method that called it may show the same one.
    const pointer = firstPointer(site.args);
    const outer = goroutine.frames
      .slice(goroutine.frames.indexOf(site) + 1)
      .find(
        (frame) =>
          isProgramFrame(frame) &&
          receiverOf(frame.func) !== '' &&
          mayBeSame(frame, pointer, receiver, thing, stopped),
      );
    if (outer !== undefined)
      return {
        member,
        inner: place(site),
        outer: place(outer),
        pointer: pointer ?? firstPointer(outer.args),
      };
  }
  return null;
}

/**
 * Does `frame` run on the object whose lock is asked for? By its pointer; where the asking method hides its own, by the
 * place of the lock; where both hide it and nothing else can run, by its type.
 */
function mayBeSame(
  frame: StackFrame,
  pointer: string | null,
  receiver: string,
  thing: Thing,
  stopped: boolean,
): boolean {
  const own = firstPointer(frame.args);
  if (pointer !== null && own !== null) return own === pointer;
  if (receiverOf(frame.func) !== receiver) return false;
  return own === null ? stopped : holds(frame, thing);
}

/** The lock lies in the object that the method runs on. */
function holds({ args }: StackFrame, { address }: Thing): boolean {
  const object = firstPointer(args);
  return object !== null && address !== null && fieldOffset(address, object) >= 0;
}

function selfFinding(
  thing: Thing,
  { member, inner, outer, pointer }: SelfLock,
  stopped: boolean,
): RuntimeFinding {
  const minutes = longestWait(thing.waiters);
  return {
    id: 'self-deadlock',
    severity: 'critical',
    confidence: stopped && pointer !== null ? 'likely' : 'possible',
    title: `Goroutine ${member.goroutine.id} may wait for a lock that it holds itself: ${inner} was called by ${outer} on the same ${pointer === null ? 'type' : 'object'}${waited(minutes)}.`,
    detail: [
      'A sync.Mutex cannot be taken twice by one goroutine, and an RWMutex not for writing by one that reads. No other goroutine stands out as the holder.',
      'Whether the outer method holds the lock at that line does not show in a dump: look at the source.',
    ],
    evidence: [
      supports(`Both methods run on ${pointer ?? 'one type, the object is not printed'}; ${thing.label}.`, [
        member.goroutine,
      ]),
    ],
    sites: [],
    advice: [
      { text: 'Split the method: one that locks, one that expects the lock to be held (name it ...Locked).' },
    ],
  };
}
