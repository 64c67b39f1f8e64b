/** kill -9 in the middle of appends and stores: what was acknowledged is there exactly once. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { tempFolder } from '../testing/fixtures.ts';

const child = join(import.meta.dirname, '..', 'testing', 'kill-child.ts');

/** Runs the child until `acks` acknowledgements were seen (or its end), then kills it. What it acknowledged. */
const life = async (folder: string, mode: 'write' | 'drain', acks: number): Promise<string[]> => {
  const process_ = spawn(process.execPath, [child, folder, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  const seen: string[] = [];
  const exited = new Promise<void>((resolve) => process_.once('exit', () => resolve()));
  createInterface({ input: process_.stdout }).on('line', (line) => {
    seen.push(line);
    if (seen.length === acks) process_.kill('SIGKILL');
  });
  await exited;
  return seen;
};

test('after every kill -9 each acknowledged request is stored exactly once', async (t) => {
  const folder = await tempFolder(t);
  const acked: string[] = [];
  for (const acks of [1, 120, 300, 700]) acked.push(...(await life(folder, 'write', acks)));
  await life(folder, 'drain', Number.POSITIVE_INFINITY);
  assert.ok(acked.length > 1000, `${acked.length} acknowledged`);
  // The child's store: one line per block, `token texts...`; the same token may be offered again with the same rows.
  const blocks = new Map<string, string>();
  for (const line of (await readFile(join(folder, 'store'), 'utf8')).split('\n')) {
    const [token = '', ...texts] = line.split(' ');
    // The last line of a life may be cut by the kill: that block was not confirmed and comes again.
    if (texts.at(-1) !== 'end') continue;
    const rows = texts.slice(0, -1).join(' ');
    assert.equal(blocks.get(token) ?? rows, rows, 'a token always stands for the same rows');
    blocks.set(token, rows);
  }
  const stored = [...blocks.values()].flatMap((rows) => rows.split(' '));
  const times = new Map<string, number>();
  for (const text of stored) times.set(text, (times.get(text) ?? 0) + 1);
  assert.deepEqual(
    acked.filter((text) => times.get(text) !== 1),
    [],
  );
  assert.deepEqual(
    [...times].filter(([, n]) => n !== 1),
    [],
  );
});
