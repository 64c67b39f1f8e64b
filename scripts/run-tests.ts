/**
 * `npm test [-- FILTER...]`: every `*.test.ts` beside the code, browser tests apart.
 * The last line is `N passed, N failed, N skipped`.
 */

import { join } from 'node:path';
import { type EventData, run } from 'node:test';
import { spec } from 'node:test/reporters';
import { sourceFiles } from './sources.ts';

const root = join(import.meta.dirname, '..');
const filters = process.argv.slice(2);
const files = sourceFiles(root)
  .filter((f) => /\.test\.ts$/.test(f) && !f.startsWith('apps/web/e2e/'))
  .filter((f) => filters.length === 0 || filters.some((x) => f.includes(x)))
  .map((f) => join(root, f));

if (files.length === 0) {
  console.error(`no test file matches ${filters.join(', ')}`);
  process.exit(2);
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const isLeaf = (data: EventData.TestPass | EventData.TestFail): boolean => data.details.type !== 'suite';

const stream = run({ files, concurrency: 2, timeout: 120_000 });
stream.on('test:pass', (data) => {
  if (!isLeaf(data)) return;
  if (data.skip !== undefined || data.todo !== undefined) counts.skipped++;
  else counts.passed++;
});
stream.on('test:fail', (data) => {
  if (isLeaf(data)) counts.failed++;
});
stream.on('end', () => {
  setImmediate(() => {
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    process.exitCode = counts.failed === 0 ? 0 : 1;
  });
});
stream.compose(new spec()).pipe(process.stdout);
