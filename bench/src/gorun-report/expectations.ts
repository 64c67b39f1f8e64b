/**
 * What a correct reader says of every file in packages/gorun/testdata/go: its README as a table. The rules speak of
 * programs and of Go's own version differences, not of single recordings, so that they hold for any `goX.YY` folder
 * that the same programs made (`--data DIR`).
 */
import type { CrashKind, RuntimeFormat } from '@nightglass/model';

export interface Expected {
  /** In the input, in any order; empty: nothing of Go's is in it. */
  formats: readonly RuntimeFormat[];
  /** Name of the profile or of the trace, as a part of what is found. */
  variant?: string;
  crash?: { kind: CrashKind | readonly CrashKind[]; reasons: readonly string[]; endedProcess?: boolean };
  /** `headers`: as many as the text has goroutine headers that nobody forged; or from, to. */
  goroutines?: 'headers' | readonly [number, number];
  /** Goroutines by state: from, to. */
  states?: Readonly<Record<string, readonly [number, number]>>;
  /** Ids of findings that must be there; of alternatives separated by `|` one. */
  findings?: readonly string[];
  /** Functions that must be named as a site of a crash or finding. */
  sites?: readonly string[];
  /** GC cycles: as many as the text has `gc N @` lines. */
  gcCycles?: true;
}

const fatal = (...reasons: string[]): Expected => ({
  formats: ['crash'],
  crash: { kind: 'fatal-error', reasons },
});
const panic = (...reasons: string[]): Expected => ({
  formats: ['crash'],
  crash: { kind: 'panic', reasons },
  goroutines: 'headers',
});
const profile = (variant: string): Expected => ({ formats: ['profile'], variant });
const godebug = (variant: string): Expected => ({ formats: ['godebug'], variant });
const nothing: Expected = { formats: [] };

/** Ways to die of progs/panics.go, by file name. */
const panics: Readonly<Record<string, Expected>> = {
  abort: { formats: ['crash'], crash: { kind: 'signal', reasons: ['SIGABRT'] } },
  badptr: fatal('memory-fault'),
  closeclosed: panic('close-of-closed-channel'),
  deadlock: fatal('deadlock'),
  divide: panic('divide-by-zero'),
  exit2: nothing,
  'goexit-main': fatal('deadlock-main-goexit', 'deadlock'),
  hashkey: panic('unhashable-key'),
  hugealloc: fatal('out-of-memory'),
  index: panic('index-out-of-range'),
  maxthreads: fatal('thread-exhaustion'),
  negwg: panic('negative-waitgroup'),
  nil: panic('panic-nil'),
  nilderef: panic('nil-dereference'),
  nilmapwrite: panic('nil-map-write'),
  oom: fatal('out-of-memory'),
  // A deferred runtime.Goexit swallows the panic: exit 0 and nothing printed.
  'panic-goexit': nothing,
  runlock: fatal('runlock-of-unlocked-rwmutex'),
  sendclosed: panic('send-on-closed-channel'),
  setpanicfault: panic('nil-dereference', 'memory-fault'),
  slice: panic('slice-out-of-range'),
  stackoverflow: fatal('stack-overflow'),
  typeassert: panic('type-assertion'),
  typeassert2: panic('type-assertion'),
  unlock: fatal('unlock-of-unlocked-mutex'),
};

const mapReasons: Readonly<Record<string, readonly string[]>> = {
  iter: ['concurrent-map-iteration-and-map-write'],
  rw: ['concurrent-map-read-and-map-write', 'concurrent-map-writes'],
  ww: ['concurrent-map-writes'],
};

const mapFinding = [
  'map-crash|concurrent-map-iteration-and-map-write|concurrent-map-read-and-map-write|concurrent-map-writes',
];

/** From Go 1.26 on a concurrent map use prints one goroutine unless GOTRACEBACK says more. */
const mapCrash = (mode: string, traceback: string, minor: number): Expected => ({
  ...fatal(...(mapReasons[mode] ?? [])),
  goroutines:
    traceback === 'none'
      ? [0, 0]
      : (traceback === '' || traceback === 'single') && minor >= 26
        ? [1, 1]
        : 'headers',
  // `single` of 1.25 and before prints all for this fatal; `none` prints nobody.
  findings: mapFinding,
  ...(mode === 'iter' && traceback !== 'none' ? { sites: ['evict'] } : {}),
});

const exactly = (count: number): readonly [number, number] => [count, count];

/** Up to 1.19 every lock of package sync waits in `semacquire`; WaitGroup.Wait got its own name in 1.24. */
const fleetStates = (minor: number): Expected['states'] => ({
  'chan receive': exactly(137),
  'chan send': exactly(40),
  'chan receive (nil chan)': exactly(2),
  'chan send (nil chan)': exactly(2),
  select: exactly(31),
  'select (no cases)': exactly(3),
  'sync.Cond.Wait': exactly(8),
  ...(minor < 20
    ? { semacquire: [46, 47] }
    : {
        'sync.Mutex.Lock': [28, 31],
        'sync.RWMutex.RLock': exactly(10),
        'sync.RWMutex.Lock': exactly(1),
        [minor < 24 ? 'semacquire' : 'sync.WaitGroup.Wait']: exactly(5),
      }),
});

const fleet = (minor: number): Readonly<Record<string, Expected>> => ({
  'goroutine.debug2.txt': {
    formats: ['goroutine-dump'],
    variant: 'debug=2',
    goroutines: 'headers',
    states: fleetStates(minor),
    findings: ['starved-writer'],
    sites: ['updateUserSession'],
  },
  'goroutine.debug1.txt': { formats: ['goroutine-profile'], variant: 'debug=1', goroutines: [300, 345] },
  'goroutine.pb.gz': { formats: ['goroutine-profile'], variant: 'pprof', goroutines: [300, 345] },
  'goroutineleak.txt':
    minor >= 27
      ? { formats: ['goroutine-dump'], goroutines: 'headers', findings: ['goroutine-leak'] }
      : nothing,
  'stderr_gctrace_then_sigquit.log': {
    formats: ['godebug', 'goroutine-dump'],
    goroutines: 'headers',
    states: { 'chan send': exactly(40), 'sync.Cond.Wait': exactly(8) },
    gcCycles: true,
    findings: ['starved-writer'],
  },
  'cpu_5s.pb.gz': profile('cpu'),
  'allocs.pb.gz': profile('allocs'),
  'trace_1s.out': nothing,
  'metrics_index.html': nothing,
  'EXIT.txt': nothing,
});

const extra: Readonly<Record<string, Expected>> = {
  // A fault in C: Go 1.19 dies in the runtime's own signal handler, later ones print the signal.
  'cgo_sigsegv.txt': {
    formats: ['crash'],
    crash: { kind: ['signal', 'fatal-error'], reasons: ['SIGSEGV', 'signal-in-runtime'] },
  },
  'gctrace2.log': { ...godebug('gctrace'), gcCycles: true },
  'gctrace_scavtrace_gcpacertrace.log': { ...godebug('scavtrace'), gcCycles: true },
  'httpmapfatal.txt': {
    ...fatal('concurrent-map-writes', 'concurrent-map-read-and-map-write'),
    goroutines: 'headers',
    findings: mapFinding,
  },
  'httppanic.txt': {
    formats: ['crash'],
    crash: { kind: 'http-panic', reasons: ['nil-map-write'], endedProcess: false },
  },
  'inittrace.log': godebug('inittrace'),
  'json.txt': {
    ...fatal('concurrent-map-iteration-and-map-write'),
    goroutines: 'headers',
    findings: mapFinding,
  },
  'scheddetail.log': godebug('schedtrace'),
  'schedtrace.log': godebug('schedtrace'),
  'syncmap.txt': nothing,
  'synctest_deadlock.txt': panic('synctest-deadlock'),
  'test_timeout.txt': { formats: ['crash'], crash: { kind: 'test-timeout', reasons: ['test-timeout'] } },
  'test_timeout.json': { formats: ['crash'], crash: { kind: 'test-timeout', reasons: ['test-timeout'] } },
  'tracebackancestors.txt': { ...panic('custom-error'), goroutines: exactly(1) },
};

/** `heap_2_leaked.debug1.txt`, `block.pb.gz`: what kind of profile the name promises. */
const profileByName = (name: string): Expected | null => {
  const kind = /^(heap|allocs|mutex|block|threadcreate)(_.*)?\.(pb\.gz|debug1\.txt)$/.exec(name)?.[1];
  return kind === undefined ? null : profile(kind);
};

/** What `path` (below the folder of Go 1.`minor`) must be read as; null for a file that no rule speaks of. */
export const expectationFor = (path: string, minor: number): Expected | null => {
  const [folder = '', name = ''] = path.split('/');
  if (name === 'EXIT_CODES.txt' || name === 'summary.txt') return nothing;
  const stem = name.replace(/\.txt$/, '');
  const [mode = '', traceback = ''] = stem.split('.GOTRACEBACK_');
  switch (folder) {
    case 'panics': {
      const known = panics[mode] ?? panic('custom-error');
      return traceback === 'none' ? { ...known, goroutines: exactly(0) } : known;
    }
    case 'mapcrash':
      return mapReasons[mode] === undefined ? null : mapCrash(mode, traceback, minor);
    case 'race':
      return { formats: ['race-report'], crash: { kind: 'data-race', reasons: ['data-race'] } };
    case 'mapleak':
      return name === 'gctrace.log' ? { ...godebug('gctrace'), gcCycles: true } : profileByName(name);
    case 'extra':
      return extra[name] ?? null;
    case 'fleet':
      return fleet(minor)[name] ?? profileByName(name);
    default:
      return null;
  }
};

/** Files of one folder that say more together than alone. */
export const together: readonly {
  folder: string;
  files: RegExp;
  findings: readonly string[];
  sites: readonly string[];
}[] = [
  {
    folder: 'mapleak',
    files: /^(heap_[012].*\.pb\.gz|gctrace\.log)$/,
    findings: ['heap-growth|memory-leak|heap-leak'],
    sites: ['updateUserSession'],
  },
];
