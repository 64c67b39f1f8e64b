/** `node interop/src/golint/main.ts`: only the race detector's say on the lint's programs, which `npm run interop` also asks for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { which } from '../command.ts';
import { Report } from '../report.ts';
import { checkRaces } from './check.ts';

const report = new Report();
const folder = mkdtempSync(join(tmpdir(), 'nightglass-golint-'));
try {
  const go = which('go');
  if (go === undefined) report.skip('race detector', 'no Go on PATH (https://go.dev/doc/install)');
  else await checkRaces(report, go, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = report.close() ? 0 : 1;
