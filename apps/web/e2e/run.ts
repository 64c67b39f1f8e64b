/**
 * `npm run test:browser [-- pages|runtime|explain|explanation|product]`: the browser tests in a real Chromium.
 * The last line is `N passed, N failed, N skipped`.
 */
import { join } from 'node:path';
import { type EventData, run } from 'node:test';
import { spec } from 'node:test/reporters';
import { buildWeb } from '../build.ts';
import { launchBrowser } from './browser.ts';

const wanted = process.argv.slice(2);
const files = ['pages', 'runtime', 'explain', 'explanation', 'product']
  .filter((name) => wanted.length === 0 || wanted.includes(name))
  .map((name) => join(import.meta.dirname, `${name}.test.ts`));
if (files.length === 0) {
  console.error(
    `no browser test is called ${wanted.join(', ')}; there are: pages, runtime, explain, explanation, product`,
  );
  process.exit(2);
}
// Said once and first, instead of by every test.
await (await launchBrowser()).close();
await buildWeb({ onProgress: console.log });

const counts = { passed: 0, failed: 0, skipped: 0 };
const isLeaf = (data: EventData.TestPass | EventData.TestFail): boolean => data.details.type !== 'suite';
const stream = run({ files, concurrency: 1, timeout: 600_000 });
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
    process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
  });
});
stream.compose(new spec()).pipe(process.stdout);
