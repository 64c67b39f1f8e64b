import type { Crash } from '@nightglass/model';

/** What a message of the runtime means. */
interface Rule {
  /** Beginning of the message, or an expression without nested repetition. */
  is: string | RegExp;
  reason: string;
  /** Go type of the panic value; fatal errors have none. */
  type?: string;
}

/**
 * Messages of `throw` and `fatal` (runtime/panic.go and its callers), Go 1.18 to 1.27. None can be recovered: deferred
 * functions do not run.
 */
const FATAL: readonly Rule[] = [
  { is: 'concurrent map writes', reason: 'concurrent-map-writes' },
  { is: 'concurrent map read and map write', reason: 'concurrent-map-read-and-map-write' },
  { is: 'concurrent map iteration and map write', reason: 'concurrent-map-iteration-and-map-write' },
  { is: 'concurrent map clone and map write', reason: 'concurrent-map-clone-and-map-write' },
  { is: 'small map with no empty slot', reason: 'concurrent-map-writes' },
  { is: 'all goroutines are asleep - deadlock', reason: 'deadlock' },
  { is: 'no goroutines (main called runtime.Goexit)', reason: 'deadlock-main-goexit' },
  { is: 'sync: unlock of unlocked mutex', reason: 'unlock-of-unlocked-mutex' },
  { is: 'sync: Unlock of unlocked RWMutex', reason: 'unlock-of-unlocked-rwmutex' },
  { is: 'sync: RUnlock of unlocked RWMutex', reason: 'runlock-of-unlocked-rwmutex' },
  { is: 'sync: inconsistent mutex state', reason: 'inconsistent-mutex-state' },
  { is: 'stack overflow', reason: 'stack-overflow' },
  { is: /^(?:runtime: )?(?:out of memory|cannot allocate memory)/, reason: 'out-of-memory' },
  { is: /^(?:runtime: )?(?:heap|address space) (?:exhausted|limit)/, reason: 'out-of-memory' },
  { is: 'thread exhaustion', reason: 'thread-exhaustion' },
  { is: /newosproc|failed to create new OS thread|pthread_create failed/, reason: 'thread-creation-failed' },
  { is: 'fault', reason: 'memory-fault' },
  { is: 'unexpected signal during runtime execution', reason: 'signal-in-runtime' },
  { is: 'checkptr', reason: 'checkptr' },
  { is: 'found bad pointer in Go heap', reason: 'bad-pointer' },
  { is: 'invalid pointer found on stack', reason: 'bad-pointer' },
  { is: 'unknown caller pc', reason: 'corrupt-stack' },
  { is: /^(?:traceback|morestack on|unexpected return pc)/, reason: 'corrupt-stack' },
  { is: 'runtime.SetFinalizer', reason: 'bad-finalizer' },
];

/** Messages of panics that the runtime and the standard library raise. */
const PANICS: readonly Rule[] = [
  {
    is: 'invalid memory address or nil pointer dereference',
    reason: 'nil-dereference',
    type: 'runtime.errorString',
  },
  { is: 'index out of range', reason: 'index-out-of-range', type: 'runtime.boundsError' },
  { is: 'slice bounds out of range', reason: 'slice-out-of-range', type: 'runtime.boundsError' },
  { is: 'cannot convert slice with length', reason: 'slice-to-array', type: 'runtime.boundsError' },
  { is: 'integer divide by zero', reason: 'divide-by-zero', type: 'runtime.errorString' },
  { is: 'integer overflow', reason: 'integer-overflow', type: 'runtime.errorString' },
  { is: 'floating point error', reason: 'floating-point-error', type: 'runtime.errorString' },
  { is: 'negative shift amount', reason: 'negative-shift', type: 'runtime.errorString' },
  { is: 'hash of unhashable type', reason: 'unhashable-key', type: 'runtime.errorString' },
  { is: 'comparing uncomparable type', reason: 'uncomparable', type: 'runtime.errorString' },
  {
    is: /^(?:makeslice|growslice|unsafe\.Slice|unsafe\.String|makechan)/,
    reason: 'bad-size',
    type: 'runtime.errorString',
  },
  { is: 'interface conversion:', reason: 'type-assertion', type: '*runtime.TypeAssertionError' },
  { is: 'panic called with nil argument', reason: 'panic-nil', type: '*runtime.PanicNilError' },
  { is: /^nil$/, reason: 'panic-nil' },
  { is: 'assignment to entry in nil map', reason: 'nil-map-write', type: 'runtime.plainError' },
  { is: 'close of closed channel', reason: 'close-of-closed-channel', type: 'runtime.plainError' },
  { is: 'close of nil channel', reason: 'close-of-nil-channel', type: 'runtime.plainError' },
  { is: 'send on closed channel', reason: 'send-on-closed-channel', type: 'runtime.plainError' },
  { is: 'sync: negative WaitGroup counter', reason: 'negative-waitgroup', type: 'string' },
  { is: /^sync: WaitGroup (?:is reused|misuse)/, reason: 'waitgroup-misuse', type: 'string' },
  { is: 'test timed out after', reason: 'test-timeout', type: 'string' },
  {
    is: 'deadlock: all goroutines in bubble are blocked',
    reason: 'synctest-deadlock',
    type: 'string',
  },
  {
    is: 'deadlock: main bubble goroutine has exited but blocked goroutines remain',
    reason: 'synctest-deadlock',
    type: 'string',
  },
  { is: 'reflect: call of', reason: 'reflect-misuse', type: '*reflect.ValueError' },
  { is: 'net/http: abort Handler', reason: 'http-abort', type: '*errors.errorString' },
];

/** What happened, and the type of the value that was thrown (`` when the output does not tell). */
export interface Meaning {
  reason: string;
  type: string;
}

/** Meaning of a `fatal error:` message; messages not known give a slug of their own words. */
export function meaningOfFatal(message: string): Meaning {
  const rule = find(FATAL, message);
  return { reason: rule?.reason ?? `runtime-${slug(message)}`, type: '' };
}

/** Meaning of the value of a panic; `type` is what the reader found printed. */
export function meaningOfPanic(message: string, type: string): Meaning {
  const text = message.replace(/^runtime error: /, '');
  const printed = type === 'runtime.Error' ? '' : type;
  // A program's own error may begin with the same words; one that prints its type is never the runtime's.
  const rule =
    printed === '' || printed === 'string' || printed.startsWith('runtime.') ? find(PANICS, text) : null;
  if (rule !== null) return { reason: rule.reason, type: printed || (rule.type ?? '') };
  if (text !== message) return { reason: `runtime-${slug(text)}`, type: printed || 'runtime.Error' };
  return { reason: 'custom-error', type: printed };
}

export function meaningOfSignal(crash: Crash): Meaning {
  const name = crash.signal?.name ?? /^SIG[A-Z0-9]+/.exec(crash.message)?.[0] ?? 'signal';
  return { reason: name, type: '' };
}

export function isMapCrash(reason: string): boolean {
  return reason.startsWith('concurrent-map-');
}

function find(rules: readonly Rule[], message: string): Rule | null {
  for (const rule of rules) {
    const { is } = rule;
    if (typeof is === 'string' ? message.startsWith(is) : is.test(message)) return rule;
  }
  return null;
}

/** `bad sweepgen in refill: 0x12` -> `bad-sweepgen-in-refill`: at most eight words, without figures. */
function slug(message: string): string {
  const line = (message.split('\n', 1)[0] ?? '').slice(0, 200).toLowerCase();
  const words = line.replace(/0x[0-9a-f]+|\d+/g, ' ').match(/[a-z]+/g) ?? [];
  return words.slice(0, 8).join('-') || 'error';
}
