import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { startShop } from './index.ts';
import { alive, getJson, silent } from './testing/clients.ts';
import { startSink } from './testing/sink.ts';

interface Overview {
  load: { sent: number; answers: Record<string, number> };
}

test('customers come by themselves, the schedule is kept, stop leaves no process', async () => {
  const sink = await startSink();
  const shop = await startShop({
    otlpEndpoint: sink.url,
    logger: silent,
    ratePerSecond: 40,
    batchDelayMs: 50,
    schedule: [{ afterSeconds: 0.6, fault: 'slow-inventory', forSeconds: 0.8, options: { delayMs: 250 } }],
  });
  const pids = shop.services.map((s) => s.pid);
  try {
    const isOn = async (): Promise<boolean> => {
      const { body } = await getJson(`${shop.controlUrl}/faults`);
      return (body.faults as { fault: string; enabled: boolean }[]).some((f) => f.enabled);
    };
    const seen: boolean[] = [];
    for (const end = Date.now() + 8_000; seen.length < 3 && Date.now() < end; ) {
      const on = await isOn();
      if (seen.at(-1) !== on) seen.push(on);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    assert.deepEqual(seen, [false, true, false]);
    await sink.until('a slow allocation', () =>
      sink.spans.some((s) => s.name === 'warehouse.allocate' && s.ms >= 250),
    );
    const { load } = (await getJson(shop.controlUrl)).body as unknown as Overview;
    assert.ok(load.sent > 20 && load.sent < 400, `${load.sent} arrivals`);
    assert.ok((load.answers['201'] ?? 0) > 10, JSON.stringify(load.answers));
    assert.equal(new Set(sink.spans.map((s) => s.service)).size, 3);
  } finally {
    const startedAt = performance.now();
    await shop.stop();
    assert.ok(performance.now() - startedAt < 2_000);
    sink.stop();
  }
  assert.deepEqual(pids.filter(alive), []);
  await assert.rejects(fetch(shop.controlUrl));
});

test('a mistake in the schedule is said before anything runs', async () => {
  await assert.rejects(
    startShop({
      otlpEndpoint: 'http://127.0.0.1:9',
      logger: silent,
      schedule: [{ afterSeconds: 1, fault: 'slow-inventory', options: { delayMs: 0 } }],
    }),
    /delayMs must be a number from 1 to 60000/,
  );
});

test('a control port that is taken is said, and nothing is left running', async () => {
  const sink = await startSink();
  await assert.rejects(
    startShop({
      otlpEndpoint: sink.url,
      logger: silent,
      ratePerSecond: 0,
      controlPort: Number(new URL(sink.url).port),
    }),
    { code: 'EADDRINUSE' },
  );
  sink.stop();
});

test('the processes leave when their parent is killed', async () => {
  const parent = spawn(
    process.execPath,
    [`${import.meta.dirname}/main.ts`, '--endpoint', 'http://127.0.0.1:9', '--rate', '5'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const pids: number[] = [];
  for await (const line of createInterface({ input: parent.stdout })) {
    const [, pid] = /^ {2}\S+ .*pid=(\d+)$/.exec(line) ?? [];
    if (pid !== undefined) pids.push(Number(pid));
    if (pids.length === 3) break;
  }
  assert.deepEqual(pids.map(alive), [true, true, true]);
  parent.kill('SIGKILL');
  for (const deadline = Date.now() + 4_000; pids.some(alive) && Date.now() < deadline; )
    await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(pids.filter(alive), []);
});
