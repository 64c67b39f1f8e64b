/** Every page in real Chromium, over the seeded test double of the API. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { buildWeb } from '../build.ts';
import { launchBrowser } from './browser.ts';
import { type MockApi, startMockApi } from './mock-api.ts';
import { findHandshake, walk, watchErrors } from './walks.ts';

describe('the pages over a test double', { timeout: 240_000 }, () => {
  let api: MockApi;
  let browser: Browser;
  const open: BrowserContext[] = [];

  before(async () => {
    api = await startMockApi(await buildWeb());
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await api?.close();
  });
  afterEach(async () => {
    api.mode = 'normal';
    for (const context of open.splice(0)) await context.close();
  });

  const context = async (width = 1440, height = 900): Promise<BrowserContext> => {
    const made = await browser.newContext({ viewport: { width, height }, locale: 'en-GB' });
    made.setDefaultTimeout(15_000);
    open.push(made);
    return made;
  };
  const visit = async (path: string, width?: number): Promise<Page> => {
    const page = await (await context(width)).newPage();
    await page.goto(api.url + path);
    return page;
  };
  const focused = (page: Page): Promise<string> =>
    page.evaluate('document.activeElement?.getAttribute("role") ?? ""');
  const bigTrace = (): string => `/traces/${api.world.bigTraceId}`;

  test('walks from the overview to the metrics of a span, and back by URL alone', async () => {
    await walk(await context(), api.url, 'payment-gateway');
  });

  test('three clicks lead from the overview to the failing handshake and its log line', async () => {
    assert.equal(await findHandshake(await context(), api.url), 3);
  });

  test('the same three clicks on a phone', async () => {
    assert.equal(await findHandshake(await context(390, 844), api.url), 3);
  });

  test('keys: search, help, go, move the range, leave typing alone', async () => {
    const page = await visit('/');
    await page.getByRole('table', { name: 'Services' }).waitFor();
    await page.keyboard.press('/');
    assert.equal(await focused(page), 'combobox');
    await page.keyboard.type('g t?');
    assert.equal(new URL(page.url()).pathname, '/');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL('**/traces');
    await page.keyboard.press('[');
    await page.waitForURL((u) => u.searchParams.has('from'));
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.waitForURL((u) => u.pathname === '/logs' && u.searchParams.has('from'));
  });

  test('the search box opens a trace id, and searches words in logs', async () => {
    const page = await visit('/');
    await page.getByRole('table', { name: 'Services' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(api.world.bigTraceId.toUpperCase());
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${bigTrace()}`);
    await page.keyboard.press('/');
    await page.keyboard.type('handshake');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/logs?query=handshake');
    await page.locator('mark', { hasText: 'handshake' }).first().waitFor();
  });

  test('10,000 spans: few elements, quick to open, smooth to scroll', async (self) => {
    const page = await visit(bigTrace());
    const errors = watchErrors(page);
    await page.locator('.waterfall-row').first().waitFor();
    await page.getByText('10k spans').waitFor();
    assert.ok((await page.locator('.waterfall-row').count()) < 80);
    // CPU time of the page's main thread, not the clock: other programs of a shared machine do not count.
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busySeconds = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find((m) => m.name === 'TaskDuration')?.value ?? Number.NaN;
    };
    const before = await busySeconds();
    const frames = 120;
    await page.evaluate(`new Promise((done) => {
      const list = document.querySelector('.waterfall-scroll');
      let frames = 0;
      const step = () => {
        list.scrollTop += 300;
        if (++frames < ${frames}) requestAnimationFrame(step);
        else done();
      };
      requestAnimationFrame(step);
    })`);
    const perFrame = ((await busySeconds()) - before) * (1000 / frames);
    self.diagnostic(`${perFrame.toFixed(1)} ms of main thread per frame while scrolling 10,000 spans`);
    assert.ok(perFrame < 24, `a frame takes ${perFrame.toFixed(1)} ms of CPU`);
    assert.deepEqual(errors, []);
  });

  test('trace: arrows move, find finds, runs open, zoom and choice are in the URL', async () => {
    const page = await visit(bigTrace());
    await page.locator('.waterfall-row.selected').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.waitForURL((u) => u.searchParams.has('span'));
    const first = new URL(page.url()).searchParams.get('span');
    await page.keyboard.press('n');
    await page.waitForURL((u) => u.searchParams.get('span') !== first);
    await page.keyboard.press('f');
    await page.locator('.find-bar input:focus').waitFor();
    await page.keyboard.type('ledger.read');
    await page.getByText(/^\d{3,} found$/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/^\d+ of \d+$/).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.find-bar').waitFor({ state: 'detached' });
    await page.locator('[data-run]').first().click();
    await page.waitForURL((u) => (u.searchParams.get('open') ?? '').startsWith('run:'));
    await page.keyboard.press('z');
    await page
      .waitForURL((u) => u.searchParams.has('zoom'))
      .catch((error: unknown) => {
        throw new Error(`no zoom in ${page.url()}`, { cause: error });
      });
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.waitForURL((u) => !u.searchParams.has('zoom'));
  });

  test('a broken trace is shown whole and says what is wrong with it', async () => {
    const page = await visit(`/traces/${api.world.brokenTraceId}`);
    await page.locator('.waterfall-row').nth(5).waitFor();
    for (const note of [
      /clock of payment-gateway was off/,
      /parent that never arrived/,
      /cycle of parents cut/,
      /repeats the id/,
    ])
      await page.getByText(note).waitFor();
  });

  test('traces: filters go into the URL and to the server, the scatter opens a trace', async () => {
    const page = await visit('/traces');
    await page.getByLabel('Service').fill('payment-gateway');
    await page.keyboard.press('Enter');
    await page.getByLabel('At least').fill('90ms');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Failed' }).click();
    await page.waitForURL(
      (u) => u.searchParams.get('status') === 'error' && u.searchParams.get('minDuration') === '90ms',
    );
    await page.getByText('No trace meets these filters').waitFor();
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByText(/^The newest \d+ traces$/).waitFor();
    await page.getByRole('link', { name: 'Older' }).click();
    await page.waitForURL((u) => u.searchParams.has('cursor'));
  });

  test('logs: a line opens with its context, the histogram zooms, live lines arrive', async () => {
    const page = await visit('/logs?severity=error');
    await page.locator('.log-head').first().click();
    await page.getByRole('button', { name: 'Lines around it' }).click();
    await page.locator('.log-context .log-hit').waitFor();
    assert.ok((await page.locator('.log-context .log').count()) > 10);
    const box = await page.locator('.bars svg').boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + box.width * 0.7, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL((u) => u.searchParams.has('from') && u.searchParams.has('to'));
    await page.getByRole('button', { name: 'Live' }).click();
    await page.getByText('Live: new lines appear on top').waitFor();
    await page.locator('.log').nth(2).waitFor();
  });

  test('metrics: chosen, grouped and aggregated by URL; an exemplar leads to its trace', async () => {
    const page = await visit('/metrics/explore');
    await page.getByRole('link', { name: /http\.server\.request\.duration/ }).click();
    await page.getByRole('combobox', { name: 'One line for each' }).selectOption('service');
    await page.getByRole('combobox', { name: 'Show' }).selectOption('p99');
    await page.waitForURL(
      (u) => u.searchParams.get('groupBy') === 'service' && u.searchParams.get('aggregation') === 'p99',
    );
    await page.getByRole('table', { name: 'Lines of the chart' }).getByText('payment-gateway').waitFor();
    await page.locator('.exemplars a').first().click();
    await page.waitForURL((u) => u.pathname.startsWith('/traces/') && u.searchParams.has('span'));
  });

  test('nothing sent yet: the exact variables to set', async () => {
    api.mode = 'empty';
    for (const path of ['/', '/services', '/traces', '/logs', '/metrics/explore']) {
      const page = await visit(path);
      await page.getByText('OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318').waitFor();
      await page.getByText('OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf').waitFor();
    }
  });

  test('a failing server: code and next step on a page that still works, and old data stays', async () => {
    const page = await visit('/');
    const table = page.getByRole('table', { name: 'Services' });
    await table.waitFor();
    api.mode = 'failing';
    await page.keyboard.press('r');
    await page.getByText('NG_STORE_UNAVAILABLE').first().waitFor();
    assert.equal(await table.isVisible(), true);
    await page.getByRole('link', { name: 'Logs' }).click();
    await page.getByText('the store is restarting').first().waitFor();
    api.mode = 'normal';
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.locator('.log').first().waitFor();
  });

  test('unknown traces and paths say so', async () => {
    const page = await visit(`/traces/${'0'.repeat(31)}1`);
    await page.getByText('NG_NOT_FOUND').waitFor();
    await page.goto(`${api.url}/nowhere`);
    await page.getByText('There is no such page').waitFor();
  });

  test('theme and language are kept; Chinese says everything in Chinese', async () => {
    const page = await visit('/');
    const background = (): Promise<string> =>
      page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    await page.getByRole('button', { name: /^Theme/ }).click();
    const light = await background();
    await page.getByRole('button', { name: /^Theme/ }).click();
    assert.notEqual(await background(), light);
    await page.reload();
    assert.notEqual(await background(), light);
    await page.getByRole('button', { name: '切换到中文' }).click();
    await page.getByRole('heading', { name: '服务拓扑' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '服务拓扑' }).waitFor();
    assert.equal(await page.evaluate('document.documentElement.lang'), 'zh-CN');
  });

  test('at 390 px nothing is wider than the screen', async () => {
    const failing = [...api.world.traces.values()].find((spans) =>
      spans.some((s) => s.status.code === 'ERROR'),
    );
    for (const path of [
      '/',
      '/services',
      '/services/order',
      '/traces',
      `/traces/${failing?.[0]?.traceId}`,
      '/logs',
      '/metrics/explore?name=v8js.memory.heap.used',
    ]) {
      const page = await visit(path, 390);
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      assert.ok(wide <= 390, `${path} is ${wide} px wide`);
    }
  });
});
