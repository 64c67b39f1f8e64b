/** `nightglass explain` as a person or a script meets it: a real process, its words, its files, its exit codes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Explanation, silentLogger } from '@nightglass/model';
import { openSqliteState } from '@nightglass/store';
import { type Listening, listen } from '../api/testing/fixture.ts';
import { ExplainService } from './explain-service.ts';
import { fakeStore, nowMs } from './testing/fake-sources.ts';

const main = join(import.meta.dirname, '../main.ts');
const title = '\u001b]0;owned\u0007';
const { queries, change } = fakeStore({ reason: `the warehouse ${title} is closed` });
const state = openSqliteState({ path: ':memory:', logger: silentLogger, now: () => nowMs });
const watch = { everyMs: 50, mostMs: 60_000 };
const service = new ExplainService({ queries, state, logger: silentLogger, clock: () => nowMs, watch });
let server: Listening;
let folder: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ng-explain-'));
  server = await listen({ queries, explain: { service, state } });
});
after(async () => {
  await server.api.close();
  await service.close();
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]): Promise<{ status: number | null; out: string; err: string }> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [main, 'explain', '--url', server.url, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.once('close', (status) => done({ status, out, err }));
  });

test('it says what happened, what speaks for it and what to do; progress on the other stream; 0 when diagnosed', async () => {
  const { status, out, err } = await run('--service', 'order', '--since', '3m');
  assert.equal(status, 0, err);
  assert.match(out, /^Diagnosed\n/);
  assert.match(out, /stock/);
  assert.match(out, /for:\n +\+ [^[]*\[e1\]/);
  assert.match(out, /> .*the warehouse .* is closed/);
  assert.match(out, /look next: /);
  assert.match(out, /read 1800 spans, 600 log records/);
  assert.match(err, /^nightglass: reading what order sent/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: neither colours nor what telemetry brings
  assert.doesNotMatch(out + err, /[\u0000-\u0009\u000b-\u001f]/);
});

test('in Chinese, as JSON, with a report and with what was thought about', async () => {
  const files = ['r.md', 'r.html', 'dump.json'].map((name) => join(folder, name));
  const [markdown = '', html = '', dump = ''] = files;
  const chinese = await run('--service', 'order', '--since', '3m', '--language', 'zh', '--report', html);
  assert.match(chinese.out, /^已诊断\n/);
  assert.match(readFileSync(html, 'utf8'), /^<!doctype html>\n<html lang="zh-CN">/);
  const { status, out } = await run('--since', '3m', '--json', '--report', markdown, '--dump', dump);
  assert.equal(status, 0);
  const explanation = JSON.parse(out) as Explanation;
  assert.equal(explanation.diagnosis?.verdict, 'diagnosed');
  assert.match(readFileSync(markdown, 'utf8'), /^# /);
  assert.equal(JSON.parse(readFileSync(dump, 'utf8')).spans.length, explanation.diagnosis.input.spans);
});

test('no answer is 1, and says which; watching says every look', async () => {
  change({ brokenForMs: 0 });
  const { status, out, err } = await run('--service', 'order', '--since', '3m', '--watch');
  assert.equal(status, 1);
  assert.match(out, /^(No cause in the telemetry|Not enough data)\n/);
  assert.match(err, /look 1: /);
  change({});
});

test('called wrongly, and what cannot be done, is 2', async () => {
  for (const [args, says] of [
    [['--since', 'yesterday'], /not a duration/],
    [['--since', '5m', '--start', '-3m'], /cannot be used with/],
    [['--language', 'fr'], /Allowed choices are en, zh/],
    [['--servce', 'x'], /unknown option/],
    [['--service', 'ordr'], /no service "ordr".*NG_NOT_FOUND\]\n.*Did you mean order/],
    [['--start', 'noon'], /"noon" is not a time/],
    [['--report', join(folder, 'no/such/folder/r.md'), '--since', '3m'], /cannot write .*ENOENT/],
  ] as const) {
    const { status, out, err } = await run(...args);
    assert.deepEqual([status, out], [2, ''], args.join(' '));
    assert.match(err, says);
  }
  assert.ok(!existsSync(join(folder, 'no')));
});

test('the help shows how to ask, and what the exit codes mean', async () => {
  const { status, out } = await run('--help');
  assert.equal(status, 0);
  assert.match(out, /Examples:\n(.*\$ nightglass explain.*\n)+/);
  assert.match(out, /Exit codes: 0 diagnosed; 1 no answer/);
});
