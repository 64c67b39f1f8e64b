/**
 * `npm run bench:golint [-- --dir DIR] [--json]`: how fast Go source is linted by the command people run, start of the process
 * included: one thread, one per core, a second run with the cache; peak memory of the process; and staticcheck beside
 * it where Go is at hand and it can be had from the module proxy. Without `--dir`: the source of the Go on PATH.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { goSource } from '../golint-parse/sources.ts';
import { runStaticcheck } from './staticcheck.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    json: { type: 'boolean', default: false },
    staticcheck: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const dir = values.dir ?? goSource();
if (dir === undefined) {
  console.error('no Go on PATH: name a folder of Go source with --dir DIR');
  process.exit(2);
}

interface Run {
  seconds: number;
  cpuSeconds: number;
  peakMegabytes: number;
  lines: number;
  findings: number;
  problems: number;
}

const main = join(import.meta.dirname, '../../../apps/nightglass/src/main.ts');
const usage = join(import.meta.dirname, 'usage.mjs');

const lint = (...args: string[]): Run => {
  const started = performance.now();
  const child = spawnSync(process.execPath, [`--import=${usage}`, main, 'lint', '--json', dir, ...args], {
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
    timeout: 30 * 60_000,
  });
  const seconds = (performance.now() - started) / 1000;
  const used = /^usage (\{.*\})$/m.exec(child.stderr)?.[1];
  if (used === undefined || child.stdout === '') throw new Error(child.stderr || 'the lint did not end');
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(used) as NodeJS.ResourceUsage;
  const said = JSON.parse(child.stdout) as {
    stats: { lines: number };
    findings: unknown[];
    problems: unknown[];
  };
  return {
    seconds,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: Math.round(maxRSS / 1024),
    lines: said.stats.lines,
    findings: said.findings.length,
    problems: said.problems.length,
  };
};

const cache = mkdtempSync(join(tmpdir(), 'nightglass-bench-lint-'));
try {
  const jobs = String(availableParallelism());
  const runs: Record<string, Run> = {
    'one thread': lint('--jobs', '1', '--no-cache'),
    [`${jobs} threads`]: lint('--jobs', jobs, '--cache-dir', cache),
    'again, with the cache': lint('--jobs', jobs, '--cache-dir', cache),
  };
  const beside = values.staticcheck ? runStaticcheck(dir) : 'staticcheck: skipped (--no-staticcheck)';
  const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} CPUs, Node ${process.versions.node}`;
  if (values.json) console.log(JSON.stringify({ machine, dir, runs, beside }, null, 2));
  else {
    console.log(`${machine}; ${dir}\n`);
    for (const [name, run] of Object.entries(runs)) {
      const speed = Math.round(run.lines / run.seconds / 1000);
      const perCpu = Math.round(run.lines / run.cpuSeconds / 1000);
      console.log(
        `${name.padEnd(22)} ${run.seconds.toFixed(1).padStart(6)} s  ${String(speed).padStart(5)} k lines/s  ` +
          `${String(perCpu).padStart(5)} k lines per CPU second  ${String(run.peakMegabytes).padStart(5)} MB  ` +
          `${run.findings} findings, ${run.problems} problems in ${run.lines} lines`,
      );
    }
    const [, first, again] = Object.values(runs);
    if (first !== undefined && again !== undefined)
      console.log(
        `\nthe cache makes it ${(first.seconds / again.seconds).toFixed(1)} times faster (target 10)`,
      );
    console.log('target 150 k lines/s on one core, moonshot 400 k');
    console.log(
      typeof beside === 'string'
        ? beside
        : `staticcheck ${beside.version}: ${beside.seconds.toFixed(1)} s, ${beside.peakMegabytes} MB`,
    );
  }
} finally {
  rmSync(cache, { recursive: true, force: true });
}
