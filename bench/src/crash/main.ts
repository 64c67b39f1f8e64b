/**
 * `npm run test:crash`: senders at load, kill -9 of the server and of its ClickHouse process at random moments.
 * Every acknowledged span id must be in the table exactly once, and the roll-ups must agree. Bounded to 2 minutes.
 * `CRASH_SEED=n` repeats a sequence of kills (not their exact moments); `CRASH_KILLS=n` changes their number.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drained, ownMetric } from '../lib/ask-server.ts';
import { processTree } from '../lib/process-usage.ts';
import { type ServerProcess, startServerProcess } from '../lib/server-process.ts';
import { Random } from '../payload/index.ts';
import { Sender } from './sender.ts';
import { verify } from './verify.ts';

const kills = Number(process.env.CRASH_KILLS ?? 20);
const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
const KILLING_ENDS_MS = 85_000;
const ALL_ENDS_MS = 120_000;

const started = performance.now();
const elapsed = (): number => performance.now() - started;
const random = new Random(seed);
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const say = (text: string): void => console.log(`${(elapsed() / 1000).toFixed(1).padStart(6)} s  ${text}`);

const watchdog = setTimeout(() => {
  kill(running?.pid);
  console.error('the crash test did not end within 2 minutes');
  console.log('0 passed, 1 failed');
  process.exit(1);
}, ALL_ENDS_MS);

/** The newest server; whatever happens, it does not outlive the test. */
let running: ServerProcess | undefined;

/** The folder of a killed server is free a moment after its ClickHouse process has noticed. */
const start = async (dataDir: string): Promise<ServerProcess> => {
  for (let attempt = 1; ; attempt++) {
    try {
      running = await startServerProcess({ dataDir, args: ['--log-level', 'error'] });
      return running;
    } catch (error) {
      if (attempt === 5) throw error;
      await pause(200);
    }
  }
};

const kill = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in this very moment.
  }
};
const engineOf = (server: ServerProcess): number | undefined =>
  processTree(server.pid).find((pid) => pid !== server.pid);

/** Whether something is acknowledged from now on, within `ms`. */
const acknowledges = async (senders: readonly Sender[], ms: number): Promise<boolean> => {
  const count = (): number => senders.reduce((n, s) => n + s.ackedCount, 0);
  const before = count();
  for (const end = elapsed() + ms; elapsed() < end; await pause(20)) if (count() > before) return true;
  return false;
};

const run = async (dataDir: string): Promise<string[]> => {
  say(`seed ${seed}, ${kills} kills, data in ${dataDir}`);
  let server = await start(dataDir);
  const senders = (['grpc', 'grpc', 'grpc', 'http'] as const).map(
    (protocol, i) => new Sender(i + 1, protocol),
  );
  const pointAt = (target: ServerProcess | undefined): void => {
    for (const sender of senders) sender.pointAt(target);
  };
  pointAt(server);
  const killed = { server: 0, engine: 0 };
  for (let i = 0; i < kills; i++) {
    if (elapsed() > KILLING_ENDS_MS) {
      say(`this machine is slow: only ${i} of ${kills} kills in time`);
      break;
    }
    // Whatever time is left is shared out, so that a slow machine still gets through all kills.
    const share = Math.max(100, (KILLING_ENDS_MS - elapsed()) / (kills - i) - 2000);
    await pause(random.next() * Math.min(2500, share));
    if (random.next() < 0.4) {
      kill(engineOf(server));
      killed.engine++;
      continue;
    }
    kill(server.pid);
    pointAt(undefined);
    killed.server++;
    server = await start(dataDir);
    pointAt(server);
    // A server that starts and takes nothing would pass for one that lost nothing.
    if (!(await acknowledges(senders, 15_000))) throw new Error('the restarted server acknowledges nothing');
  }
  const alive = await acknowledges(senders, 15_000);
  await Promise.all(senders.map((sender) => sender.stop()));
  say(`killed ${killed.server} x server, ${killed.engine} x engine; waiting for the queue to empty`);

  const violations: string[] = [];
  if (!alive) violations.push('after the last kill nothing was acknowledged any more');
  const empty = await drained(server, Math.max(5, (ALL_ENDS_MS - 15_000 - elapsed()) / 1000));
  if (!empty) violations.push('the queue did not become empty');
  const imbalance = await ownMetric(server, 'nightglass_ingest_imbalance_records');
  if (imbalance !== 0) violations.push(`received is not stored + rejected + dropped: off by ${imbalance}`);
  const dropped = await ownMetric(server, 'nightglass_ingest_records_total', 'outcome="dropped"');
  if (dropped !== 0) violations.push(`${dropped} records were dropped`);
  const verdict = await verify(server, senders);
  violations.push(...verdict.violations);
  say(`${verdict.ackedSpans} spans acknowledged, ${verdict.storedSpans} stored`);
  say(`${verdict.unacknowledgedSpans} of those stored were in a request whose answer never came (allowed)`);
  await server.stop();
  return violations;
};

const dataDir = mkdtempSync(join(tmpdir(), 'nightglass-crash-'));
let violations: string[];
try {
  violations = await run(dataDir);
} catch (error) {
  violations = [error instanceof Error ? error.message : String(error)];
  kill(running?.pid);
}
clearTimeout(watchdog);
for (const violation of violations) say(`VIOLATION: ${violation}`);
if (violations.length === 0) {
  say('every acknowledged span is there exactly once, and the roll-ups agree');
  rmSync(dataDir, { recursive: true, force: true });
}
console.log(violations.length === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed');
process.exit(violations.length === 0 ? 0 : 1);
