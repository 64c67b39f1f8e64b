/** The ways through the product that must work on the test double and on the real server alike. */
import assert from 'node:assert/strict';
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
