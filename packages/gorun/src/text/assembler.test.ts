import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Assembled, createDumpAssembler, type DumpAssembler } from './assembler.ts';

const sample = (path: string): string =>
  readFileSync(new URL(`../../testdata/go/${path}`, import.meta.url), 'utf8');

const panic = sample('go1.27/panics/goroutinepanic.txt');
const fatal = sample('go1.24/mapcrash/iter.txt');

const feed = (assembler: DumpAssembler, key: string, records: string[]) => {
  const completed: Assembled[] = [];
  const kinds: string[] = [];
  for (const record of records) {
    const taken = assembler.take(key, record);
    kinds.push(taken.is);
    completed.push(...taken.completed);
  }
  return { completed, kinds };
};

test('a crash of one record per line is put together, strangers pass', () => {
  const assembler = createDumpAssembler();
  const lines = fatal.trimEnd().split('\n');
  const mixed = ['service started', ...lines.slice(0, 7), 'level=info msg="still alive"', ...lines.slice(7)];
  const { completed, kinds } = feed(assembler, 'a', mixed);
  assert.deepEqual(completed, []);
  assert.equal(kinds.filter((kind) => kind === 'none').length, 2);
  const [crash, ...rest] = assembler.flush('a');
  assert.deepEqual(rest, []);
  assert.equal(crash?.text, lines.join('\n'));
  assert.equal(crash?.records, lines.length);
  assert.equal(crash?.artifact?.goroutines.length, 8);
  assert.deepEqual(assembler.open(), []);
});

test('a record that holds a whole stack is complete at once', () => {
  const { completed, kinds } = feed(createDumpAssembler(), 'a', ['hello', panic, 'world']);
  assert.deepEqual(kinds, ['none', 'part', 'none']);
  assert.equal(completed.length, 1);
  assert.equal(completed[0]?.records, 1);
  assert.equal(completed[0]?.text, panic);
  assert.equal(completed[0]?.artifact?.crash?.message, 'invalid_amount@ORD-7a9f: 0');
});

test('streams are kept apart, and a second crash ends the first', () => {
  const assembler = createDumpAssembler();
  const lines = panic.trimEnd().split('\n');
  for (const line of lines) for (const key of ['a', 'b']) assert.equal(assembler.take(key, line).is, 'part');
  assert.deepEqual(assembler.open(), ['a', 'b']);
  const second = assembler.take('a', lines[0] as string);
  assert.equal(second.completed.length, 1);
  assert.equal(second.completed[0]?.records, lines.length);
  assert.equal(assembler.flush('b')[0]?.artifact?.goroutines.length, 1);
});

test('what turns out to be nothing is given back', () => {
  const assembler = createDumpAssembler();
  assert.equal(assembler.take('a', 'SIGHUP: reload').is, 'part');
  const next = assembler.take('a', 'configuration read');
  assert.equal(next.is, 'none');
  assert.deepEqual(next.completed, [{ text: 'SIGHUP: reload', artifact: null, records: 1, cut: false }]);
  assert.deepEqual(assembler.open(), []);
});

test('a crash over the limits is completed and says so', () => {
  const assembler = createDumpAssembler({ maxBytes: 2000 });
  const { completed } = feed(assembler, 'a', fatal.split('\n'));
  assert.equal(completed[0]?.cut, true);
  assert.equal(completed[0]?.text.length, 2000);
  assert.equal(completed[0]?.artifact?.crash?.message, 'concurrent map iteration and map write');
});
