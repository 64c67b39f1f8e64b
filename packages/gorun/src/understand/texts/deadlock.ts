import type { Advice, RuntimeEvidence } from '@nightglass/model';
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
  const things = mainFirst(analyseWaits(artifact.goroutines).things);
  const first = things.slice(0, MOST_WAITS);
  const goexit = crash.reason === 'deadlock-main-goexit';
  const said = first.map(describe);
  return {
    id: 'deadlock',
    title: `Deadlock: every goroutine waits and none is left to wake another${titleOf(first)}.`,
    detail: [
      ...(said.length > 0
        ? [`${said.join(' ')}${things.length > first.length ? ' Others wait as well.' : ''}`]
        : []),
      ...(said.length === 0
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
    evidence: first.map(evidenceOf),
    advice: adviceFor(first),
  };
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

function verb({ wait }: Thing): string {
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
      return `waits for a ${wait.what}`;
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

function describe(thing: Thing): string {
  const { wait, waiters } = thing;
  const who = goroutineCount(countOf(waiters));
  const site = wait.site === null ? '' : ` in ${place(wait.site)}`;
  const verbs = `${who}${site}: ${verb(thing)}.`;
  if (wait.kind !== 'channel') return `${verbs} ${WAKER[wait.what] ?? WAKER[wait.kind] ?? ''}`.trim();
  if (wait.forever) return `${verbs} A nil channel never becomes ready: it was never made.`;
  return `${verbs} ${wait.direction === 'send' ? 'Nobody is left to receive, and the buffer (if any) is full.' : 'Nobody is left to send or to close it.'}`;
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
