/** The ways through the product that must work on the test double and on the real server alike. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';

/** Collects what a page says is wrong: exceptions, and anything the content security policy refused. */
export const watchErrors = (page: Page): string[] => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      errors.push(message.text());
  });
  return errors;
};

/** Overview -> service -> slow trace -> span -> its logs -> its metrics; then every step again from its URL alone. */
export const walk = async (context: BrowserContext, url: string, service: string): Promise<void> => {
  const page = await context.newPage();
  const errors = watchErrors(page);
  const urls: string[] = [];
  await page.goto(url);
  await page.getByRole('table', { name: 'Services' }).getByRole('link', { name: service }).first().click();
  await page.getByRole('heading', { level: 1, name: service }).waitFor();
  await page.getByRole('table', { name: 'Operations' }).waitFor();
  urls.push(page.url());

  await page.getByRole('list', { name: 'Slowest traces' }).getByRole('link').first().click();
  await page.locator('.waterfall-row').first().waitFor();
  urls.push(page.url());

  const row = page.locator('.waterfall-row[data-span]').nth(1);
  const span = await row.getAttribute('data-span');
  await row.click();
  await page.waitForURL((u) => u.searchParams.get('span') === span);
  const name = await page.locator('.panel-title').textContent();
  urls.push(page.url());

  await page.getByRole('tab', { name: /^Logs/ }).click();
  await page.getByText(/Written in this span: \d+/).waitFor();
  urls.push(page.url());

  await page.getByRole('tab', { name: 'Metrics' }).click();
  await page.locator('.panel .u-over').first().waitFor();
  await page.getByText(/The process around this time: \d+ metric/).waitFor();
  urls.push(page.url());
  await page.close();

  // The way back has no history: every state is its URL.
  const again = await context.newPage();
  errors.push(...watchErrors(again));
  const proofs = [
    () => again.getByRole('table', { name: 'Operations' }).waitFor(),
    () => again.locator('.waterfall-row').first().waitFor(),
    () => again.locator(`.waterfall-row.selected[data-span="${span}"]`).waitFor(),
    () => again.getByText(/Written in this span: \d+/).waitFor(),
    () => again.locator('.panel .u-over').first().waitFor(),
  ];
  for (const [i, address] of urls.entries()) {
    await again.goto(address);
    await proofs[i]?.();
    if (i >= 2) assert.equal(await again.locator('.panel-title').textContent(), name);
    assert.equal(again.url(), address, 'opening an address must not change it');
  }
  await again.close();
  assert.deepEqual(errors, []);
};

/** Gives a file to the Runtime page; it opens by itself when it holds one piece of evidence. */
const giveFile = async (page: Page, url: string, path: string, service: string): Promise<void> => {
  await page.goto(`${url}/runtime?service=${service}`);
  const add = page.getByRole('button', { name: 'Add evidence' });
  await add.waitFor();
  if ((await page.locator('.upload-drop').count()) === 0) await add.click();
  await page.getByRole('region', { name: 'Add evidence' }).getByLabel('Service').fill(service);
  await page.locator('input[type=file]').setInputFiles(path);
  await page.waitForURL(/\/runtime\/[0-9a-f]{32}/);
};

/**
 * Real output of Go 1.24 and 1.27 through the page: the map crash with both parties and with one, the fleet's dump with
 * its starved writer, its buckets and filters, the difference of two dumps, a flame graph, memory. `samples` is the folder.
 */
export const walkRuntime = async (context: BrowserContext, url: string, samples: string): Promise<void> => {
  const page = await context.newPage();
  const errors = watchErrors(page);
  await page.goto(`${url}/runtime`);
  await page.getByRole('button', { name: 'Add evidence' }).waitFor();
  await page.waitForLoadState('networkidle');
  // Offered only while nothing is stored: a server that already runs may have its own.
  const example = page.getByRole('button', { name: 'Try it with an example' });
  if (await example.isVisible()) {
    await example.click();
    await page.locator('.party', { hasText: 'main.(*cache).touch' }).waitFor();
    await page.locator('.facts', { hasText: 'example-payment-gateway' }).waitFor();
    await page.locator('.facts time', { hasText: '02:17:04' }).waitFor();
  }
  await giveFile(page, url, `${samples}/go1.24/mapcrash/iter.txt`, 'e2e-crash');
  await page.locator('.party', { hasText: 'main.(*cache).evict' }).waitFor();
  await page.locator('.party', { hasText: 'main.(*cache).touch' }).waitFor();
  await page.getByText('cannot catch it').waitFor();
  await giveFile(page, url, `${samples}/go1.27/mapcrash/iter.txt`, 'e2e-crash');
  await page.locator('.party-missing').waitFor();
  await page.locator('.lines-link').first().click();
  await page.locator('.raw-line-hit', { hasText: 'fatal error' }).waitFor();

  await giveFile(page, url, `${samples}/go1.24/fleet/goroutine.debug2.txt`, 'e2e-fleet');
  await page.locator('.evidence', { hasText: 'updateUserSession' }).first().waitFor();
  await page.getByRole('tab', { name: 'Goroutines' }).click();
  await page.getByRole('combobox', { name: 'State' }).selectOption('sync.Mutex.Lock');
  // The list of all goroutines stays until the answer to the filter is there.
  await page
    .locator('.bucket:first-child', { hasText: 'sync.Mutex.Lock' })
    .filter({ hasText: '25' })
    .waitFor();
  await page.locator('.bucket-head').first().click();
  await page.locator('.bucket-detail .stack').waitFor();
  await page.getByRole('tab', { name: 'Who waits for whom' }).click();
  await page.locator('.wait-edge-inferred').first().waitFor();
  await page
    .getByRole('list', { name: 'The same in words' })
    .getByText('updateUserSession')
    .first()
    .waitFor();

  await giveFile(page, url, `${samples}/go1.27/mapleak/heap_0_start.pb.gz`, 'e2e-memory');
  const base = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await giveFile(page, url, `${samples}/go1.27/mapleak/heap_2_leaked.pb.gz`, 'e2e-memory');
  await page.locator('.flame-box', { hasText: 'main.updateUserSession' }).first().waitFor();
  await page.getByRole('combobox', { name: 'Compare with the base' }).selectOption(base);
  await page.locator('.flame-more', { hasText: 'main.updateUserSession' }).first().waitFor();
  await giveFile(page, url, `${samples}/go1.27/mapleak/gctrace.log`, 'e2e-memory');
  await page.getByRole('link', { name: 'Memory', exact: true }).click();
  await page.locator('.u-over').nth(2).waitFor();
  await page.getByRole('table', { name: 'Site' }).getByText('main.updateUserSession').first().waitFor();

  await page.goto(`${url}/runtime?service=e2e-crash`);
  await page.getByRole('table', { name: 'Crashes' }).getByText('concurrent map iteration').first().waitFor();
  assert.ok((await page.getByRole('table', { name: 'Evidence' }).getByRole('row').count()) >= 3);
  await page.close();
  assert.deepEqual(errors, []);
};

/** From the overview to the failing handshake's span and its log line. Returns how many clicks that took. */
export const findHandshake = async (context: BrowserContext, url: string): Promise<number> => {
  const page = await context.newPage();
  const errors = watchErrors(page);
  let clicks = 0;
  await page.goto(url);
  const finding = page.locator('.finding-bad', { hasText: 'payment-gateway' }).filter({ hasText: 'errors' });
  assert.match((await finding.first().textContent()) ?? '', /\d+\s%\serrors (since|over the whole range)/);

  await finding
    .first()
    .getByRole('link', { name: /failing traces/ })
    .click();
  clicks++;
  await page.getByRole('list', { name: 'Traces' }).getByRole('link').first().click();
  clicks++;
  await page.locator('.panel-title', { hasText: 'tls.connect' }).waitFor();
  assert.match(
    (await page.locator('.panel-reason').textContent()) ?? '',
    /certificate|UNABLE_TO_VERIFY|handshake/i,
  );

  await page.getByRole('tab', { name: /^Logs/ }).click();
  clicks++;
  const line = page.locator('.panel .log-error').first();
  await line.waitFor();
  assert.match((await line.textContent()) ?? '', /certificate|handshake|UNABLE_TO_VERIFY/i);
  await page.close();
  assert.deepEqual(errors, []);
  return clicks;
};

/**
 * From the failing service of the overview, by *Why?*, to the named cause: a handshake that is not trusted, with the log
 * line that says so, the way to it on the map, and an answer of the reader that is kept. Returns the address of it.
 */
export const explainHandshake = async (context: BrowserContext, url: string): Promise<string> => {
  const page = await context.newPage();
  const errors = watchErrors(page);
  await page.goto(url);
  await page.getByRole('button', { name: 'Why? Explain payment-gateway' }).first().click();
  await page.waitForURL(/\/explain\/[0-9A-Z]{26}/, { timeout: 30_000 });
  await page.locator('.answer-diagnosed .answer-sentence').waitFor();
  const head = (await page.locator('.answer').textContent()) ?? '';
  assert.match(head, /Cause found.*since \d\d:\d\d:\d\d.*\d+\s% bad/s);

  const first = page.locator('.hypothesis').first();
  assert.match((await first.locator('.hypothesis-head').textContent()) ?? '', /TLS/);
  assert.match((await first.locator('.cause-way').textContent()) ?? '', /payment-gateway/);
  const line = first.locator('.proof', { hasText: 'logs' }).filter({ hasText: /certificate|handshake/i });
  const open = line.first().getByRole('button', { name: 'Log lines' });
  await open.click();
  await line.first().locator('.log-error').first().waitFor();
  assert.match(
    (await line.first().locator('.log-error').first().textContent()) ?? '',
    /certificate|handshake/i,
  );

  await page.getByText('Report', { exact: true }).click();
  const [report] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the report as Markdown in English' }).click(),
  ]);
  assert.match(await readFile(await report.path(), 'utf8'), /^# \S/);

  await first.getByRole('button', { name: 'Confirm', exact: true }).click();
  await first.getByText(/You confirmed this at/).waitFor();
  await page.goto(`${url}/explain`);
  const kept = page.getByRole('table', { name: 'Kept explanations' }).getByRole('row').nth(1);
  assert.match((await kept.textContent()) ?? '', /Cause found/);
  await kept.getByRole('link').click();
  await page.getByText('✓ confirmed').waitFor();
  const address = page.url();
  await page.close();
  assert.deepEqual(errors, []);
  return address;
};
