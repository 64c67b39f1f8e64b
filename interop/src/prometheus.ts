/** Debian's Prometheus and promtool against our /metrics. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ask } from './api.ts';
import { runCommand } from './command.ts';
import { hostPort } from './go-build.ts';

export const checkWithPromtool = async (promtool: string, ui: string): Promise<string> => {
  const response = await fetch(new URL('/metrics', ui));
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4|openmetrics/);
  const page = await response.text();
  const linted = await runCommand(promtool, ['check', 'metrics'], { input: page, timeoutMs: 20_000 });
  assert.equal(linted.code, 0, `promtool check metrics:\n${linted.stdout}${linted.stderr}`);
  return `${page.split('\n').filter((l) => l.startsWith('# TYPE')).length} metrics`;
};

interface Answer<T> {
  status: string;
  data: T;
}
type Targets = Answer<{ activeTargets: { health: string; lastError: string }[] }>;
type Vector = Answer<{ result: { metric: Record<string, string>; value: [number, string] }[] }>;

/** Starts a Prometheus in `folder` that scrapes us every second, and asks it what it sees. */
export const checkScrape = async (prometheus: string, folder: string, ui: string): Promise<string> => {
  const config = join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    `global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs:
  - job_name: nightglass
    static_configs: [{ targets: ["${hostPort(ui)}"] }]
`,
  );
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    prometheus,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'prometheus-data')}`,
      `--web.listen-address=${address}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  try {
    const base = `http://${address}`;
    await listening(base, child);
    await ask<Targets>(base, '/api/v1/targets', {}, (b) => b.data?.activeTargets[0]?.health === 'up');
    const got = await ask<Vector>(
      base,
      '/api/v1/query',
      { query: 'sum by (signal, outcome) (nightglass_ingest_records_total) > 0' },
      (b) => (b.data?.result.length ?? 0) > 0,
    );
    return `target up, ${got.data.result.length} series of nightglass_ingest_records_total above 0`;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
};

const listening = async (base: string, child: { exitCode: number | null }): Promise<void> => {
  for (const end = Date.now() + 15_000; ; ) {
    const ready = await fetch(`${base}/-/ready`).then(
      (r) => r.ok,
      () => false,
    );
    if (ready) return;
    if (child.exitCode !== null || Date.now() > end) throw new Error('Prometheus did not become ready');
    await new Promise((done) => setTimeout(done, 100));
  }
};

/** Prometheus takes no port 0. */
const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer()
      .once('error', fail)
      .listen(0, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
      });
  });
