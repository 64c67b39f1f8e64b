import type { Advice } from '@nightglass/model';
import { rootMessage } from '../crash/complete.ts';
import { supports } from '../findings/evidence.ts';
import { type CrashContext, type CrashText, goCode, inOrigin, shell, siteOf } from './context.ts';

interface PanicText {
  /** One sentence without its full stop; the place is put behind it. */
  what: string;
  why: string[];
  advice: Advice[];
}

const RACE_RUN: Advice = {
  text: 'When the value is checked before and still changes, another goroutine changes it: run with the race detector.',
  code: shell('go test -race ./...\n'),
};

const NIL_FIX = `package fix

import "errors"

type order struct{ amount int }

var errNoOrder = errors.New("order is nil")

func amountOf(o *order) (int, error) {
	if o == nil {
		return 0, errNoOrder
	}
	return o.amount, nil
}
`;

const CLOSE_FIX = `package fix

import "sync"

// One owner closes, once, and senders see that it is over.
type queue struct {
	items chan int
	done  chan struct{}
	once  sync.Once
}

func (q *queue) close() { q.once.Do(func() { close(q.done) }) }

func (q *queue) send(item int) bool {
	select {
	case q.items <- item:
		return true
	case <-q.done: // q.items itself is never closed: several goroutines send to it
		return false
	}
}
`;

const MAP_FIX = `package fix

type store struct{ byID map[string]int }

func newStore() *store { return &store{byID: map[string]int{}} }

func (s *store) put(id string, n int) {
	if s.byID == nil { // the zero value is usable too
		s.byID = map[string]int{}
	}
	s.byID[id] = n
}
`;

const ASSERT_FIX = `package fix

import "fmt"

func asInt(v any) (int, error) {
	n, ok := v.(int) // with ok there is no panic
	if !ok {
		return 0, fmt.Errorf("want int, got %T", v)
	}
	return n, nil
}
`;

const WAITGROUP_FIX = `package fix

import "sync"

func runAll(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		job := job // needed up to Go 1.21
		wg.Add(1)  // before the goroutine starts, never inside it
		go func() {
			defer wg.Done() // once for each Add
			job()
		}()
	}
	wg.Wait()
}
`;

const TEXTS: Record<string, PanicText> = {
  'nil-dereference': {
    what: 'A nil pointer was used',
    why: [
      'Something was read or written through a pointer, interface or method value that is nil. `addr` in the signal ' +
        'line is the distance of the field from the start of the value: 0x0 is the value itself or its first field, a ' +
        'small number a field further in, a large one a pointer that was never nil but wrong (unsafe, cgo, a data race).',
      'An interface that holds a nil pointer is not equal to nil: `if x != nil` does not guard against it.',
    ],
    advice: [
      {
        text: 'Check where the value comes from, and return an error there instead of nil without one.',
        code: goCode(NIL_FIX),
      },
      RACE_RUN,
    ],
  },
  'index-out-of-range': {
    what: 'A slice, array or string was indexed beyond its length',
    why: ['The message gives the index and the length that it had to be below.'],
    advice: [
      { text: 'Compare the index with len() where it comes from outside, and mind the empty case.' },
      RACE_RUN,
    ],
  },
  'slice-out-of-range': {
    what: 'A slice was cut beyond its bounds',
    why: ['The message gives the bound that was asked for and the capacity or length it had to stay within.'],
    advice: [{ text: 'Limit the bound: s[:min(n, len(s))] (min is built in from Go 1.21).' }, RACE_RUN],
  },
  'slice-to-array': {
    what: 'A slice was converted to a longer array',
    why: ['The conversion panics when the slice is shorter than the array.'],
    advice: [{ text: 'Check len() before the conversion.' }],
  },
  'divide-by-zero': {
    what: 'An integer was divided by zero',
    why: ['Integer division by zero panics; floating point division gives an infinity.'],
    advice: [{ text: 'Handle zero before the division; averages of nothing are the usual case.' }],
  },
  'nil-map-write': {
    what: 'An entry was written to a nil map',
    why: [
      'Reading a nil map is legal and finds nothing; writing to one panics. The map was declared, never made.',
    ],
    advice: [
      { text: 'Make the map in the constructor, or where it is first written.', code: goCode(MAP_FIX) },
    ],
  },
  'close-of-closed-channel': {
    what: 'A channel was closed twice',
    why: [
      'A channel is closed once, by the side that sends. Two closers, or one that runs twice, end like this.',
    ],
    advice: [{ text: 'Give the channel one owner, and close through sync.Once.', code: goCode(CLOSE_FIX) }],
  },
  'close-of-nil-channel': {
    what: 'A nil channel was closed',
    why: ['The channel variable was never made, or was set to nil before the close.'],
    advice: [{ text: 'Make the channel in the constructor.', code: goCode(CLOSE_FIX) }],
  },
  'send-on-closed-channel': {
    what: 'A goroutine sent on a channel that another had closed',
    why: [
      'Only the sending side may close, and with several senders none of them knows when: the usual cause is a receiver ' +
        'or a shutdown path that closes while senders still run.',
      'The goroutine that closed is not in this output: a close leaves no trace.',
    ],
    advice: [
      {
        text: 'Do not close the channel that several goroutines send to; close a second one that says stop.',
        code: goCode(CLOSE_FIX),
      },
    ],
  },
  'type-assertion': {
    what: 'An interface held another type than the assertion said',
    why: [
      'The message names the type it held and the one that was asked for, or the method that is missing.',
    ],
    advice: [{ text: 'Use the form with ok, or a type switch.', code: goCode(ASSERT_FIX) }],
  },
  'unhashable-key': {
    what: 'A value that cannot be compared was used as a map key',
    why: [
      'Slices, maps and functions have no equality; behind an interface key the compiler cannot refuse them.',
    ],
    advice: [{ text: 'Make the key type concrete, or a string or struct built from the value.' }],
  },
  uncomparable: {
    what: 'Two interface values that hold uncomparable types were compared',
    why: [
      'Slices, maps and functions have no equality; behind an interface the compiler cannot refuse the comparison.',
    ],
    advice: [{ text: 'Compare by a key, or with reflect.DeepEqual where speed does not matter.' }],
  },
  'negative-waitgroup': {
    what: 'WaitGroup.Done was called more often than Add',
    why: ['The counter fell below zero: a Done too many, or an Add that came after the Done it belongs to.'],
    advice: [{ text: 'Add before the goroutine starts, Done once in a defer.', code: goCode(WAITGROUP_FIX) }],
  },
  'waitgroup-misuse': {
    what: 'A WaitGroup was used for a new round while others still waited on the last',
    why: ['Add ran concurrently with Wait while the counter was zero.'],
    advice: [
      {
        text: 'Add before the goroutine starts; take a new WaitGroup for each round.',
        code: goCode(WAITGROUP_FIX),
      },
    ],
  },
  'panic-nil': {
    what: 'panic was called with nil',
    why: [
      'Up to Go 1.20 recover() then returned nil, as if there had been no panic; from 1.21 it returns ' +
        '*runtime.PanicNilError.',
    ],
    advice: [{ text: 'Panic with an error that says what is wrong.' }],
  },
  'bad-size': {
    what: 'Memory was asked for with a size that cannot be',
    why: [
      'The length or capacity is negative or larger than the address space; lengths read from outside are the usual source.',
    ],
    advice: [{ text: 'Check a length that comes from outside against a limit before it is used.' }],
  },
  'synctest-deadlock': {
    what: 'Every goroutine of a synctest bubble waits for something only another of them could do',
    why: [
      'testing/synctest sees that nothing inside the bubble can ever go on. Waits on things outside of it do not count.',
    ],
    advice: [
      { text: 'Look at the goroutines marked `synctest bubble` below: each shows what it waits for.' },
    ],
  },
  'reflect-misuse': {
    what: 'A method of reflect was called on a value of the wrong kind',
    why: ['The message names the method and the kind; the zero Value (of a nil interface) is the usual one.'],
    advice: [{ text: 'Test Kind() and IsValid() before.' }],
  },
};

/** A panic: of the runtime's with its own text, of the program with what it said. */
export function panicText(context: CrashContext): CrashText {
  const { crash } = context;
  const known = TEXTS[crash.reason];
  const where = inOrigin(crash);
  const message = rootMessage(crash).split('\n', 1)[0] ?? '';
  const text: PanicText = known ?? {
    what: `The program panicked with \`${message.slice(0, 200)}\``,
    why: [
      "The value is of the program's own making: it says what the code that panicked could not go on with." +
        (crash.type === '' ? '' : ` Its Go type is \`${crash.type}\`.`),
      ...opaqueValue(message),
    ],
    advice: [
      { text: 'Return an error where the caller can act on it; panic only where going on would do harm.' },
    ],
  };
  const details = known === undefined ? [] : [`Go says: \`${message.slice(0, 300)}\`.`];
  return {
    id: crash.reason,
    title: `${text.what}${where}.`,
    detail: [...details, ...text.why, ...chain(context), catchable(context)],
    advice: [...text.advice, ...boundary(context)],
    evidence: originEvidence(context),
  };
}

/** Values that are neither error, Stringer nor basic are printed as an address: nothing of them is in the output. */
function opaqueValue(message: string): string[] {
  if (!/^\(\S+\) 0x[0-9a-f]+$/.test(message)) return [];
  return [
    'Go prints a value of this type as an address only. Give the type an Error or String method, and the next panic says what it holds.',
  ];
}

function originEvidence({ crash, goroutine }: CrashContext): CrashText['evidence'] {
  const origin = siteOf(crash, 'origin');
  if (origin === null || goroutine === null) return [];
  const frame = goroutine.frames.find(({ func, line }) => func === origin.function && line === origin.line);
  if (frame === undefined || frame.at === 0) return [supports(`Raised in ${origin.function}.`, [goroutine])];
  return [
    {
      stance: 'supports',
      text: `The innermost frame of the program is ${origin.function}.`,
      lines: [{ start: frame.at, end: frame.at + 1 }],
      goroutines: goroutine.id > 0 ? [goroutine.id] : [],
    },
  ];
}

/** A chain of panics told in the order of time; the first is the cause. */
function chain({ crash }: CrashContext): string[] {
  const links = crash.panics;
  if (links.length < 2) {
    return links[0]?.repanicked === true
      ? [
          'The panic was recovered and raised again with the same value: it counts once, and its origin is the first.',
        ]
      : [];
  }
  const said = links.map(
    ({ message, recovered }) =>
      `\`${(message.split('\n', 1)[0] ?? '').slice(0, 120)}\`${recovered ? ' (recovered)' : ''}`,
  );
  const shown = said.slice(0, 5).join(', then ');
  return [
    `A chain of ${links.length} panics: ${shown}${said.length > 5 ? ', then others' : ''}. The first is the cause; the later ones were raised by deferred functions while it unwound the stack.`,
  ];
}

function catchable({ crash }: CrashContext): string {
  if (crash.kind === 'http-panic') {
    return "net/http recovered it: the connection was closed, the process lives on. The handler's work was cut off in the middle, and locks it held without defer are held for ever.";
  }
  return 'recover could have caught it, called directly in a function deferred by the goroutine that panicked, on its way out. A recover in any other goroutine cannot. Uncaught, it ends the process with exit code 2.';
}

function boundary({ crash }: CrashContext): Advice[] {
  const creator = siteOf(crash, 'creator');
  if (crash.kind === 'http-panic' || creator === null) return [];
  return [
    {
      text: `The goroutine was started in ${creator.function}: a panic in it ends the whole process, whatever its starter recovers. Where one task may fail alone, recover at its top.`,
      code: goCode(`package fix

import (
	"log"
	"runtime/debug"
)

func start(task func()) {
	go func() {
		defer func() {
			if r := recover(); r != nil {
				log.Printf("task failed: %v\\n%s", r, debug.Stack())
			}
		}()
		task()
	}()
}
`),
    },
  ];
}
