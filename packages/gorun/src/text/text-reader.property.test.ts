import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Goroutine, StackFrame } from '@nightglass/model';
import fc from 'fast-check';
import type { DumpArtifact, ReadResult } from '../model.ts';
import { createReader } from '../read.ts';
import { type ModelDump, modelDump, printDump } from './testing/random-dump.ts';
import { wrappers } from './testing/wrappers.ts';

const read = (text: string, chunk = 1 << 20): ReadResult => {
  const bytes = Buffer.from(text);
  const reader = createReader();
  for (let i = 0; i < bytes.length; i += chunk) reader.push(bytes.subarray(i, i + chunk));
  return reader.end();
};

const dumps = (result: ReadResult): DumpArtifact[] =>
  result.artifacts.filter((artifact): artifact is DumpArtifact => 'goroutines' in artifact);

const frameOnly = (frame: StackFrame | null) => (frame === null ? null : { ...frame, at: 0 });

/** What a reading says, line numbers left out. */
const meaning = (goroutines: readonly Goroutine[]) =>
  goroutines.map((g) => ({
    ...g,
    labels: Object.entries(g.labels).sort(),
    frames: g.frames.map(frameOnly),
    createdBy: frameOnly(g.createdBy),
    lines: null,
  }));

const expectModel = (result: ReadResult, model: ModelDump): void => {
  const found = dumps(result);
  assert.equal(found.length, 1);
  const [dump] = found;
  assert.deepEqual(meaning(dump?.goroutines ?? []), meaning(model.goroutines));
  assert.equal(dump?.crash?.kind ?? null, model.notice === null ? null : model.notice.kind.replace(' ', '-'));
  assert.equal(dump?.crash?.message, model.notice?.messages.at(-1));
  const links = model.notice?.kind === 'panic' ? model.notice.messages : [];
  assert.deepEqual(dump?.crash?.panics.map((link) => link.message) ?? [], links);
  assert.deepEqual(
    dump?.notes.filter((note) => note.code !== 'elided-frames'),
    [],
  );
};

const logLines = fc.constantFrom(
  '2026-11-24 10:00:00.123 INFO request done status=200',
  '2026/11/24 10:00:00 http: TLS handshake error from 10.0.0.1:55: EOF',
  '{"level":"info","msg":"request done","goroutine":12}',
  'level=info msg="don\'t panic: all is fine" goroutines=12',
  'I1124 10:00:00.000000       1 main.go:12] klog line',
  '[GIN] 2026/11/24 - 10:00:00 | 200 | 1.2ms | GET "/"',
);

test('a dump of any version is read back equal, whatever the chunks', () => {
  fc.assert(
    fc.property(modelDump, fc.integer({ min: 1, max: 300 }), (model, chunk) => {
      expectModel(read(`${printDump(model).lines.join('\n')}\n`, chunk), model);
    }),
    { numRuns: 400 },
  );
});

test('lines of others anywhere change nothing but line numbers', () => {
  const strangers = fc.array(fc.tuple(fc.nat(), logLines), { maxLength: 12 });
  const noise = fc.constantFrom(
    'request done (5ms)',
    'GET /x HTTP/1.1',
    'goroutine count: 12',
    '}',
    'a.b: c',
  );
  fc.assert(
    fc.property(
      modelDump,
      strangers,
      fc.array(fc.tuple(fc.nat(), noise), { maxLength: 5 }),
      (model, logs, noises) => {
        const { lines, headerAt } = printDump(model);
        const mixed = [...lines];
        for (const [at, line] of noises)
          mixed.splice(headerAt + 1 + (at % (mixed.length - headerAt)), 0, line);
        for (const [at, line] of logs) mixed.splice(at % (mixed.length + 1), 0, line);
        const result = read(mixed.join('\n'));
        expectModel(result, model);
        for (const g of dumps(result)[0]?.goroutines ?? []) {
          assert.ok(mixed[g.lines.start - 1]?.startsWith(`goroutine ${g.id}`));
          for (const f of g.frames) assert.ok(mixed[f.at - 1]?.startsWith(f.func));
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('a dump cut anywhere gives a part of it, never more, and says so', () => {
  fc.assert(
    fc.property(modelDump, fc.nat(), (model, at) => {
      const text = printDump(model).lines.join('\n');
      const cut = text.slice(0, at % (text.length + 1));
      const found = dumps(read(cut));
      assert.ok(found.length <= 1);
      const goroutines = found[0]?.goroutines ?? [];
      assert.ok(goroutines.length <= model.goroutines.length);
      goroutines.forEach((g, i) => {
        const whole = model.goroutines[i];
        assert.equal(g.id, whole?.id);
        assert.ok(g.frames.length <= (whole?.frames.length ?? 0));
        if (i < goroutines.length - 1) assert.equal(g.truncated, false);
        if (!g.truncated)
          assert.deepEqual(
            meaning([{ ...g, elided: [] }]),
            meaning([{ ...(whole as Goroutine), elided: [] }]),
          );
      });
      assert.equal(
        goroutines.at(-1)?.truncated ?? false,
        found[0]?.notes.some((note) => note.code === 'cut-off') ?? false,
      );
    }),
    { numRuns: 600 },
  );
});

for (const { name, wrap } of wrappers)
  test(`a dump in ${name} is the same dump`, () => {
    fc.assert(
      fc.property(modelDump, (model) => {
        expectModel(read(wrap(printDump(model).lines)), model);
      }),
      { numRuns: 60 },
    );
  });

test('any bytes are read without an error', () => {
  const words = fc.constantFrom(
    'goroutine 1 [',
    'panic: ',
    '\n',
    '\t',
    'fatal error: ',
    '\u0000',
    '\u001b[31m',
    '{"log":"',
    '[signal ',
    'SIGQUIT: quit\nPC=0x1 m=0 sigcode=0\n',
    'WARNING: DATA RACE\n',
    ']:\n',
    'main.f()\n\t/a.go:1 +0x1\n',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 60 }), (pieces) => {
      const result = read(pieces.join(''));
      assert.ok(result.artifacts.length <= pieces.length * 2);
    }),
    { numRuns: 400 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const reader = createReader();
      reader.push(bytes);
      reader.end();
    }),
  );
});
