/** The Runtime part of the test double: a crash, dumps, profiles, a GC trace, and one written by an attacker. */
import type {
  Goroutine,
  GoroutineBucket,
  RuntimeArtifact,
  RuntimeArtifactResponse,
  RuntimeFinding,
  RuntimeMemoryResponse,
  StackFrame,
  StoredArtifact,
} from '@nightglass/model';
import { flame, waits } from './mock-runtime-graphs.ts';

/** Markup, a terminal escape and a direction override: what must stay text. */
export const hostileText =
  '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>\u001b[31m\u202egpj.exe';

export const runtimeIds = {
  crash: 'c'.repeat(32),
  dump: 'd'.repeat(32),
  later: 'e'.repeat(32),
  hostile: 'f'.repeat(32),
  heap: '1'.repeat(32),
  heapLater: '2'.repeat(32),
  gc: '3'.repeat(32),
} as const;

const frame = (func: string, file: string, line: number, at = 0): StackFrame => ({
  func,
  args: '',
  file,
  line,
  inlined: false,
  at,
});
const stack = (func: string, line: number): StackFrame[] => [
  frame('internal/runtime/maps.fatal', '/go/src/runtime/panic.go', 1058, 4),
  frame('internal/runtime/maps.(*Iter).Next', '/go/src/internal/runtime/maps/table.go', 683, 6),
  frame(func, '/app/cache/main.go', line, 8),
  frame('main.main.func3', '/app/cache/main.go', 72, 10),
];

export const rawText = [
  'fatal error: concurrent map iteration and map write',
  '',
  'goroutine 23 [running]:',
  ...stack('main.(*cache).evict', 25).flatMap((f) => [`${f.func}(0x1)`, `\t${f.file}:${f.line} +0x18`]),
  hostileText,
].join('\n');

const finding: RuntimeFinding = {
  id: 'map-crash',
  severity: 'critical',
  confidence: 'proved',
  title: 'One goroutine iterated over a map while another one wrote to it',
  detail: ['The runtime noticed it in (*cache).evict. recover cannot catch a fatal error.'],
  evidence: [
    { stance: 'supports', text: 'The fatal error says so.', lines: [{ start: 1, end: 1 }], goroutines: [23] },
    {
      stance: 'contradicts',
      text: 'The writer is not certain: two goroutines reach touch.',
      lines: [],
      goroutines: [],
      figure: { name: 'goroutines', unit: 'count', before: 1, after: 8 },
    },
  ],
  sites: [],
  advice: [
    {
      text: 'Guard the map with a lock.',
      code: { language: 'go', text: 'c.mu.Lock()\ndefer c.mu.Unlock()' },
    },
  ],
};

const goroutineOf = (id: number, frames: Goroutine['frames']): Goroutine => ({
  id,
  count: 1,
  state: 'running',
  marks: [],
  waitMinutes: 0,
  lockedToThread: false,
  bubble: null,
  labels: {},
  frames,
  elided: [],
  createdBy: frame('main.main', '/app/cache/main.go', 72, 12),
  creatorId: 1,
  ancestors: [],
  stackUnavailable: false,
  truncated: false,
  lines: { start: 3, end: 12 },
});

export const makeRuntime = (now: number) => {
  const nano = (secondsAgo: number): string => `${now - secondsAgo}000000000`;
  const stored = (over: Partial<StoredArtifact> & { id: string }): StoredArtifact => ({
    timeUnixNano: nano(300),
    service: 'payment-gateway',
    instance: '',
    traceId: '',
    name: 'stderr.log',
    sizeBytes: rawText.length,
    format: 'goroutine-dump',
    variant: 'debug=2',
    goVersion: '1.24',
    goroutineCount: 240,
    partial: false,
    title: '240 goroutines',
    severity: 'none',
    crash: null,
    ...over,
  });
  const crashed = {
    format: 'crash',
    variant: 'fatal error',
    goroutineCount: 8,
    title: finding.title,
    severity: 'critical',
  } as const;
  const crashBrief = {
    kind: 'fatal-error',
    reason: 'concurrent-map-iteration-and-map-write',
    fingerprint: 'abcdef0123456789',
  } as const;
  const message = 'concurrent map iteration and map write';
  const list: StoredArtifact[] = [
    stored({ ...crashed, id: runtimeIds.crash, timeUnixNano: nano(60), crash: { ...crashBrief, message } }),
    stored({ id: runtimeIds.dump, name: 'goroutines-1.txt' }),
    stored({ id: runtimeIds.later, name: 'goroutines-2.txt', timeUnixNano: nano(200), goroutineCount: 300 }),
    stored({
      ...crashed,
      id: runtimeIds.hostile,
      name: hostileText,
      title: hostileText,
      service: 'hostile',
      crash: { ...crashBrief, message: hostileText },
    }),
    stored({
      id: runtimeIds.heap,
      format: 'profile',
      variant: 'heap',
      name: 'heap-1.pb.gz',
      goroutineCount: 0,
    }),
    stored({
      id: runtimeIds.heapLater,
      format: 'profile',
      variant: 'heap',
      name: 'heap-2.pb.gz',
      goroutineCount: 0,
      timeUnixNano: nano(100),
    }),
    stored({ id: runtimeIds.gc, format: 'godebug', variant: 'gctrace', name: 'gc.log', goroutineCount: 0 }),
  ];

  const detail = (item: StoredArtifact): RuntimeArtifactResponse => {
    const text = item.id === runtimeIds.hostile ? hostileText : message;
    const site = { file: '/app/cache/main.go', line: 25, goroutine: 23, access: 'iterate', confidence: 1 };
    const artifact: RuntimeArtifact = {
      ...item,
      goVersionFrom: 'a path',
      lines: { start: 1, end: 12 },
      states: [{ state: item.id === runtimeIds.hostile ? hostileText : 'chan receive', count: 6 }],
      crash:
        item.crash === null
          ? null
          : {
              ...item.crash,
              type: '',
              message: text,
              recoverable: false,
              endedProcess: true,
              exitCode: 2,
              panics: [],
              signal: null,
              goroutineId: 23,
              traceback: 'single',
              sites: [{ ...site, role: 'detected', function: 'main.(*cache).evict', from: 'dump' }],
              businessKeys: [{ value: 'ORD-7a9f', from: 'the message' }],
              httpPeer: '',
              runningTests: [],
              race: null,
              lines: { start: 1, end: 11 },
            },
      findings: item.crash === null ? [] : [{ ...finding, title: text === message ? finding.title : text }],
      notes: [
        {
          code: 'cut-off',
          message: `The output ends early. ${text}`,
          lines: { start: 12, end: 12 },
          count: 1,
        },
      ],
      profile: null,
      gc:
        item.format === 'godebug'
          ? { cycles: 40, firstSeconds: 0, lastSeconds: 40, liveMbFirst: 4, liveMbLast: 160 }
          : null,
    };
    return {
      stored: item,
      artifact,
      goroutines:
        item.format !== 'crash'
          ? []
          : [goroutineOf(23, stack(text === message ? 'main.(*cache).evict' : hostileText, 25))],
      related: [],
    };
  };

  const buckets: GoroutineBucket[] = Array.from({ length: 240 }, (_, i) => ({
    key: `k${i}`,
    count: 240 - i,
    states: [{ state: i % 2 === 0 ? 'chan receive' : 'select', count: 240 - i }],
    marks: i === 0 ? [{ mark: 'leaked', count: 240 }] : [],
    waitMinutes: { min: 0, max: i % 5 },
    lockedToThread: 0,
    labels: i === 0 ? [{ key: 'shard', value: '0', count: 30 }] : [],
    frames: stack(`main.worker${i}`, i + 1),
    elided: [],
    createdBy: null,
    goroutines: [i + 1],
    system: false,
  }));

  const memory: RuntimeMemoryResponse = {
    cycles: Array.from({ length: 40 }, (_, i) => ({
      number: i + 1,
      atSeconds: i,
      cpuPercent: 5 + i / 10,
      clockMs: { sweepTermination: 0.1, concurrentMark: 3, markTermination: 0.2 },
      cpuMs: { sweepTermination: 0, assist: 0, background: 0, idle: 0, markTermination: 0 },
      heapMb: { start: 4 * i, end: 4 * i, live: 4 * i, goal: 8 * i },
      stacksMb: 0,
      globalsMb: 0,
      processors: 2,
      forced: false,
      leakCheck: false,
      at: i + 1,
      timeUnixNano: nano(300 - i),
    })),
    heaps: [
      { id: runtimeIds.heap, timeUnixNano: nano(295), inuseBytes: 2e6, inuseObjects: 10 },
      { id: runtimeIds.heapLater, timeUnixNano: nano(265), inuseBytes: 140e6, inuseObjects: 900 },
    ],
    sites: [{ func: 'main.updateUserSession', file: '/app/main.go', line: 31, bytes: [1e6, 120e6] }],
    findings: [],
  };

  /** Undefined: there is no such thing. */
  const answer = (path: string, q: URLSearchParams): unknown => {
    const wanted = list.filter(
      (a) =>
        (!q.has('service') || a.service === q.get('service')) &&
        (!q.has('format') || a.format === q.get('format')) &&
        (!q.has('traceId') || a.traceId === q.get('traceId')) &&
        (!q.has('fingerprint') || a.crash?.fingerprint === q.get('fingerprint')),
    );
    switch (path) {
      case '/runtime/artifacts':
        return { artifacts: wanted, nextCursor: null };
      case '/runtime/crashes': {
        const group = {
          ...crashBrief,
          type: '',
          message,
          count: 17,
          services: [{ name: 'payment-gateway', count: 17 }],
        };
        const place = { function: 'main.(*cache).evict', file: '/app/cache/main.go', line: 25 };
        const times = { firstUnixNano: nano(800), lastUnixNano: nano(60) };
        return { groups: [{ ...group, ...place, ...times, artifactId: runtimeIds.crash, traceId: '' }] };
      }
      case '/runtime/memory':
        return q.get('service') === 'payment-gateway'
          ? memory
          : { cycles: [], heaps: [], sites: [], findings: [] };
      case '/runtime/goroutines/diff': {
        const side = (id: string | null, total: number) => ({ id, total, timeUnixNano: nano(300) });
        const grown = { bucket: buckets[0], before: 30, after: 120, change: 'grown' };
        const gone = { bucket: buckets[1], before: 5, after: 0, change: 'gone' };
        return {
          before: side(q.get('before'), 240),
          after: side(q.get('after'), 300),
          changes: [grown, gone],
          findings: [],
          truncated: false,
        };
      }
    }
    const [, , , id, part] = path.split('/');
    const item = list.find((a) => a.id === id);
    if (item === undefined) return undefined;
    if (part === undefined) return detail(item);
    if (part === 'waits') return waits;
    if (part === 'flame') return flame(q.has('base'));
    if (part !== 'goroutines') return undefined;
    if (path.endsWith('/list')) {
      const bucket = buckets.find((b) => b.key === q.get('bucket'));
      if (bucket === undefined) return undefined;
      return {
        goroutines: Array.from({ length: Math.min(bucket.count, Number(q.get('limit'))) }, (_, i) => ({
          ...goroutineOf(i + 1, stack(`main.member${i + 1}`, 9)),
          state: 'chan receive',
        })),
        truncated: false,
      };
    }
    const matching = buckets.filter((b) => !q.has('state') || b.states[0]?.state === q.get('state'));
    const limit = Number(q.get('limit') ?? 200);
    return {
      total: 28_920,
      matched: matching.reduce((sum, b) => sum + b.count, 0),
      buckets: matching.slice(0, limit),
      states: [
        { state: 'chan receive', count: 14_520 },
        { state: 'select', count: 14_400 },
      ],
      labels: [{ key: 'shard', value: '0', count: 30 }],
      truncated: matching.length > limit,
    };
  };

  /** What reading a body gives: the crash for a fatal error or a dump, an error for all else. */
  const upload = (body: string): { status: number; answer: unknown } =>
    /fatal error|^goroutine \d+ \[/m.test(body)
      ? { status: 201, answer: { artifacts: [list[0]], notes: [] } }
      : {
          status: 422,
          answer: {
            error: {
              code: 'NG_RUNTIME_UNRECOGNISED',
              message: 'this is no dump, crash, profile or GC trace',
              hint: 'Send what the program wrote to stderr.',
            },
          },
        };
  return { answer, upload };
};
