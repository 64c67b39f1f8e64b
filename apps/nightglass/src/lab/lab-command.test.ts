/** `nightglass lab` as a person or a script meets it; nothing here needs Go. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'nightglass-lab-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const main = join(import.meta.dirname, '../main.ts');
interface Called {
  status: number;
  out: string;
  err: string;
}

/** Both at once: a start of the whole program takes its time. */
const call = (...args: string[]): Promise<Called> =>
  new Promise((done) => {
    execFile(process.execPath, [main, 'lab', ...args], (error, out, err) =>
      done({ status: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

test('what was recorded is shown as recorded, as text and as a page; a wrong name is told', async () => {
  const file = join(folder, 'lab.html');
  const [recorded, unknown] = await Promise.all([
    call('--recorded', '--only', 'range-insert,traceback-levels', '--html', file),
    call('--only', 'nope'),
  ]);
  assert.equal(recorded.status, 0);
  assert.match(recorded.out, /^Recorded, not run here: /);
  assert.match(recorded.out, /confirmed +Go 1\.21\.13, recorded 2026-11-23: maps of 100 keys: 139 to 177/);
  assert.doesNotMatch(recorded.out, /sync-map/);
  assert.match(readFileSync(file, 'utf8'), /What follows was recorded elsewhere/);
  assert.equal(unknown.status, 2);
  assert.match(unknown.err, /there is no experiment "nope" \[NG_BAD_PARAMETER\]\n.*range-delete/);
});
