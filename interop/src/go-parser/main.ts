/** `node interop/src/go-parser/main.ts`: only the comparison with go/parser, which `npm run interop` also does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { which } from '../command.ts';
import { Report } from '../report.ts';
import { checkGoParser } from './check.ts';

const report = new Report();
const folder = mkdtempSync(join(tmpdir(), 'nightglass-go-parser-'));
try {
  const go = which('go');
  if (go === undefined) report.skip('go/parser', 'no Go on PATH (https://go.dev/doc/install)');
  else await checkGoParser(report, go, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = report.close() ? 0 : 1;
