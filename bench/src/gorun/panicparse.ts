/** The same dump through panicparse, the usual Go tool for it. It is fetched and built once, outside of the repository. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const release = 'github.com/maruel/panicparse/v2/cmd/pp@v2.5.0';

const findGo = (): string | null =>
  ['go', '/usr/local/go/bin/go'].find((go) => spawnSync(go, ['version']).status === 0) ?? null;

const install = (): string | { skipped: string } => {
  const folder = join(tmpdir(), 'nightglass-panicparse');
  const program = join(folder, 'pp');
  if (existsSync(program)) return program;
  const go = findGo();
  if (go === null) return { skipped: 'no Go here' };
  mkdirSync(folder, { recursive: true });
  const built = spawnSync(go, ['install', release], {
    env: { ...process.env, GOBIN: folder, GOFLAGS: '-modcacherw' },
    timeout: 180_000,
    encoding: 'utf8',
  });
  if (built.status === 0) return program;
  const reason = (built.stderr || 'no network').trim().split('\n')[0] ?? '';
  return { skipped: `could not be fetched or built: ${reason.slice(0, 120)}` };
};

/** It compares every stack with every bucket, so dumps of many different arguments take it very long. */
const patience = 60;

/** Wall seconds of `pp` over the dump, which includes its own grouping and printing. */
export const timePanicparse = (dump: Buffer): { seconds: number } | { skipped: string } => {
  const program = install();
  if (typeof program !== 'string') return program;
  const started = performance.now();
  const run = spawnSync(program, [], { input: dump, maxBuffer: 1 << 30, timeout: patience * 1000 });
  const seconds = (performance.now() - started) / 1000;
  if (run.signal === 'SIGTERM') return { skipped: `stopped after ${patience} s` };
  if (run.status !== 0 && run.status !== 1) return { skipped: `it failed with status ${run.status}` };
  return { seconds };
};
