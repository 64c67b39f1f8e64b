import type { Goroutine, StackFrame, WaitNode } from '@nightglass/model';
import { firstPointer, packageOf, userFrame } from '../functions.ts';

/** How a lock is asked for. */
export type LockMode = 'lock' | 'rlock';

/** What a goroutine waits on, as far as its state and its stack tell. */
export interface Wait {
  kind: WaitNode['kind'];
  /** Go's name of the thing: `sync.Mutex`, `sync.RWMutex`, `sync.Once`, `channel`. */
  what: string;
  mode: LockMode | null;
  /**
   * Of RWMutex.Lock: `readers` when it has the inner Mutex and waits for readers to leave, so that readers hold the
   * lock for certain; `writers` when it queues behind another writer. Null for all else, and where frames are hidden.
   */
  behind: 'readers' | 'writers' | null;
  /** For channels. */
  direction: 'send' | 'receive' | null;
  /** Nothing can ever end this wait: nil channel, select without cases. */
  forever: boolean;
  /** Address of the thing where it is printed for certain; else null. */
  address: string | null;
  /** The frame that waits: innermost of the program, else of its dependencies, else of the standard library. */
  site: StackFrame | null;
  /** Index of the frame that called the waiting operation: the frames below it are the way there. */
  callerIndex: number;
}

/** Null for a goroutine that does not wait (running, runnable, in a system call that does not block for long). */
export function waitOf(goroutine: Goroutine): Wait | null {
  const { state, frames } = goroutine;
  const lock = lockWait(frames);
  if (lock !== null && !isActive(state)) return lock;
  const site = userFrame(frames);
  const simple = (kind: WaitNode['kind'], what: string, more: Partial<Wait> = {}): Wait => ({
    kind,
    what,
    mode: null,
    behind: null,
    direction: null,
    forever: false,
    address: null,
    site,
    callerIndex: 0,
    ...more,
  });
  if (state.startsWith('chan ')) return channelWait(goroutine, simple);
  if (state.startsWith('select')) {
    return simple('select', 'select', { forever: state.includes('no cases') });
  }
  switch (state) {
    case 'IO wait':
      return simple('io', 'network or file');
    case 'sleep':
      return simple('sleep', 'sleep');
    case 'syscall':
      return simple('other', 'system call');
    case 'coroutine':
      return simple('other', 'coroutine');
    case 'semacquire':
      return simple('other', 'semaphore');
    case '':
      return profileWait(goroutine, simple);
    default:
      return isActive(state) ? null : simple('other', state);
  }
}

type Make = (kind: WaitNode['kind'], what: string, more?: Partial<Wait>) => Wait;

function isActive(state: string): boolean {
  return state === 'running' || state === 'runnable' || state === 'dead' || state === 'copystack';
}

function channelWait({ state, frames }: Goroutine, simple: Make): Wait {
  const direction = state.startsWith('chan send') ? 'send' : 'receive';
  const forever = state.includes('nil chan');
  return simple('channel', forever ? 'nil channel' : 'channel', {
    direction,
    forever,
    address: forever ? null : channelAddress(frames),
  });
}

/** With GOTRACEBACK=system the runtime's frames tell which channel: `runtime.chanrecv(0xc0000d6000, 0x0, 0x1)`. */
function channelAddress(frames: readonly StackFrame[]): string | null {
  for (const frame of frames.slice(0, 4)) {
    if (frame.func === 'runtime.chanrecv' || frame.func === 'runtime.chansend') {
      return firstPointer(frame.args);
    }
  }
  return null;
}

/** Profiles print no states: the frames of the runtime tell. */
function profileWait({ frames }: Goroutine, simple: Make): Wait | null {
  if (frames[0]?.func !== 'runtime.gopark') return null;
  for (const { func } of frames.slice(1, 5)) {
    if (func.startsWith('runtime.chanrecv')) return simple('channel', 'channel', { direction: 'receive' });
    if (func.startsWith('runtime.chansend')) return simple('channel', 'channel', { direction: 'send' });
    if (func === 'runtime.selectgo') return simple('select', 'select');
    if (func === 'runtime.block') return simple('select', 'select', { forever: true });
    if (func === 'runtime.netpollblock') return simple('io', 'network or file');
    if (func === 'time.Sleep' || func === 'runtime.timeSleep') return simple('sleep', 'sleep');
  }
  return simple('other', 'parked');
}

interface Primitive {
  kind: WaitNode['kind'];
  what: string;
  mode: LockMode | null;
}

const PRIMITIVES: readonly (readonly [RegExp, Primitive])[] = [
  [
    /^(?:internal\/)?sync\.\(\*Mutex\)\.(?:Lock|lockSlow)$/,
    { kind: 'mutex', what: 'sync.Mutex', mode: 'lock' },
  ],
  [/^sync\.\(\*RWMutex\)\.Lock$/, { kind: 'rwmutex', what: 'sync.RWMutex', mode: 'lock' }],
  [
    /^sync\.\(\*RWMutex\)\.RLock$|^sync\.\(\*rlocker\)\.Lock$/,
    { kind: 'rwmutex', what: 'sync.RWMutex', mode: 'rlock' },
  ],
  [/^sync\.\(\*Once\)\.(?:Do|doSlow)$/, { kind: 'mutex', what: 'sync.Once', mode: 'lock' }],
  [/^sync\.\(\*Map\)\./, { kind: 'mutex', what: 'sync.Map', mode: 'lock' }],
  [/^sync\.\(\*Pool\)\./, { kind: 'mutex', what: 'sync.Pool', mode: 'lock' }],
  [/^sync\.\(\*WaitGroup\)\.Wait$/, { kind: 'waitgroup', what: 'sync.WaitGroup', mode: null }],
  [/^sync\.\(\*Cond\)\.Wait$/, { kind: 'cond', what: 'sync.Cond', mode: null }],
];

/**
 * A wait inside package sync: the innermost frames are its own. RWMutex.Lock, Once.Do and sync.Map (up to 1.23) queue
 * on a Mutex inside them, so the outermost of the run names the thing; a Cond that wakes waits for its lock, so there
 * the lock counts. The inner Mutex of an RWMutex is its first field: one address names both.
 */
function lockWait(frames: readonly StackFrame[]): Wait | null {
  let found: Primitive | null = null;
  let behind: Wait['behind'] = null;
  let address: string | null = null;
  let at = 0;
  for (; at < frames.length; at++) {
    const frame = frames[at] as StackFrame;
    const pkg = packageOf(frame.func);
    if (pkg === 'runtime' || pkg === '') continue;
    if (pkg !== 'sync' && pkg !== 'internal/sync') break;
    const primitive = primitiveOf(frame.func);
    if (primitive === null) continue;
    if (primitive.kind === 'cond' && found !== null) continue;
    if (primitive.kind === 'rwmutex' && primitive.mode === 'lock') {
      behind = found?.kind === 'mutex' ? 'writers' : 'readers';
    }
    found = primitive;
    address ??= firstPointer(frame.args);
  }
  if (found === null) return null;
  return {
    ...found,
    behind,
    direction: null,
    forever: false,
    address,
    site: userFrame(frames, at) ?? frames[at] ?? null,
    callerIndex: at,
  };
}

function primitiveOf(func: string): Primitive | null {
  if (!func.includes('sync.(*')) return null;
  for (const [pattern, primitive] of PRIMITIVES) if (pattern.test(func)) return primitive;
  return null;
}
