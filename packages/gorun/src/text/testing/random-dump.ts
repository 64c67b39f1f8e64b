/** A random Go program's death, as a model and as each Go version prints it. */
import type { Goroutine, StackFrame } from '@nightglass/model';
import fc from 'fast-check';

export interface ModelDump {
  /** Go 1.`minor`. */
  minor: number;
  notice: { kind: 'panic' | 'fatal error'; messages: string[] } | null;
  goroutines: Goroutine[];
}

const states = [
  'chan receive',
  'chan send (nil chan)',
  'select (no cases)',
  'IO wait',
  'sleep',
  'syscall',
  'semacquire',
  'GC worker (idle)',
  'runnable',
  'waiting for cgo callback',
];

const functions = [
  'main.(*cache).evict',
  'main.main.func1',
  'net/http.(*conn).serve',
  'github.com/acme/shop/v2/internal/pool.(*Pool[...]).run.func2.1',
  'main.Map[...]',
  'example.com/my-app/a%2eb.Handler.ServeHTTP',
  'main.start.gowrap1',
  'gopkg.in/yaml%2ev3.(*decoder).mapping',
  'main.größe',
];

const files = [
  '/app/main.go',
  '/src/my app/pool.go',
  '_cgo_gotypes.go',
  'C:/go/src/x/asm_amd64.s',
  '/w/größe.go',
];

const args = fc.constantFrom(
  '',
  '0x1',
  '0x0?, {0xc000010000?, 0x3, 0x8}',
  '...',
  '{{0x1, 0x2}, ...}, _',
  '{}, 0x7?',
);

const frame: fc.Arbitrary<StackFrame> = fc
  .record({
    func: fc.constantFrom(...functions),
    args,
    file: fc.constantFrom(...files),
    line: fc.integer({ min: 1, max: 99_999 }),
    inlined: fc.boolean(),
  })
  .map(({ inlined, ...rest }) => ({
    ...rest,
    args: inlined ? '...' : rest.args,
    inlined,
    at: 0,
  }));

const created: fc.Arbitrary<StackFrame> = frame.map((f) => ({ ...f, args: null, inlined: false }));

const labels = (minor: number): fc.Arbitrary<Record<string, string>> =>
  minor < 26
    ? fc.constant({})
    : fc.oneof(
        fc.constant({}),
        fc.dictionary(
          fc.constantFrom('shard', 'request id', 'a"b', '__proto__', 'x\\y'),
          fc.constantFrom('3', 'a b', '}', '"quoted", with: comma', '\t'),
          { maxKeys: 3 },
        ),
      );

const goroutine = (minor: number, id: number): fc.Arbitrary<Goroutine> =>
  fc
    .record({
      state: fc.constantFrom(...states),
      waitMinutes: fc.constantFrom(0, 0, 1, 1440),
      lockedToThread: fc.boolean(),
      bubble: minor >= 25 ? fc.constantFrom(null, null, 1, 77) : fc.constant(null),
      leaked: minor >= 27 ? fc.boolean() : fc.constant(false),
      labels: labels(minor),
      frames: fc.array(frame, { minLength: 1, maxLength: 7 }),
      elideAt: fc.constantFrom(-1, -1, 1),
      createdBy: created,
      creatorId: fc.integer({ min: 1, max: 1e6 }),
      unavailable: fc.constantFrom(false, false, false, true),
    })
    .map((g) => ({
      id,
      count: 1,
      state: g.state,
      marks: g.leaked ? ['leaked'] : [],
      waitMinutes: g.leaked ? 0 : g.waitMinutes,
      lockedToThread: g.lockedToThread,
      bubble: g.bubble,
      labels: g.labels,
      frames: g.unavailable ? [] : g.frames,
      elided:
        g.elideAt < 0 || g.unavailable
          ? []
          : [minor >= 21 ? { before: g.elideAt, count: 57 } : { before: g.frames.length, count: null }],
      createdBy: g.createdBy,
      creatorId: minor >= 21 ? g.creatorId : null,
      ancestors: [],
      stackUnavailable: g.unavailable,
      truncated: false,
      lines: { start: 0, end: 0 },
    }));

const message = fc.constantFrom(
  'boom',
  'invalid_amount@ORD-7a9f: 0',
  'main.myStr("x")',
  'größer: <b>&',
  'a  b',
);

export const modelDump: fc.Arbitrary<ModelDump> = fc
  .record({
    minor: fc.integer({ min: 18, max: 27 }),
    count: fc.integer({ min: 1, max: 6 }),
    // Goroutine 1 is the main one: nobody created it, and a reader takes it for whole without a creator.
    first: fc.integer({ min: 2, max: 1e9 }),
  })
  .chain(({ minor, count, first }) =>
    fc.record({
      minor: fc.constant(minor),
      notice: fc.oneof(
        fc.constant(null),
        fc.record({
          kind: fc.constantFrom('panic' as const, 'fatal error' as const),
          messages: fc.array(message, { minLength: 1, maxLength: 3 }),
        }),
      ),
      goroutines: fc.tuple(...Array.from({ length: count }, (_, i) => goroutine(minor, first + i * 3))),
    }),
  )
  .map((dump) => {
    const head = dump.goroutines[0];
    if (head !== undefined) Object.assign(head, { state: 'running', marks: [], waitMinutes: 0 });
    if (dump.notice?.kind === 'fatal error') dump.notice.messages.length = 1;
    return dump;
  });

const quote = (text: string): string => (/^[\w.-]+$/.test(text) ? text : JSON.stringify(text));

const printLabels = (record: Record<string, string>): string =>
  `{${Object.entries(record)
    .map(([k, v]) => `${quote(k)}: ${quote(v)}`)
    .join(', ')}}`;

const printHeader = (g: Goroutine, minor: number): string => {
  const attributes = [
    g.state + g.marks.map((mark) => ` (${mark})`).join(''),
    ...(g.waitMinutes > 0 ? [`${g.waitMinutes} minutes`] : []),
    ...(g.lockedToThread ? ['locked to thread'] : []),
    ...(g.bubble === null ? [] : [`synctest bubble ${g.bubble}`]),
  ].join(', ');
  const pointers = minor >= 22 && g.id % 2 === 0 ? ' gp=0xc0000061c0 m=0 mp=0x5822a0' : '';
  const labelled = Object.keys(g.labels).length > 0;
  const inside = labelled && minor === 26 ? ` labels:${printLabels(g.labels)}` : '';
  const behind = labelled && minor > 26 ? ` ${printLabels(g.labels)}` : '';
  return `goroutine ${g.id}${pointers} [${attributes}${inside}]${behind}:`;
};

const printPosition = (f: StackFrame): string => `\t${f.file}:${f.line}${f.inlined ? '' : ' +0x1f'}`;

const printGoroutine = (g: Goroutine, minor: number): string[] => {
  const lines = [printHeader(g, minor)];
  if (g.stackUnavailable) lines.push('\tgoroutine running on other thread; stack unavailable');
  g.frames.forEach((f, i) => {
    for (const e of g.elided)
      if (e.before === i && e.count !== null) lines.push(`...${e.count} frames elided...`);
    lines.push(`${f.func}(${f.args})`, printPosition(f));
  });
  for (const e of g.elided) {
    if (e.before !== g.frames.length) continue;
    lines.push(e.count === null ? '...additional frames elided...' : `...${e.count} frames elided...`);
  }
  if (g.createdBy !== null)
    lines.push(
      `created by ${g.createdBy.func}${g.creatorId === null ? '' : ` in goroutine ${g.creatorId}`}`,
      printPosition(g.createdBy),
    );
  return lines;
};

/** Lines as that Go version prints them, without line ends. `headerAt` is the index of the first goroutine's header. */
export const printDump = ({
  minor,
  notice,
  goroutines,
}: ModelDump): { lines: string[]; headerAt: number } => {
  const lines: string[] = [];
  notice?.messages.forEach((text, i) => {
    lines.push(
      `${i > 0 ? '\t' : ''}${notice.kind}: ${text}${i < notice.messages.length - 1 ? ' [recovered]' : ''}`,
    );
  });
  if (notice !== null) lines.push('');
  const headerAt = lines.length;
  goroutines.forEach((g, i) => {
    if (i > 0) lines.push('');
    lines.push(...printGoroutine(g, minor));
  });
  return { lines, headerAt };
};
