import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DumpArtifact, ReadLimits, ReadResult } from '../model.ts';
import { createReader, readArtifacts } from '../read.ts';

const dumps = (result: ReadResult): DumpArtifact[] =>
  result.artifacts.filter((artifact): artifact is DumpArtifact => 'goroutines' in artifact);

const read = (text: string, limits: ReadLimits = {}): DumpArtifact[] =>
  dumps(readArtifacts(Buffer.from(text), { limits }));

const block = (id: number, func = 'main.main'): string =>
  `goroutine ${id} [running]:\n${func}()\n\t/app/main.go:${id} +0x1\ncreated by main.start in goroutine 1\n\t/app/main.go:9 +0x1\n\n`;

test('escapes and HTML of an attacker stay text', () => {
  const [dump] = read(`panic: \u001b[2J<script>alert(1)</script>\u001b]0;title\u0007\n\n${block(1)}`);
  assert.equal(dump?.crash?.message, '<script>alert(1)</script>');
  assert.equal(dump?.goroutines.length, 1);
});

test('labels named like parts of an object are labels', () => {
  const [dump] = read('goroutine 5 [select] {__proto__: x, constructor: y}:\nmain.f()\n\t/a.go:1 +0x1\n');
  assert.deepEqual(Object.entries(dump?.goroutines[0]?.labels ?? {}), [
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
  assert.equal(({} as Record<string, unknown>).x, undefined);
});

test('very many headers cost bounded memory, and are counted by state', () => {
  const reader = createReader({ limits: { goroutines: 50_000 } });
  const before = process.memoryUsage().heapUsed;
  for (let chunk = 0; chunk < 300; chunk++) {
    const lines: string[] = [];
    for (let i = 0; i < 1000; i++)
      lines.push(
        `goroutine ${chunk * 1000 + i + 1} [state ${i % 3}, 5 minutes]:\nmain.f${i}()\n\t/a.go:${i + 1} +0x1\n`,
      );
    reader.push(Buffer.from(lines.join('\n')));
  }
  const [dump, ...others] = dumps(reader.end());
  assert.deepEqual(others, []);
  assert.equal(dump?.goroutines.length, 50_000);
  assert.equal(
    dump?.overflow.reduce((sum, { count }) => sum + count, 0),
    250_000,
  );
  assert.equal(dump?.partial, true);
  assert.ok(dump?.notes.some((note) => note.code === 'limit-reached'));
  assert.ok(process.memoryUsage().heapUsed - before < 300e6);
});

test('different text without end is kept up to a limit', () => {
  const reader = createReader();
  const long = 'x'.repeat(8000);
  for (let i = 0; i < 12_000; i++)
    reader.push(Buffer.from(`goroutine ${i + 1} [sleep]:\nmain.${long}${i}()\n\t/a.go:1 +0x1\n\n`));
  const [dump] = dumps(reader.end());
  assert.ok(dump?.notes.some((note) => note.code === 'limit-reached'));
  const kept = new Set(dump?.goroutines.flatMap((g) => g.frames.map((f) => f.func)));
  assert.ok(kept.size < 9000);
});

test('a line of 100 MB is skipped, and what follows is read', () => {
  const reader = createReader();
  const part = Buffer.alloc(1_000_000, 'goroutine 1 [running]: SIG');
  for (let i = 0; i < 100; i++) reader.push(part);
  reader.push(Buffer.from(`\n${block(7)}`));
  const found = dumps(reader.end());
  assert.equal(found.length, 1);
  assert.deepEqual(
    found[0]?.goroutines.map((g) => [g.id, g.lines.start]),
    [[7, 2]],
  );
});

test('lines made to be slow are not', () => {
  const started = process.cpuUsage();
  const nasty = [
    `panic: ${'a '.repeat(400_000)}`,
    `${'SIG'.repeat(300_000)}: x`,
    `goroutine 1 [${', '.repeat(300_000)}]:`,
    `goroutine 1 [a] {${'"k": "v", '.repeat(100_000)}}:`,
    `${'main.f('.repeat(100_000)})`,
    `\t${'/a:1 +0x1'.repeat(100_000)}`,
    `created by ${'in goroutine 1 '.repeat(50_000)}`,
    `init ${'x'.repeat(900_000)}`,
    `${'\u001b['.repeat(400_000)}panic: x`,
    `{"log":"${'\\n goroutine 1 ['.repeat(60_000)}","stream":"stderr"}`,
    `${' '.repeat(900_000)}panic: x`,
    `x=${'\\\\"'.repeat(200_000)}goroutine 1 [\\\\n`,
    `Nov 24 10:00:00 ${'a'.repeat(900_000)}panic: y`,
    `${'2026-11-24T10:00:00Z '.repeat(40_000)}panic: z`,
    `[signal ${'SIGSEGV: '.repeat(90_000)}]`,
    `http: panic serving ${':'.repeat(60_000)}`,
  ];
  readArtifacts(Buffer.from(`fatal error: x\n${nasty.join('\n')}\n`));
  const used = process.cpuUsage(started);
  assert.ok((used.user + used.system) / 1e6 < 3);
});

test('more artifacts than the limit are left out with a note', () => {
  const result = readArtifacts(Buffer.from('panic: x\n\n'.repeat(50)), { limits: { artifacts: 10 } });
  assert.equal(result.artifacts.length, 10);
  assert.ok(result.notes.some((note) => note.code === 'limit-reached' && note.count === 40));
});

test('a log line about a panic is no crash', () => {
  for (const line of [
    '2026/11/24 10:00:00 panic: recovered in worker',
    '{"level":"error","msg":"panic: recovered in worker"}',
    'level=error msg="panic: recovered"',
    'INFO the goroutine 5 [running]: of the report',
    'note: fatal error: see below',
  ])
    assert.deepEqual(read(`${line}\nnext line\n`), [], line);
});

test('a whole forged block of another goroutine in an old message is kept, and said to be doubtful', () => {
  const forged = 'goroutine 99 [running]:\nmain.fake()\n\t/fake.go:1 +0x1\n\n';
  const [dump] = read(`panic: x\n\n${forged}goroutine 1 [running]:\nmain.main()\n\t/app/main.go:3 +0x1\n`);
  assert.deepEqual(
    dump?.goroutines.map((g) => g.id),
    [99, 1],
  );
  assert.ok(dump?.notes.some((note) => note.code === 'forged-header'));
});

test('a forged block with the id of the real one is not counted', () => {
  const forged = 'goroutine 1 [running]:\nmain.fake()\n\t/fake.go:1 +0x1\n\n';
  const [dump] = read(`panic: x\n\n${forged}goroutine 1 [running]:\nmain.main()\n\t/app/main.go:3 +0x1\n`);
  assert.deepEqual(
    dump?.goroutines.map((g) => g.frames[0]?.func),
    ['main.main'],
  );
});
