/** Locks in a process in which nothing can run any more: whoever holds them waits too, or has ended without Unlock. */
import type { RuntimeFinding } from '@nightglass/model';
import { place } from '../functions.ts';
import type { WaitAnalysis } from '../waits/graph.ts';
import type { Member } from '../waits/stacks.ts';
import type { Thing } from '../waits/things.ts';
import { LEAST_SCORE, ORDER_ADVICE } from './cycles.ts';
import { supports } from './evidence.ts';

const UPGRADE_ADVICE: RuntimeFinding['advice'][number] = {
  text: 'An RWMutex cannot be upgraded: give the read lock back, take the write lock, and look again.',
  code: {
    language: 'go',
    text: `package fix

import "sync"

type store struct {
	mu   sync.RWMutex
	data map[string]int
}

func (s *store) ensure(key string, make func() int) int {
	s.mu.RLock()
	v, ok := s.data[key]
	s.mu.RUnlock() // before Lock
	if ok {
		return v
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, ok := s.data[key]; ok { // somebody else was faster
		return v
	}
	v = make()
	s.data[key] = v
	return v
}
`,
  },
};

/** A writer that waits for readers to leave when everybody else waits for the same lock, or for nothing of it. */
export function upgrade(locks: readonly Thing[], analysis: WaitAnalysis): RuntimeFinding | null {
  for (const thing of locks) {
    const writer = thing.waiters.find(({ wait }) => wait?.behind === 'readers');
    const site = writer?.wait?.site;
    if (writer === undefined || site == null || isHeld(thing, analysis)) continue;
    const { id } = writer.goroutine;
    const queued = thing.waiters.filter((one) => one !== writer);
    return {
      id: 'self-deadlock',
      severity: 'critical',
      confidence: 'likely',
      title: `Goroutine ${id} asks for the write lock of a sync.RWMutex in ${place(site)} and likely holds its read lock itself: Lock inside RLock never returns.`,
      detail: [
        'It has its turn and waits for readers to leave, and nobody else in this output stands where a reader would hold the lock. The other way to end like this is a reader that ended without RUnlock: look for an RLock above that line first.',
        ...(queued.length > 0
          ? [`A waiting writer holds up every new reader: ${queued.length} more queue behind it.`]
          : []),
      ],
      evidence: [
        supports(`Waits for readers to leave: ${thing.label}.`, [writer.goroutine]),
        ...(queued.length > 0
          ? [
              supports(
                `${queued.length} more wait for the same lock.`,
                queued.map(({ goroutine }) => goroutine),
              ),
            ]
          : []),
      ],
      sites: [],
      advice: [UPGRADE_ADVICE],
    };
  }
  return null;
}

/** Two goroutines and more that wait for different locks, of which nobody is seen to be the holder. */
export function unnamedCircle(locks: readonly Thing[], analysis: WaitAnalysis): RuntimeFinding | null {
  const open = locks.filter((thing) => thing.wait.what !== 'sync.Once' && !isHeld(thing, analysis));
  const first = open.slice(0, 4).map((thing) => ({ thing, waiter: thing.waiters[0] as Member }));
  if (first.length < 2) return null;
  const said = first.map(({ thing, waiter }) => {
    const site = waiter.wait?.site;
    const address = thing.address === null ? '' : ` ${thing.address}`;
    return `goroutine ${waiter.goroutine.id} waits for ${thing.wait.what}${address}${site == null ? '' : ` in ${place(site)}`}`;
  });
  return {
    id: 'lock-order-cycle',
    severity: 'critical',
    confidence: 'possible',
    title: `Locks are possibly taken in a circle: ${said.join(', ')}${first.length < open.length ? ', others for more' : ''}, and each lock is held by one that waits too, or was never given back.`,
    detail: [
      'Nothing can run any more, so the holder of each of these locks is among the goroutines that wait, or has ended without Unlock. Two functions that take the same locks in different order end exactly like this: look which locks each of them holds above the line it waits at.',
    ],
    evidence: open.slice(0, 4).map((thing) =>
      supports(
        `Waits for ${thing.label}.`,
        thing.waiters.map(({ goroutine }) => goroutine),
      ),
    ),
    sites: [],
    advice: [ORDER_ADVICE],
  };
}

/** Somebody stands where the lock is held. */
function isHeld(thing: Thing, { holders }: WaitAnalysis): boolean {
  return (holders.get(thing.id) ?? []).some(({ score }) => score >= LEAST_SCORE);
}
