/** Asking for a root cause in real Chromium, over the test double of the API. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { explanationIds as ids } from './mock-explain.ts';
import { overMock } from './over-mock.ts';
import { explainHandshake } from './walks.ts';

describe('asking for a root cause over a test double', { timeout: 240_000 }, () => {
  const mock = overMock({ timezoneId: 'UTC', permissions: ['clipboard-read', 'clipboard-write'] });
  const { visit } = mock;
  const answer = (id: string): string => `/explain/${id}`;
  const answered = (page: Page): Promise<void> =>
    page.getByRole('heading', { level: 1, name: /Payments fail since/ }).waitFor();
  const clock = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 19);

  test('g e leads to what was asked before, and a line of it to the whole answer in its first screen', async () => {
    const page = await visit('/');
    await page.getByRole('table', { name: 'Services' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.waitForURL('**/explain');
    const list = page.getByRole('table', { name: 'Kept explanations' });
    const first = list.getByRole('row').nth(1);
    assert.match(
      (await first.textContent()) ?? '',
      /Payments fail.*payment-gateway.*Cause found.*strong 93/s,
    );
    assert.match((await list.textContent()) ?? '', /Several causes fit.*Not enough data.*No cause.*Failed/s);
    await first.getByRole('link').click();
    await answered(page);
    const head = (await page.locator('.answer').textContent()) ?? '';
    assert.match(head, /Cause found.*strong 93\s%/s);
    assert.ok(head.includes(`since ${clock(mock.api.world.faultAt)}`), head);
    assert.match(head, /▲ 35\s% bad 118 of 340 requests/);
    const check = page.getByText('Check next').first();
    await check.waitFor();
    const box = await check.boundingBox();
    assert.ok(box !== null && box.y + box.height < 900, 'what to do next is seen without scrolling');
  });

  test('from the failing service of the overview, Why? leads to the named cause', async () => {
    await visit('/');
    await explainHandshake(mock.context, mock.api.url);
  });

  test('Why? shows the shape of the answer at once, asks about the bad stretch, and back leads back', async () => {
    const page = await visit('/');
    await page.route('**/api/v1/explanations', async (route) => {
      await sleep(1000);
      await route.continue();
    });
    await page.getByRole('button', { name: 'Why? Explain payment-gateway' }).click();
    await page.getByRole('heading', { level: 1, name: /What went wrong in payment-gateway, / }).waitFor();
    await page.locator('.answer-skeleton').waitFor();
    await answered(page);
    const [asked] = mock.api.explanations.asked;
    assert.equal(asked?.service, 'payment-gateway');
    const start = Date.parse(asked?.start ?? '') / 1000;
    assert.ok(
      Math.abs(start - mock.api.world.faultAt) <= 60,
      `${start} is not near ${mock.api.world.faultAt}`,
    );
    assert.equal(new URL(page.url()).searchParams.get('from'), asked?.start);
    await page.goBack();
    await page.locator('.findings').waitFor();
    assert.equal(new URL(page.url()).pathname, '/');
  });

  test('e explains what is on the screen: a service, one operation of it, the whole system, the same again', async () => {
    const ask = async (path: string, ready: string): Promise<void> => {
      const page = await visit(path);
      await page.locator(ready).first().waitFor();
      await page.keyboard.press('e');
      await answered(page);
    };
    await ask('/services/payment-gateway?operation=POST+/pay&last=30m', '.u-over');
    await mock.context.close();
    await ask('/', '.finding');
    await mock.context.close();
    await ask(`/logs?service=order`, '.log');
    await mock.context.close();
    await ask(answer(ids.ambiguous), '.hypothesis');
    const { asked } = mock.api.explanations;
    assert.deepEqual(
      asked.map((a) => [a.service, a.operation]),
      [
        ['payment-gateway', 'POST /pay'],
        [undefined, undefined],
        ['order', undefined],
        ['order', 'POST /orders'],
      ],
    );
    const length = (i: number): number =>
      (Date.parse(asked[i]?.end ?? '') - Date.parse(asked[i]?.start ?? '')) / 1000;
    assert.equal(length(0), 1800);
    assert.equal(length(3), mock.api.world.now - mock.api.world.faultAt);
  });

  test('a brush zooms and offers to explain its range; Zoom back undoes it', async () => {
    const page = await visit('/services/payment-gateway');
    const chart = page.locator('.u-over').first();
    const brush = async (): Promise<void> => {
      await chart.waitFor();
      const box = await chart.boundingBox();
      assert.ok(box !== null);
      await page.mouse.move(box.x + box.width * 0.6, box.y + 40);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.9, box.y + 50, { steps: 5 });
      await page.mouse.up();
      await page.getByRole('region', { name: 'Explain this range' }).waitFor();
    };
    await brush();
    await page.getByRole('button', { name: 'Zoom back' }).click();
    await page.waitForURL((u) => !u.searchParams.has('from'));
    assert.equal(await page.locator('.brush-offer').count(), 0);
    await brush();
    const { searchParams } = new URL(page.url());
    await page.locator('.brush-offer').getByRole('button', { name: 'Explain this range' }).click();
    await answered(page);
    assert.deepEqual(mock.api.explanations.asked, [
      { service: 'payment-gateway', start: searchParams.get('from'), end: searchParams.get('to') },
    ]);
  });

  test('a trace is explained by its entry around its time', async () => {
    const span = [...mock.api.world.traces.values()].flat().find((s) => s.name === 'tls.connect');
    const page = await visit(`/traces/${span?.traceId}`);
    await page.getByRole('button', { name: 'Explain this request' }).click();
    await answered(page);
    const [asked] = mock.api.explanations.asked;
    assert.deepEqual([asked?.service, asked?.operation], ['order', 'POST /orders']);
    const at = Number(BigInt(span?.startTimeUnixNano ?? '0') / 1_000_000n);
    assert.ok(Date.parse(asked?.start ?? '') < at && Date.parse(asked?.end ?? '') > at);
  });

  test('the form: a service and its operation in the address, watching, a row of the services table', async () => {
    const page = await visit('/explain?service=order');
    await page.getByRole('heading', { name: 'Explanations of order' }).waitFor();
    await page.getByLabel('Operation').fill('POST /orders');
    await page.getByLabel('Operation').press('Enter');
    await page.waitForURL((u) => u.searchParams.get('operation') === 'POST /orders');
    await page.getByLabel(/Look again every minute/).check();
    await page.getByRole('button', { name: /^Explain/ }).click();
    await page.getByRole('heading', { level: 1, name: /is slow since/ }).waitFor();
    assert.deepEqual(
      mock.api.explanations.asked.map((a) => [a.service, a.operation, a.watch]),
      [['order', 'POST /orders', true]],
    );
    const listed = page.waitForRequest((r) => r.method() === 'GET' && /explanations\?/.test(r.url()));
    await page.goBack();
    await page.getByRole('heading', { name: 'Explanations of order' }).waitFor();
    await listed;
    await page.goto(`${mock.api.url}/services`);
    await page.getByRole('button', { name: 'Explain inventory' }).click();
    await answered(page);
    assert.equal(mock.api.explanations.asked.at(-1)?.service, 'inventory');
  });

  test('nothing asked yet says how to ask; a question that fails can be asked again', async () => {
    mock.api.mode = 'empty';
    const page = await visit('/explain');
    await page.getByText('npx nightglass explain --service my-service --since 15m').waitFor();
    mock.api.mode = 'failing';
    await page.getByRole('button', { name: /^Explain/ }).click();
    await page.getByText('NG_STORE_UNAVAILABLE').first().waitFor();
    mock.api.mode = 'normal';
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await answered(page);
  });
});
