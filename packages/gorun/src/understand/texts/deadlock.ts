import type { Advice, RuntimeEvidence } from '@nightglass/model';
import { lockCircle } from '../findings/cycles.ts';
import { goroutineCount, supports } from '../findings/evidence.ts';
import { place } from '../functions.ts';
import { analyseWaits } from '../waits/graph.ts';
import { countOf } from '../waits/stacks.ts';
import type { Thing } from '../waits/things.ts';
import { type CrashContext, type CrashText, FATAL_TEXT, goCode } from './context.ts';

const MOST_WAITS = 8;

const CHANNEL_FIX = `package fix

// The sender closes when it is done; the receiver's loop then ends.
func produce(n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := 0; i < n; i++ {
			out <- i
		}
	}()
	return out
}

func sum(n int) int {
	total := 0
	for v := range produce(n) {
		total += v
	}
	return total
}
`;

const LOCK_FIX = `package fix

import "sync"

type store struct {
	mu   sync.Mutex
	data map[string]int
}

// add takes the lock once; what is shared between methods expects it to be held.
func (s *store) add(key string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.addLocked(key, n)
}

func (s *store) addLocked(key string, n int) { s.data[key] += n }
`;

const GROUP_FIX = `package fix

import "sync"

func runAll(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(len(jobs)) // as many as there will be Done
	for _, job := range jobs {
		go func(job func()) {
			defer wg.Done() // also when job panics or returns early
			job()
		}(job)
	}
	wg.Wait()
}
`;

/** `all goroutines are asleep - deadlock!`: who waits on what, since nobody is left to wake anybody. */
export function deadlockText(context: CrashContext): CrashText {
  const { artifact, crash } = context;
  const analysis = analyseWaits(artifact.goroutines);
  const circle = lockCircle({ analysis, stopped: true });
  const things = mainFirst(analysis.things);
  const first = things.slice(0, MOST_WAITS);
  const goexit = crash.reason === 'deadlock-main-goexit';
  return {
    id: 'deadlock',
    confidence: circle?.confidence ?? 'proved',
    title:
      circle === null
        ? `Deadlock: every goroutine waits and none is left to wake another${titleOf(first)}.`
        : `Deadlock: ${lowerFirst(circle.title)}`,
    detail: [
      ...(circle?.detail ?? []),
      ...(things.length > 0 ? [describe(things)] : []),
      ...(things.length === 0
        ? ['No goroutine is printed, so what they wait on does not show; set GOTRACEBACK=all.']
        : []),
      ...(goexit
        ? [
            'main called runtime.Goexit, so the program cannot end by returning from main, and no other goroutine can run.',
          ]
        : []),
      'Go sees a deadlock only when nothing at all can run: no timer, no network connection, no signal handler, no C code. A server that hangs in part never gets this message.',
      FATAL_TEXT,
    ],
    evidence: [...(circle?.evidence ?? []), ...(circle === null ? first.map(evidenceOf) : [])],
    advice: circle?.advice ?? adviceFor(first),
  };
}

/** `Goroutine 7 waits` goes on as `goroutine 7 waits`. */
function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** What main waits for is where a reader begins. */
function mainFirst(things: readonly Thing[]): Thing[] {
  const isMain = ({ waiters }: Thing) => waiters.some(({ goroutine }) => goroutine.id === 1);
  return [...things].sort((a, b) => Number(isMain(b)) - Number(isMain(a)));
}

function titleOf(things: readonly Thing[]): string {
  const first = things[0];
  if (first === undefined) return '';
  const site = first.wait.site;
  const at = site === null ? '' : ` in ${place(site)}`;
  const rest = things.length > 1 ? ' and others' : '';
  return ` (${verb(first)}${at}${rest})`;
}

function verb({ wait }: Pick<Thing, 'wait'>): string {
  switch (wait.kind) {
    case 'channel':
      return `${wait.direction === 'send' ? 'sends to' : 'receives from'} a ${wait.what}`;
    case 'select':
      return wait.forever ? 'select without cases' : 'waits in select';
    case 'waitgroup':
      return 'waits for a sync.WaitGroup';
    case 'cond':
      return 'waits for a sync.Cond';
    case 'mutex':
    case 'rwmutex':
      return `waits for a ${wait.what}${wait.mode === 'rlock' ? ' to read' : wait.kind === 'rwmutex' ? ' to write' : ''}`;
    default:
      return `waits: ${wait.what}`;
  }
}

const WAKER: Record<string, string> = {
  mutex:
    'Whoever holds it is gone, waits as well, or is the same goroutine: a sync.Mutex cannot be taken twice.',
  rwmutex: 'Whoever holds it is gone or waits as well; RLock inside RLock blocks too once a writer waits.',
  'sync.Once':
    'Do waits until the first Do has returned: one inside the other, of the same Once, never does.',
  waitgroup:
    'Fewer Done were called than Add said: a goroutine that should call it waits too, or has ended without.',
  cond: 'Nobody is left to call Signal or Broadcast.',
  select: 'No case can become ready.',
};

/** Who waits where, those at one place together, then once for each kind who would have to wake them. */
function describe(things: readonly Thing[]): string {
  const places = new Map<string, { count: number; things: Set<Thing>; what: string }>();
  const wakers = new Set<string>();
  for (const thing of things) {
    wakers.add(wakerOf(thing));
    for (const { goroutine, wait } of thing.waiters) {
      const site = wait?.site ?? thing.wait.site;
      const text = `${site === null ? '' : ` in ${place(site)}`}: ${verb({ wait: wait ?? thing.wait })}`;
      const known = places.get(text) ?? { count: 0, things: new Set(), what: thing.wait.what };
      known.count += goroutine.count;
      known.things.add(thing);
      places.set(text, known);
    }
  }
  const said = [...places].slice(0, MOST_WAITS).map(([text, { count, things: several, what }]) => {
    const different = several.size > 1 && what !== 'channel' ? ` (${several.size} different ones)` : '';
    return `${goroutineCount(count)}${text}${different}.`;
  });
  if (places.size > MOST_WAITS) said.push('Others wait as well.');
  return [...said, ...wakers].filter((text) => text !== '').join(' ');
}

function wakerOf({ wait }: Thing): string {
  if (wait.kind !== 'channel') return WAKER[wait.what] ?? WAKER[wait.kind] ?? '';
  if (wait.forever) return 'A nil channel never becomes ready: it was never made.';
  return wait.direction === 'send'
    ? 'Nobody is left to receive, and the buffer (if any) is full.'
    : 'Nobody is left to send or to close the channel.';
}

function evidenceOf(thing: Thing): RuntimeEvidence {
  return supports(
    `${goroutineCount(countOf(thing.waiters))}: ${thing.label}.`,
    thing.waiters.map(({ goroutine }) => goroutine),
  );
}

function adviceFor(things: readonly Thing[]): Advice[] {
  const kinds = new Set(things.map(({ wait }) => wait.kind));
  const advice: Advice[] = [];
  if (kinds.has('channel') || kinds.has('select')) {
    advice.push({
      text: 'Let the side that sends close the channel, so that receivers end.',
      code: goCode(CHANNEL_FIX),
    });
  }
  if (kinds.has('mutex') || kinds.has('rwmutex')) {
    advice.push({
      text: 'Defer every Unlock, and do not call a method that locks from one that holds the lock.',
      code: goCode(LOCK_FIX),
    });
  }
  if (kinds.has('waitgroup')) {
    advice.push({ text: 'As many Done as Add, each deferred.', code: goCode(GROUP_FIX) });
  }
  return advice;
}
