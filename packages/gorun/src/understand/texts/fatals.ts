import type { Advice } from '@nightglass/model';
import { countStates } from '../buckets/tally.ts';
import { supports } from '../findings/evidence.ts';
import { recursionOf } from '../findings/recursion.ts';
import { type CrashContext, type CrashText, FATAL_TEXT, goCode, inOrigin, shell } from './context.ts';

interface FatalText {
  what: string;
  why: string[];
  advice: Advice[];
}

const UNLOCK_FIX = `package fix

import "sync"

type account struct {
	mu      sync.Mutex
	balance int
}

func (a *account) add(n int) {
	a.mu.Lock()
	defer a.mu.Unlock() // one Unlock for each Lock, on every way out
	a.balance += n
}
`;

const UNLOCK_WHY = [
  'The lock was not held: an Unlock too many (an early one and a deferred one on the same way out), an Unlock on ' +
    'another copy of the struct than the Lock, or an Unlock of the other mode (RUnlock for Lock).',
];

const DEPTH_FIX = `package fix

import "errors"

var errTooDeep = errors.New("nested too deeply")

type node struct{ children []*node }

func walk(n *node, depth int) error {
	if depth > 1000 { // also ends a cycle
		return errTooDeep
	}
	for _, child := range n.children {
		if err := walk(child, depth+1); err != nil {
			return err
		}
	}
	return nil
}
`;

const TEXTS: Record<string, FatalText> = {
  'unlock-of-unlocked-mutex': {
    what: 'A sync.Mutex was unlocked that nobody had locked',
    why: UNLOCK_WHY,
    advice: [
      {
        text: 'Defer the Unlock right behind the Lock; find copied locks with go vet.',
        code: goCode(UNLOCK_FIX),
      },
      { text: 'Copies of locks:', code: shell('go vet -copylocks ./...\n') },
    ],
  },
  'unlock-of-unlocked-rwmutex': {
    what: 'A sync.RWMutex was unlocked for writing that nobody had locked for writing',
    why: UNLOCK_WHY,
    advice: [
      {
        text: 'Pair Lock with Unlock and RLock with RUnlock, the second deferred.',
        code: goCode(UNLOCK_FIX),
      },
    ],
  },
  'runlock-of-unlocked-rwmutex': {
    what: 'A sync.RWMutex was unlocked for reading that nobody had locked for reading',
    why: UNLOCK_WHY,
    advice: [
      {
        text: 'Pair RLock with RUnlock and Lock with Unlock, the second deferred.',
        code: goCode(UNLOCK_FIX),
      },
    ],
  },
  'inconsistent-mutex-state': {
    what: 'A sync.Mutex was found in a state that cannot be',
    why: [
      'Its memory was overwritten or it was copied while in use: unsafe, cgo, or a data race on the struct that holds it.',
    ],
    advice: [
      { text: 'Look for copies and races.', code: shell('go vet -copylocks ./...\ngo test -race ./...\n') },
    ],
  },
  'stack-overflow': {
    what: 'A goroutine used up its stack',
    why: [
      'A stack grows up to 1 GB (64-bit) or 250 MB (32-bit), or to what debug.SetMaxStack says. Only a recursion without end, or one as deep as its input, gets there.',
    ],
    advice: [
      {
        text: 'Give the recursion an end: a depth limit, or a loop with a list of what is left to do.',
        code: goCode(DEPTH_FIX),
      },
    ],
  },
  'out-of-memory': {
    what: 'The operating system refused the Go runtime more memory',
    why: [
      'The request in the printed stack is the one that failed, not the one that filled the memory. An endless slice, a huge length read from outside, a leak, or a limit (ulimit -v, cgroup without swap) are the usual causes.',
      'When the kernel kills a container for its memory (OOMKilled, exit code 137), Go prints nothing at all: this is another case.',
    ],
    advice: [
      {
        text: 'See what holds memory: in-use bytes by site, twice, some minutes apart.',
        code: shell("curl -s 'http://HOST:PORT/debug/pprof/heap?gc=1' -o heap.pb.gz\n"),
      },
      {
        text: "Let the collector work harder before the limit is reached: about nine tenths of the container's limit.",
        code: { language: 'yaml', text: 'env:\n  - name: GOMEMLIMIT\n    value: 900MiB\n' },
      },
    ],
  },
  'thread-exhaustion': {
    what: 'The program started more operating system threads than it may',
    why: [
      'A thread is taken by every goroutine that is inside a blocking system call or C function, or locked to its thread. The limit is 10,000 unless debug.SetMaxThreads says otherwise.',
    ],
    advice: [
      {
        text: 'Bound how many goroutines may be in such calls at once.',
        code: goCode(`package fix

var slots = make(chan struct{}, 64)

func blocking(call func()) {
	slots <- struct{}{}
	defer func() { <-slots }()
	call() // a system call or C function that blocks its thread
}
`),
      },
    ],
  },
  'thread-creation-failed': {
    what: 'The operating system refused a new thread',
    why: [
      'The limit of the user or the container (ulimit -u, pids.max) is reached, or there is no memory for another stack.',
    ],
    advice: [
      {
        text: 'Compare the threads of the process with the limits.',
        code: shell('grep Threads /proc/PID/status; cat /sys/fs/cgroup/pids.max; ulimit -u\n'),
      },
    ],
  },
  'memory-fault': {
    what: 'The program touched memory that is not there, at an address that no nil pointer explains',
    why: [
      'Go code without unsafe or cgo cannot make such a pointer, but for a data race on an interface, slice or map, and for a memory mapped file that became shorter.',
      'It ends the process; with debug.SetPanicOnFault(true) it becomes a panic of the goroutine instead.',
    ],
    advice: [
      {
        text: 'Look for races and for misuse of unsafe.',
        code: shell('go test -race ./...\ngo build -gcflags=all=-d=checkptr . # checks unsafe.Pointer\n'),
      },
    ],
  },
  'signal-in-runtime': {
    what: 'A fault happened in the runtime itself or in C code it had called',
    why: [
      'Go can turn a fault into a panic only in Go code. With `runtime.cgocall` on the stack it happened in C; the C stack is not printed.',
    ],
    advice: [
      {
        text: 'Get the C stack: a core file, read with gdb or lldb.',
        code: shell('ulimit -c unlimited\nGOTRACEBACK=crash ./service\n'),
      },
    ],
  },
  'bad-pointer': {
    what: 'The garbage collector met a pointer that cannot be',
    why: [
      'The memory was corrupted earlier, by unsafe, cgo, or a data race. The goroutine that is printed is only the one that found it.',
    ],
    advice: [
      {
        text: 'Look for misuse of unsafe and for races.',
        code: shell('go test -race ./...\ngo build -gcflags=all=-d=checkptr .\n'),
      },
    ],
  },
  checkptr: {
    what: 'unsafe.Pointer was used against its rules',
    why: [
      'The check is on in builds with -race and with -d=checkptr; without it the memory would be corrupted in silence.',
    ],
    advice: [{ text: 'See the rules of unsafe.Pointer in the documentation of package unsafe.' }],
  },
};

/** A fatal error: what it means, and that nothing can catch it. */
export function fatalText(context: CrashContext): CrashText {
  const { crash } = context;
  const known = TEXTS[crash.reason];
  const where = inOrigin(crash);
  const text: FatalText = known ?? {
    what: `The Go runtime gave up: \`${(crash.message.split('\n', 1)[0] ?? '').slice(0, 200)}\``,
    why: [
      'The runtime found itself in a state that should not be. Memory corruption by unsafe, cgo or a data race is the first suspect; a bug of the runtime the last.',
    ],
    advice: [
      {
        text: 'Look for races, and search the Go issue tracker for this message.',
        code: shell('go test -race ./...\n'),
      },
    ],
  };
  const more = moreOf(context);
  return {
    id: crash.reason,
    title: `${text.what}${where}${more.title}.`,
    detail: [...text.why, ...more.detail, FATAL_TEXT],
    advice: text.advice,
    evidence: more.evidence,
  };
}

interface More {
  title: string;
  detail: string[];
  evidence: NonNullable<CrashText['evidence']>;
}

function moreOf(context: CrashContext): More {
  const { crash, goroutine, artifact } = context;
  if (crash.reason === 'stack-overflow' && goroutine !== null) {
    const recursion = recursionOf(goroutine);
    if (recursion === null) return { title: '', detail: [], evidence: [] };
    const cycle = recursion.functions.join(' -> ');
    return {
      title: '',
      detail: [`The functions that call each other: ${cycle} -> ${recursion.functions[0]}.`],
      evidence: [supports(`${recursion.frames} of the printed frames are this cycle.`, [goroutine])],
    };
  }
  if (crash.reason === 'thread-exhaustion') {
    const inCalls = artifact.goroutines.filter(
      ({ state, lockedToThread }) => state === 'syscall' || lockedToThread,
    );
    if (inCalls.length === 0) return { title: '', detail: [], evidence: [] };
    const states = countStates(inCalls)
      .map(({ state, count }) => `${count} ${state}`)
      .join(', ');
    return {
      title: '',
      detail: [],
      evidence: [supports(`${inCalls.length} goroutines each keep a thread: ${states}.`, inCalls)],
    };
  }
  return { title: '', detail: [], evidence: [] };
}
