/** However a dump is cut into records and batches, whatever stands between: nothing is lost, the accounts balance. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkConservation } from '../../conservation.ts';
import { assembleRequest } from './assemble.ts';
import { mayBeGoOutput } from './suspicion.ts';
import { batchOfLines, goSample, type Line, logRequest, readLines, testProcessor } from './testing.ts';

const dumps = [
  'go1.19/mapcrash/iter.txt',
  'go1.22/panics/goroutinepanic.txt',
  'go1.27/panics/multiline.txt',
].map(goSample);
const foreign = fc.constantFrom(
  'GET / 200',
  'panic: not really',
  'a b',
  '{"level":"info"}',
  'runtime: hm',
  '',
);

interface Plan {
  dump: string;
  /** How many lines each record holds, in turn. */
  sizes: number[];
  /** Foreign records between, in turn: how many. */
  between: number[];
  foreign: string[];
  /** Records per batch, in turn. */
  batches: number[];
  /** Batches under way at once. */
  together: boolean;
}
const plans: fc.Arbitrary<Plan> = fc.record({
  dump: fc.constantFrom(...dumps),
  sizes: fc.array(fc.constantFrom(1, 1, 1, 2, 5), { minLength: 1, maxLength: 6 }),
  between: fc.array(fc.constantFrom(0, 0, 0, 1, 3), { minLength: 1, maxLength: 6 }),
  foreign: fc.array(foreign, { minLength: 1, maxLength: 4 }),
  batches: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }),
  together: fc.boolean(),
});

const inTurn = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

const recordsOf = ({ dump, sizes, between, foreign }: Plan): Line[] => {
  const lines = dump.split('\n');
  const records: Line[] = [];
  for (let at = 0, n = 0; at < lines.length; n++) {
    const size = inTurn(sizes, n);
    records.push({ body: lines.slice(at, at + size).join('\n'), attributes: { 'log.iostream': 'stderr' } });
    for (let i = 0; i < inTurn(between, n); i++)
      records.push({ body: inTurn(foreign, n + i), service: 'other' });
    at += size;
  }
  return records;
};
const cut = (records: readonly Line[], { batches }: Plan): Line[][] => {
  const cuts: Line[][] = [];
  for (let at = 0, n = 0; at < records.length; n++) {
    const size = inTurn(batches, n);
    cuts.push(records.slice(at, at + size));
    at += size;
  }
  return cuts;
};

test('every line is stored once, strangers as they were, and received = stored + merged', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const { processor, context, lines } = testProcessor({ hold: plan.together ? '5ms' : '0' });
      const records = recordsOf(plan);
      const batches = cut(records, plan).map(batchOfLines);
      if (plan.together) await Promise.all(batches.map((batch) => processor.consume(batch)));
      else for (const batch of batches) await processor.consume(batch);
      const linesOf = (of: readonly { body: string }[]) => of.flatMap(({ body }) => body.split('\n')).sort();
      const seen = lines();
      assert.deepEqual(linesOf(seen), linesOf(records));
      const wires = (of: ReturnType<typeof readLines>) =>
        of.filter(({ service }) => service === 'other').map(({ wire }) => wire);
      assert.deepEqual(wires(seen).sort(), wires(batches.flatMap(({ bytes }) => readLines(bytes))).sort());
      assert.deepEqual(checkConservation(context.ledger), []);
      const { received, stored, merged } = context.ledger.check().logs;
      assert.deepEqual([received, stored + merged, stored], [records.length, records.length, seen.length]);
    }),
    { numRuns: 60 },
  );
});

test('in one batch a dump of single lines becomes one record, with strangers of others between', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const records = recordsOf({ ...plan, sizes: [1] });
      const { bytes } = assembleRequest(logRequest(records), 60 * 1024);
      const own = readLines(bytes).filter(({ service }) => service === 'shop');
      assert.deepEqual(
        own.map(({ body }) => body),
        [plan.dump],
      );
    }),
    { numRuns: 30 },
  );
});

const hostile: [string, string[]][] = [
  ['endless headers', Array.from({ length: 5000 }, () => 'goroutine 1 [running]:')],
  ['one line of a megabyte', [`panic: ${'x'.repeat(1 << 20)}`, '', 'goroutine 1 [running]:', 'main.main()']],
  ['a body of a megabyte', [`panic: x\n\ngoroutine 1 [running]:\n${'main.f()\n\t/a.go:1\n'.repeat(55_000)}`]],
  [
    'escapes',
    ['\u001b[31mpanic: \u001b[0mx', '', '\u001b[1mgoroutine 1 [running]:', 'main.main()', '\t/a.go:1'],
  ],
  [
    'a forged header',
    ['panic: a', '\tgoroutine 9 [running]:', '', 'goroutine 1 [running]:', 'main.main()', '\t/a.go:1'],
  ],
  [
    'keys of objects',
    ['panic: __proto__', '', 'goroutine 1 [__proto__]:', 'constructor.toString()', '\t/a.go:1'],
  ],
];
for (const [name, bodies] of hostile) {
  test(`hostile: ${name}`, { timeout: 20_000 }, async () => {
    const { processor, context, lines } = testProcessor({ hold: '0' });
    const batch = batchOfLines(bodies.map((body) => ({ body })));
    await processor.consume(batch);
    assert.equal(processor.health().status, 'ok');
    assert.equal(
      lines()
        .map(({ body }) => body)
        .join('\n'),
      bodies.join('\n'),
    );
    assert.deepEqual(checkConservation(context.ledger), []);
    for (const { body } of lines()) {
      assert.ok(
        body.length <= 64 * 1024 || bodies.includes(body),
        'nothing is joined past what the store keeps',
      );
    }
  });
}

test('bodies that are no UTF-8 keep their bytes', () => {
  const marker = 'main.bytes()';
  const request = logRequest(
    ['panic: x', '', 'goroutine 1 [running]:', marker, '\t/a.go:1'].map((body) => ({ body })),
  );
  const at = Buffer.from(request).indexOf(marker) + 5;
  request[at] = 0xff;
  const { bytes, merged } = assembleRequest(request, 60 * 1024);
  assert.equal(merged, 4);
  assert.ok(
    Buffer.from(bytes).includes(Buffer.from([...Buffer.from('main.'), 0xff, ...Buffer.from('ytes()')])),
  );
});

test('every output is suspected', () => {
  const outputs = [
    ...dumps,
    goSample('go1.27/race/rw.txt'),
    goSample('go1.27/panics/stackoverflow.txt'),
    goSample('go1.27/panics/setpanicfault.txt'),
    'SIGQUIT: quit',
    'http: panic serving',
  ];
  for (const text of outputs) assert.ok(mayBeGoOutput(logRequest([{ body: text }])), text.slice(0, 40));
  for (const text of ['SIGNAL', 'SIGQUIT', 'SIG: x', 'Panic at the disco', 'goroutines'])
    assert.ok(!mayBeGoOutput(logRequest([{ body: text }])), text);
});
