/** An explanation and all its parts in real Chromium, over the test double of the API. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { explanationIds as ids } from './mock-explain.ts';
import { overMock } from './over-mock.ts';

describe('an explanation over a test double', { timeout: 240_000 }, () => {
  const mock = overMock({ timezoneId: 'UTC', permissions: ['clipboard-read', 'clipboard-write'] });
  const { visit } = mock;
  const answer = (id: string): string => `/explain/${id}`;
  const hypothesis = (page: Page, rank: number) => page.locator('.hypothesis').nth(rank - 1);
  const proof = (page: Page, id: string) => page.locator(`[data-evidence="${id}"]`).first();
  const answered = (page: Page): Promise<void> =>
    page.getByRole('heading', { level: 1, name: /Payments fail since/ }).waitFor();
  const scroll = (page: Page): Promise<number> => page.evaluate('Math.round(window.scrollY)');

  test('what is open is in the address: hypotheses, and evidence with its traces, lines, trace and chart', async () => {
    const page = await visit(answer(ids.handshake));
    await answered(page);
    assert.equal(await hypothesis(page, 2).locator('.hypothesis-body').count(), 0);
    await hypothesis(page, 2).locator('.hypothesis-toggle').click();
    await hypothesis(page, 2).getByText('Calls that reach risk are answered as quickly as before.').waitFor();
    for (const [id, name] of [
      ['e1', 'Traces'],
      ['e2', 'Log lines'],
      ['e3', 'Trace'],
      ['e5', 'Chart'],
    ] as const)
      await proof(page, id).getByRole('button', { name, exact: true }).click();
    const unfolded = async (): Promise<void> => {
      await proof(page, 'e1')
        .getByRole('list', { name: 'Traces' })
        .getByText('POST /orders')
        .first()
        .waitFor();
      await proof(page, 'e2').locator('.log', { hasText: 'unable to verify' }).first().waitFor();
      await proof(page, 'e3')
        .getByText(/payment-gateway tls\.connect took .* of .* in its own work/)
        .waitFor();
      await proof(page, 'e3').getByRole('list', { name: 'The spans above it' }).waitFor();
      await proof(page, 'e5')
        .getByRole('img', { name: /http\.client\.request\.duration/ })
        .waitFor();
      await hypothesis(page, 2).locator('.hypothesis-body').waitFor();
    };
    await unfolded();
    await page.reload();
    await unfolded();
    // Two charts each: the figures that are kept, and those that are asked for again.
    assert.equal(await proof(page, 'e5').locator('.u-over').count(), 2);
  });

  test('every evidence has its query: logs, traces, a chart, a trace, a service, a crash', async () => {
    const page = await visit(answer(ids.handshake));
    await answered(page);
    const run = async (id: string): Promise<URL> => {
      await page
        .getByRole('link', { name: `Run the query of ${id}` })
        .first()
        .click();
      await page.waitForURL((u) => !u.pathname.startsWith('/explain'));
      const url = new URL(page.url());
      return url;
    };
    const logs = await run('e2');
    assert.equal(logs.pathname, '/logs');
    assert.equal(logs.searchParams.get('query'), 'certificate');
    assert.equal(logs.searchParams.get('severity'), 'error');
    assert.equal(Date.parse(logs.searchParams.get('from') ?? ''), mock.api.world.faultAt * 1000);
    await page.locator('.log', { hasText: 'certificate' }).first().waitFor();
    await page.goBack();
    const traces = await run('e1');
    assert.deepEqual(
      [traces.pathname, traces.searchParams.get('status'), traces.searchParams.get('operation')],
      ['/traces', 'error', 'tls.connect'],
    );
    await page.locator('.trace-item').first().waitFor();
    await page.goBack();
    assert.match((await run('e3')).pathname, /^\/traces\/[0-9a-f]{32}$/);
    await page.locator('.panel-title', { hasText: 'tls.connect' }).waitFor();
    await page.goBack();
    assert.equal((await run('e5')).searchParams.get('name'), 'http.client.request.duration');
    await page.goBack();
    assert.equal((await run('e4')).pathname, '/services/payment-gateway');
    await page.goto(mock.api.url + answer(ids.mapRace));
    await page.getByText('recover cannot catch this: it is a fatal error, no panic.').waitFor();
    await page.getByText('npx nightglass lint --rule NGG001 ./...').waitFor();
    await proof(page, 'e1').getByRole('button', { name: 'Runtime evidence' }).click();
    await proof(page, 'e1')
      .getByText(/iterated over a map/)
      .waitFor();
    assert.match((await run('e1')).pathname, /^\/runtime\/c{32}$/);
    await page.getByRole('heading', { level: 1, name: /iterated over a map/ }).waitFor();
  });

  test('the keyboard alone: between hypotheses, folding, through the map to a service', async () => {
    const page = await visit(answer(ids.handshake));
    await answered(page);
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    assert.equal(
      await page.evaluate('document.activeElement.closest(".hypothesis").dataset.hypothesis'),
      await hypothesis(page, 3).getAttribute('data-hypothesis'),
    );
    await page.keyboard.press('Enter');
    await hypothesis(page, 3).getByText('takes as long as before').waitFor();
    await page.keyboard.press('p');
    await page.keyboard.press('p');
    await page.keyboard.press('Enter');
    await hypothesis(page, 1).locator('.hypothesis-body').waitFor({ state: 'detached' });
    await page.reload();
    await answered(page);
    assert.equal(await hypothesis(page, 1).locator('.hypothesis-body').count(), 0);
    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    const map = page.getByRole('application', { name: /Map: order → payment-gateway/ }).first();
    await map.locator('[tabindex="0"]').focus();
    const focused = (): Promise<string> => page.evaluate('document.activeElement.getAttribute("aria-label")');
    assert.match(await focused(), /^order, service, symptom, 35\s% bad/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    assert.match(await focused(), /^payment-gateway, service, cause/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/services/payment-gateway?*');
    assert.equal(
      Date.parse(new URL(page.url()).searchParams.get('from') ?? ''),
      mock.api.world.faultAt * 1000,
    );
  });

  test('a moment of the timeline leads to its evidence, even in a hypothesis that is closed', async () => {
    const page = await visit(`${answer(ids.handshake)}?open=none`);
    await answered(page);
    assert.equal(await page.locator('.proof').count(), 0);
    await page
      .locator('.timeline')
      .getByRole('link', { name: /^Evidence e2/ })
      .click();
    await page.locator('.proof-hit[data-evidence="e2"]').waitFor();
    assert.equal(await page.evaluate('document.activeElement.dataset.evidence'), 'e2');
    await page.getByRole('link', { name: /^Evidence e8/ }).click();
    await page.locator('.ruled-out .proof-hit[data-evidence="e8"]').waitFor();
    await page.locator('.timeline-entry').first().hover();
    await page
      .locator('.timeline-entry')
      .first()
      .getByRole('button', { name: 'Copy the time in UTC' })
      .click();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    assert.equal(Date.parse(copied), (mock.api.world.faultAt - 180) * 1000);
    assert.match(copied, /Z$/);
  });

  test('Confirm and Not this: said on the page, kept by the server, undone by the other answer', async () => {
    const page = await visit(answer(ids.handshake));
    await answered(page);
    const confirm = hypothesis(page, 1).getByRole('button', { name: 'Confirm', exact: true });
    const reject = hypothesis(page, 1).getByRole('button', { name: 'Not this', exact: true });
    await confirm.click();
    await hypothesis(page, 1)
      .getByText(/You confirmed this at \d\d:\d\d:\d\d/)
      .waitFor();
    assert.equal(await confirm.getAttribute('aria-pressed'), 'true');
    await page.reload();
    await hypothesis(page, 1).getByText('✓ confirmed').waitFor();
    await reject.click();
    await hypothesis(page, 1)
      .getByText(/it was not this/)
      .waitFor();
    assert.equal(await confirm.getAttribute('aria-pressed'), 'false');
    assert.deepEqual(
      mock.api.explanations.get(ids.handshake)?.feedback.map((f) => [f.hypothesis, f.answer]),
      [['h1', 'rejected']],
    );
    await page.route('**/feedback*', (route) =>
      route.fulfill({
        status: 503,
        body: JSON.stringify({
          error: { code: 'NG_STATE_UNAVAILABLE', message: 'it is busy', hint: 'Again.' },
        }),
      }),
    );
    await confirm.click();
    await hypothesis(page, 1).getByText('NG_STATE_UNAVAILABLE').waitFor();
    assert.equal(await reject.getAttribute('aria-pressed'), 'true');
  });

  test('while it watches, a new look changes the order and closes nothing that is read', async () => {
    const page = await visit(answer(ids.running));
    await hypothesis(page, 1).getByRole('button', { name: 'Confirm', exact: true }).click();
    await hypothesis(page, 1).getByText('✓ confirmed').waitFor();
    // Short enough that the end of the page does not stop it.
    await page.setViewportSize({ width: 1440, height: 420 });
    await page.getByText('2 looks so far').waitFor();
    await hypothesis(page, 1).getByText('The CPU of shop-1 is saturated').waitFor();
    await proof(page, 'e2').scrollIntoViewIfNeeded();
    const [before, at] = [await proof(page, 'e2').boundingBox(), await scroll(page)];
    mock.api.explanations.lookAgain();
    await page.getByText('3 looks so far').waitFor();
    await page.getByText('The answer changed with the last look.').waitFor();
    await hypothesis(page, 1).getByText('The event loop of inventory is blocked').waitFor();
    assert.equal(await hypothesis(page, 2).locator('.hypothesis-body').count(), 1);
    // The answer went with what was answered.
    await hypothesis(page, 2).getByText('✓ confirmed').waitFor();
    assert.equal(await hypothesis(page, 1).getByText('✓ confirmed').count(), 0);
    const after = await hypothesis(page, 2).locator('[data-evidence="e2"]').boundingBox();
    assert.ok(at > 0 && before !== null && after !== null);
    assert.ok(Math.abs(after.y - before.y) < 4, `what was read moved from ${before.y} to ${after.y}`);
  });

  test('what is missing is said, with what to send; what was ruled out, and why; a failure has its code', async () => {
    const page = await visit(answer(ids.insufficient));
    await page.getByText('Not enough data', { exact: true }).waitFor();
    await page.getByText('checkout sent no spans in this time.').waitFor();
    await page.getByText('OTEL_SERVICE_NAME=checkout').waitFor();
    await page.getByRole('button', { name: 'Copy the settings' }).first().click();
    assert.match(
      await page.evaluate<string>('navigator.clipboard.readText()'),
      /^OTEL_TRACES_EXPORTER=otlp\n/,
    );
    await page.getByText(/curl -X POST .*\/api\/v1\/changes/).waitFor();
    assert.equal(await page.locator('.hypothesis').count(), 0);
    await page.goto(mock.api.url + answer(ids.noCause));
    await page.getByText('No cause in the telemetry', { exact: true }).waitFor();
    await page.getByText('Its calls took as long as before.').waitFor();
    await page.goto(mock.api.url + answer(ids.failed));
    await page.getByText('NG_QUERY_TIMEOUT').waitFor();
    await page.getByRole('button', { name: 'Explain again' }).click();
    await answered(page);
    await page.goto(`${mock.api.url}/explain/01JPB8Q00000000000000000XX`);
    await page.getByText('NG_NOT_FOUND').waitFor();
  });

  test('words of a model stand below the sentence of the engine and say whose they are', async () => {
    const page = await visit(answer(ids.handshake));
    await answered(page);
    const said = page.getByRole('region', { name: 'In other words' });
    assert.match(
      (await said.textContent()) ?? '',
      /Written by the model local-small.*1 sentence was left out/s,
    );
    const [sentence, words] = [
      await page.locator('.answer-sentence').boundingBox(),
      await said.boundingBox(),
    ];
    assert.ok((sentence?.y ?? 0) < (words?.y ?? 0));
    await page.goto(mock.api.url + answer(ids.mapRace));
    await page.locator('.hypothesis').first().waitFor();
    assert.equal(await page.locator('.narration').count(), 0);
    await page.getByText('No words of a model: the narrator did not answer within 20 s').waitFor();
  });

  test('the report is four links: two forms in two languages', async () => {
    const page = await visit(answer(ids.handshake));
    await page.getByText('Report', { exact: true }).click();
    const links = page.locator('.report-list a');
    assert.deepEqual(
      await links.evaluateAll((all) => all.map((a) => a.getAttribute('href'))),
      ['md', 'html'].flatMap((format) =>
        ['en', 'zh'].map(
          (language) => `/api/v1/explanations/${ids.handshake}/report?format=${format}&language=${language}`,
        ),
      ),
    );
    const [download] = await Promise.all([page.waitForEvent('download'), links.first().click()]);
    assert.equal(download.suggestedFilename(), 'report.md');
    await page.keyboard.press('Escape');
    await links.first().waitFor({ state: 'hidden' });
  });

  test('what an attacker wrote is text in every part of an answer', async () => {
    const page = await visit(answer(ids.hostile));
    await page.locator('.proof').waitFor();
    await proof(page, 'e1').getByRole('button', { name: 'Log lines' }).click();
    await proof(page, 'e1').getByText('No line meets this any more').waitFor();
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.equal(await page.locator('.main img, .main script').count(), 0);
    const text = (await page.locator('.main').textContent()) ?? '';
    assert.ok(text.includes('␛[31m⟨U+202E⟩gpj.exe'));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be gone
    assert.doesNotMatch(text, /[\u001b\u202e]/);
    await page.getByText('How to see it').click();
    assert.match(
      (await page.locator('.not-seen .code-block').textContent()) ?? '',
      /^OTEL_SERVICE_NAME=my-service$/m,
    );
  });

  test('at 390 px nothing is wider than the screen, the sentence comes first, and the way is a list', async () => {
    for (const id of [...Object.values(ids), '']) {
      const page = await visit(id === '' ? '/explain' : `${answer(id)}?show=e1,e2,e3,e5`, 390);
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      assert.ok(wide <= 390, `${id} is ${wide} px wide`);
      if (id === ids.handshake) {
        assert.equal(await page.locator('.cause-map').isVisible(), false);
        assert.match(
          (await page.locator('.cause-way').first().textContent()) ?? '',
          /order.*symptom.*payment-gateway.*cause/,
        );
        const box = await page.locator('.answer-facts').boundingBox();
        assert.ok(box !== null && box.y + box.height < 760, 'since when and how bad are on the first screen');
      }
      await mock.context.close();
    }
    await visit('/explain');
  });

  test('Chinese says everything in Chinese', async () => {
    const page = await visit(answer(ids.handshake));
    await page.getByRole('button', { name: '切换到中文' }).click();
    await page.getByRole('heading', { level: 1, name: /不再信任/ }).waitFor();
    const english = await page.evaluate<
      string[]
    >(`[...document.querySelectorAll('.main h2, .main h4, .main button, .main dt, .main .tag')]
      .map((e) => e.textContent.trim()).filter((s) => /[a-z]{4}/i.test(s))`);
    // Names of services and of what they say stay as they are.
    assert.deepEqual(
      english.filter((s) => !/payment-gateway|inventory|tls|risk/.test(s)),
      [],
    );
    await page.getByRole('link', { name: '根因' }).first().click();
    await page.getByText('哪里出了问题？').waitFor();
  });
});
