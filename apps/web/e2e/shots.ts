/**
 * `npm run shots [-- --all] [-- NAME...]`: pictures of each page, wide (1440 px) and narrow (390 px), light and dark, into docs/shots/ or SHOTS_FOLDER.
 * NIGHTGLASS_URL takes them of a running server instead of the seeded test double.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildWeb } from '../build.ts';
import { launchBrowser } from './browser.ts';
import { startMockApi } from './mock-api.ts';
import { explanationIds } from './mock-explain.ts';
import { runtimeIds } from './mock-runtime.ts';

const folder = process.env.SHOTS_FOLDER ?? join(import.meta.dirname, '../../../docs/shots');
/** A fixed night, so that pictures only change when the pages do. The fault began at 02:17. */
const now = Date.UTC(2026, 10, 24, 2, 22, 30) / 1000;
const only = process.argv.slice(2).filter((a) => !a.startsWith('--'));
await mkdir(folder, { recursive: true });
const api = await startMockApi(await buildWeb({ onProgress: console.log }), now);
const browser = await launchBrowser();
const failing = [...api.world.traces.values()].find((spans) =>
  spans.some((s) => s.name === 'tls.connect' && s.status.code === 'ERROR'),
);
const failingTrace = failing?.[0]?.traceId ?? '';

const pages: [name: string, path: string, prepare?: (page: Page) => Promise<void>][] = [
  ['overview', '/'],
  ['services', '/services'],
  ['service', '/services/payment-gateway'],
  ['traces', '/traces'],
  ['trace', `/traces/${failingTrace}?tab=logs`],
  ['trace-big', `/traces/${api.world.bigTraceId}`],
  ['trace-broken', `/traces/${api.world.brokenTraceId}`],
  ['trace-metrics', `/traces/${failingTrace}?tab=metrics`],
  ['logs', '/logs?query=handshake'],
  [
    'logs-open',
    '/logs?severity=error',
    async (page) => {
      await page.locator('.log-head').first().click();
      await page.getByRole('button', { name: 'Lines around it' }).click();
    },
  ],
  ['metrics', '/metrics/explore?name=http.server.request.duration&groupBy=service'],
  // Those that the README shows are of real Go output in the product; these are of the test double.
  ['mock-crash', `/runtime/${runtimeIds.crash}`],
  ['mock-goroutine-waits', `/runtime/${runtimeIds.dump}?view=waits`],
  ['mock-memory', '/runtime/memory?service=payment-gateway'],
  ['explain', '/explain'],
  ['explanation', `/explain/${explanationIds.handshake}`],
  ['explanation-unfolded', `/explain/${explanationIds.handshake}?show=e1,e2,e3,e5&at=e3`],
  ['explanation-map-race', `/explain/${explanationIds.mapRace}`],
  ['explanation-ambiguous', `/explain/${explanationIds.ambiguous}`],
  ['explanation-insufficient', `/explain/${explanationIds.insufficient}`],
  ['explanation-no-cause', `/explain/${explanationIds.noCause}`],
  ['explanation-running', `/explain/${explanationIds.running}`],
  ['explanation-failed', `/explain/${explanationIds.failed}`],
  [
    'explanation-chinese',
    `/explain/${explanationIds.handshake}`,
    async (page) => {
      await page.getByRole('button', { name: '切换到中文' }).click();
      await page.getByText('已找到原因').waitFor();
      await page.evaluate("localStorage.removeItem('nightglass.language')");
    },
  ],
  ['empty', '/?from=2020-01-01T00:00:00Z&to=2020-01-01T01:00:00Z'],
];

try {
  for (const [size, width, height] of [
    ['wide', 1440, 900],
    ['narrow', 390, 844],
  ] as const) {
    for (const scheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: scheme,
        locale: 'en-GB',
        reducedMotion: 'reduce',
        timezoneId: 'UTC',
      });
      const page = await context.newPage();
      if (process.env.NIGHTGLASS_URL === undefined) await page.clock.setFixedTime(now * 1000);
      page.on('pageerror', (error) => console.error(`page error: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') console.error(`console: ${message.text()}`);
      });
      for (const [name, path, prepare] of pages) {
        if (only.length > 0 && !only.includes(name)) continue;
        await page.goto((process.env.NIGHTGLASS_URL ?? api.url) + path);
        await page.waitForLoadState('networkidle').catch(() => {});
        await prepare?.(page);
        await page.waitForTimeout(400);
        const file = join(folder, `${name}-${size}-${scheme}.png`);
        await page.screenshot({
          path: file,
          fullPage: width === 390 && !name.startsWith('logs') && !name.startsWith('trace'),
        });
        console.log(file);
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  await api.close();
}
