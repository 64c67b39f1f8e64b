/** The command as a person or a script meets it: a real process, its words, its exit codes. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const main = join(import.meta.dirname, 'main.ts');
const freePorts = ['--port', '0', '--otlp-grpc-port', '0', '--otlp-http-port', '0'];

let folder: string;
let data: string;
let server: ChildProcess;
let printed = '';

const call = (...args: string[]): { status: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
};

const until = async (what: string, met: () => boolean): Promise<void> => {
  for (const end = Date.now() + 30_000; !met(); ) {
    if (Date.now() > end) assert.fail(`${what}: not within 30 s\n${printed}`);
    await new Promise((done) => setTimeout(done, 25));
  }
};

const url = (label: string): string => new RegExp(`^${label}\\s+(http\\S+)`, 'm').exec(printed)?.[1] ?? '';

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nightglass-cli-'));
  data = join(folder, 'data');
  server = spawn(process.execPath, [main, 'up', '--data', data, ...freePorts], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [server.stdout, server.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  await until('ready', () => /^ready /m.test(printed));
});
after(() => {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test('it says what it is doing and where, in lines a file can hold', () => {
  for (const label of ['page', 'OTLP/gRPC', 'OTLP/HTTP'])
    assert.match(url(label), /^http:\/\/127\.0\.0\.1:\d+$/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the point is that there is none
  assert.doesNotMatch(printed, /[\u0000-\u0009\u000b-\u001f]/);
});

test('query finds what was sent, through the running server and as JSON', async () => {
  const body = JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'cli' } }] },
        scopeLogs: [{ logRecords: [{ severityNumber: 17, body: { stringValue: 'certificate expired' } }] }],
      },
    ],
  });
  const sent = await fetch(`${url('OTLP/HTTP')}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  assert.equal(sent.status, 200);
  let found = call('query', 'logs', 'expired', '--url', url('page'), '--json');
  for (let i = 0; i < 20 && JSON.parse(found.out).logs.length === 0; i++)
    found = call('query', 'logs', 'expired', '--url', url('page'), '--json');
  assert.equal(JSON.parse(found.out).logs[0].service, 'cli');

  const text = call('query', 'logs', '--severity', 'error', '--url', url('page'));
  assert.match(text.out, /^time +severity +service +trace +body\n.* cli .*certificate expired$/m);
  const sql = call('query', 'sql', 'SELECT ServiceName FROM logs', '--data', data, '--url', url('page'));
  assert.equal(sql.out, 'ServiceName\ncli\n');
});

test('SQL of a person cannot write, and the refusal has a code', () => {
  const { status, err } = call('query', 'sql', 'DROP TABLE logs', '--data', data, '--url', url('page'));
  assert.equal(status, 1);
  assert.match(err, /\[NG_QUERY_INVALID\]/);
});

test('called wrongly is exit code 2 and names the right word', () => {
  const option = call('up', '--prot', '1');
  assert.deepEqual([option.status, /Did you mean --port/.test(option.err)], [2, true]);
  assert.equal(call('query', 'traces', '--nope').status, 2);
  const value = call('query', 'traces', '--limit', 'many', '--url', url('page'));
  assert.equal(value.status, 2);
  assert.match(value.err, /limit: "many" is not a whole number \[NG_BAD_PARAMETER\]/);
});

test('a configuration with mistakes starts nothing and makes no folder', () => {
  const file = join(folder, 'bad.yaml');
  writeFileSync(
    file,
    'receivers: { otpl: }\nservice: { pipelines: { traces: { receivers: [otlp], exporters: [nightglas] } } }\n',
  );
  const { status, err } = call('up', '--config', file, '--data', join(folder, 'never'), ...freePorts);
  assert.equal(status, 2);
  assert.match(err, /bad\.yaml:1:\d+: receivers\.otpl: .*did you mean "otlp"/);
  assert.match(err, /bad\.yaml:2:\d+: .*nightglas/);
});

test('a second server on the folder, and a taken port, are told apart', async () => {
  const folderTaken = call('up', '--data', data, ...freePorts);
  assert.deepEqual([folderTaken.status, /NG_DATA_DIR_LOCKED/.test(folderTaken.err)], [1, true]);
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => holder.once('listening', done));
  const { port } = holder.address() as { port: number };
  const portTaken = call(
    'up',
    '--data',
    join(folder, 'two'),
    ...freePorts.slice(0, 4),
    '--otlp-http-port',
    String(port),
  );
  holder.close();
  assert.deepEqual(
    [portTaken.status, new RegExp(`:${port}: .*NG_PORT_IN_USE`).test(portTaken.err)],
    [1, true],
  );
});

test('a folder that cannot be written to is named', { skip: process.platform !== 'linux' }, () => {
  const { status, err } = call('up', '--data', '/proc/nightglass', ...freePorts);
  assert.deepEqual(
    [status, /\/proc\/nightglass.*\[NG_DATA_DIR_UNUSABLE\]\n.*--data DIR/.test(err)],
    [1, true],
    err,
  );
});

test('doctor names the running server and fails on nothing else', () => {
  const ports = ['--port', '0', '--otlp-grpc-port', '0', '--otlp-http-port', '0'];
  const { status, out } = call('doctor', '--data', data, '--json', ...ports);
  const checks = JSON.parse(out).checks as { name: string; ok: boolean; message: string }[];
  assert.deepEqual(
    checks.filter((c) => !c.ok),
    [],
  );
  assert.match(checks.find((c) => c.name === 'folder')?.message ?? '', new RegExp(`process ${server.pid}`));
  assert.equal(status, 0);
});

test('SIGTERM ends it cleanly within 5 s, and the folder can be read without it', async () => {
  const start = performance.now();
  server.kill('SIGTERM');
  await until('exit', () => server.exitCode !== null);
  assert.equal(server.exitCode, 0, printed);
  assert.ok(performance.now() - start < 5_000);
  assert.match(printed, /^stopped +cleanly$/m);
  const { out } = call('query', 'logs', '--data', data, '--url', url('page'), '--json');
  assert.equal(JSON.parse(out).logs.length, 1);
});
