/** The same tree under staticcheck, which needs types and so a build of what is imported. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const version = 'v0.7.0';

export interface StaticcheckRun {
  version: string;
  seconds: number;
  peakMegabytes: number;
}

/** Its run with an empty cache, or a line that says why there is none. */
export const runStaticcheck = (dir: string): StaticcheckRun | string => {
  if (spawnSync('go', ['version']).status !== 0) return 'staticcheck: skipped (no Go on PATH)';
  const place = mkdtempSync(join(tmpdir(), 'nightglass-staticcheck-'));
  try {
    const installed = spawnSync('go', ['install', `honnef.co/go/tools/cmd/staticcheck@${version}`], {
      env: { ...process.env, GOBIN: place },
      encoding: 'utf8',
      timeout: 5 * 60_000,
    });
    if (installed.status !== 0)
      return `staticcheck: skipped (not installed: ${installed.stderr?.trim().split('\n').at(-1) ?? 'too slow'})`;
    const started = performance.now();
    const run = spawnSync('/usr/bin/time', ['-f', 'peak %M', join(place, 'staticcheck'), './...'], {
      cwd: dir,
      env: { ...process.env, STATICCHECK_CACHE: join(place, 'cache') },
      encoding: 'utf8',
      maxBuffer: 1024 ** 3,
      timeout: 20 * 60_000,
    });
    if (run.error !== undefined) return `staticcheck: skipped (${run.error.message})`;
    const peak = /^peak (\d+)$/m.exec(run.stderr)?.[1];
    return {
      version,
      seconds: (performance.now() - started) / 1000,
      peakMegabytes: Math.round(Number(peak ?? 0) / 1024),
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};
