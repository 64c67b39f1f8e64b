/** The Runtime pages in real Chromium, over the test double of the API. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { runtimeIds as ids, rawText } from './mock-runtime.ts';
import { overMock } from './over-mock.ts';

describe('the Runtime pages over a test double', { timeout: 180_000 }, () => {
  const mock = overMock();
  const { visit } = mock;
  const expectParam = (page: Page, key: string, value: string | null): Promise<void> =>
    page.waitForURL((u) => u.searchParams.get(key) === value);

  test('g r leads to the crashes, a crash to its sentence, its parties and the lines it rests on', async () => {
    const page = await visit('/');
    await page.getByRole('table', { name: 'Services' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.waitForURL('**/runtime');
    const crash = page.getByRole('table', { name: 'Crashes' }).getByRole('row').nth(1);
    assert.match((await crash.textContent()) ?? '', /concurrent map iteration.*17.*payment-gateway.*evict/);
    await crash.getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: /iterated over a map/ }).waitFor();
    await page.getByText('cannot catch it').waitFor();
    await page.getByText('Not in this output').waitFor();
    await page.getByText('speaks against').waitFor();
    await page.getByText('defer c.mu.Unlock()').waitFor();
    await page.locator('[data-finding="map-crash"] .lines-link').first().click();
    await expectParam(page, 'lines', '1');
    assert.match((await page.locator('.raw-line-hit').textContent()) ?? '', /fatal error/);
  });

  test('a stack folds what is not the program; the keyboard opens it and the URL keeps it', async () => {
    const page = await visit(`/runtime/${ids.crash}`);
    const fold = page.getByRole('button', { name: /2 frames of internal\/runtime\/maps/ });
    await fold.waitFor();
    assert.equal(await page.getByText('maps.(*Iter).Next').count(), 0);
    await fold.focus();
    await page.keyboard.press('Enter');
    await page.getByText('maps.(*Iter).Next').waitFor();
    await page.reload();
    await page.getByText('maps.(*Iter).Next').waitFor();
  });

  test('buckets: filtered by the server, opened by a key, more on demand', async () => {
    const page = await visit(`/runtime/${ids.dump}?view=goroutines`);
    await page.locator('.bucket').nth(99).waitFor({ state: 'attached' });
    assert.equal(await page.locator('.bucket').count(), 100);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.locator('.bucket').nth(200).waitFor({ state: 'attached' });
    await page.getByRole('combobox', { name: 'State' }).selectOption('select');
    await expectParam(page, 'state', 'select');
    await page.getByText(/^14\.4k of 28\.9k goroutines/).waitFor();
    await page.locator('.bucket-head').first().focus();
    await page.keyboard.press('Enter');
    await expectParam(page, 'open', 'k1');
    await page.locator('.bucket-detail').getByText('main.worker1', { exact: false }).waitFor();
    await page.locator('.bucket-ids button').nth(238).waitFor({ state: 'attached' });
    assert.equal(await page.locator('.bucket-ids button').count(), 239);
    await page.getByRole('button', { name: 'goroutine 77', exact: true }).press('Enter');
    await expectParam(page, 'goroutine', '77');
    await page.getByRole('region', { name: 'goroutine 77' }).getByText('main.member77').waitFor();
    await page.getByRole('combobox', { name: 'Alike when' }).selectOption('exact');
    await expectParam(page, 'similarity', 'exact');
  });

  test('waits: a picture, the same in words with what is inferred, and the way to the goroutines', async () => {
    const page = await visit(`/runtime/${ids.dump}?view=waits`);
    await page.locator('.wait-picture').waitFor();
    assert.equal(await page.locator('.wait-edge-inferred').count(), 1);
    const words = page.getByRole('list', { name: 'The same in words' });
    assert.match(
      (await words.textContent()) ?? '',
      /store\.mu.*likely held by×6.*slow.*likely.*behind RLock.*waiting×1/,
    );
    await words.getByRole('link', { name: /slow/ }).click();
    await expectParam(page, 'open', 'k0');
    await page.locator('.bucket-detail').waitFor();
  });

  test('two dumps: chosen by name, compared in order of time', async () => {
    const page = await visit(`/runtime/${ids.dump}?view=compare`);
    await page.getByRole('combobox', { name: 'Compare with' }).selectOption(ids.later);
    await expectParam(page, 'with', ids.later);
    await page.getByText(/grown30 → 120/).waitFor();
    await page.getByText(/gone5 → 0/).waitFor();
    await page.getByText('240 → 300').waitFor();
  });

  test('flame graph: zoomed by click and by keys, searched, compared with a base', async () => {
    const page = await visit(`/runtime/${ids.heapLater}`);
    const graph = page.getByRole('tree');
    await graph.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL((u) => /^[0-9a-z]{8,}$/.test(u.searchParams.get('zoom') ?? ''));
    const inner = new URL(page.url()).searchParams.get('zoom');
    await page
      .getByRole('navigation', { name: 'Where the graph is zoomed to' })
      .getByText('main.updateUserSession')
      .waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((u) => ![null, inner].includes(u.searchParams.get('zoom')));
    await page.keyboard.press('Escape');
    await expectParam(page, 'zoom', null);
    await page.getByLabel('Find a function').fill('sprintf');
    await page.keyboard.press('Enter');
    await page.getByText('1.91\u00a0MiB found, 20\u00a0% of all').waitFor();
    assert.equal(await page.locator('.flame-box:not(.flame-dim)').count(), 1);
    await page.getByRole('combobox', { name: 'Compare with the base' }).selectOption(ids.heap);
    await expectParam(page, 'base', ids.heap);
    await page.locator('.flame-less', { hasText: '−1.91' }).waitFor();
    await page.locator('.flame-more', { hasText: '+7.63' }).first().waitFor();
  });

  test('memory: GC and heap profiles on one axis, sites, and the way to the difference', async () => {
    const page = await visit('/runtime/memory?service=payment-gateway');
    await page.locator('.u-over').nth(2).waitFor();
    await page.getByRole('img', { name: /Live heap from 0\sB to 156\sMiB; 2 heap profiles/ }).waitFor();
    await page.getByRole('table', { name: 'Site' }).getByText('main.updateUserSession').waitFor();
    await page.getByRole('link', { name: 'Flame graph of the difference' }).click();
    await expectParam(page, 'base', ids.heap);
  });

  test('a file given to the page is read and opened; what cannot be read says why', async () => {
    const page = await visit('/runtime');
    await page.getByRole('button', { name: 'Add evidence' }).click();
    const file = (text: string) => ({ name: 'x.log', mimeType: 'text/plain', buffer: Buffer.from(text) });
    await page.locator('input[type=file]').setInputFiles(file('nothing of use'));
    await page.getByText('NG_RUNTIME_UNRECOGNISED').waitFor();
    await page.getByText('Send what the program wrote to stderr.').waitFor();
    await page.getByLabel('Or paste the text').fill(rawText);
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.waitForURL(`**/runtime/${ids.crash}`);
    await page.goBack();
    await page.getByRole('button', { name: 'Add evidence' }).click();
    await page.locator('.upload-drop').waitFor();
    await page.evaluate(`{
      const data = new DataTransfer();
      data.items.add(new File(['fatal error: all goroutines are asleep'], 'dropped.log'));
      document.querySelector('.upload-drop').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
    }`);
    await page.waitForURL(`**/runtime/${ids.crash}`);
  });

  test('what an attacker wrote is text on every view: no markup, no script, no turned lines', async () => {
    for (const path of ['/runtime', `/runtime/${ids.hostile}`, `/runtime/${ids.hostile}?view=raw`]) {
      const page = await visit(path);
      await page.getByText('<script>window.pwned=1</script>').first().waitFor();
      assert.equal(await page.evaluate('window.pwned'), undefined);
      assert.equal(await page.locator('.main img').count(), 0);
      const text = (await page.locator('.main').textContent()) ?? '';
      assert.ok(text.includes('␛[31m⟨U+202E⟩gpj.exe'), path);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be gone
      assert.doesNotMatch(text, /[\u001b\u202e]/);
      await mock.context.close();
    }
    await visit('/runtime');
  });

  test('nothing sent yet: four ways with the text to copy', async () => {
    mock.api.mode = 'empty';
    const page = await visit('/runtime');
    for (const text of [
      /curl --data-binary @stderr\.log 'http/,
      'nightglass inspect',
      'nightglass collect pprof',
      'processors:',
    ])
      await page.getByText(text).first().waitFor();
    await page.getByText('Drop a file here').waitFor();
  });

  test('nothing at hand: one click sends real Go output as a service of its own and opens its crash', async () => {
    mock.api.mode = 'empty';
    const page = await visit('/runtime');
    const button = page.getByRole('button', { name: 'Try it with an example' });
    await button.waitFor();
    mock.api.mode = 'normal';
    const sent: URL[] = [];
    page.on('request', (r) => {
      if (r.method() === 'POST') sent.push(new URL(r.url()));
    });
    await button.press('Enter');
    await page.waitForURL(`**/runtime/${ids.crash}`);
    assert.deepEqual(
      sent.map((u) => [u.searchParams.get('service'), u.searchParams.get('name')]),
      [
        ['example-payment-gateway', 'example-goroutines.txt'],
        ['example-payment-gateway', 'example-map-crash.txt'],
      ],
    );
    const died = new Date(sent[1]?.searchParams.get('time') ?? '');
    assert.ok(died.getTime() <= Date.now() && Date.now() - died.getTime() <= 25 * 3_600_000);
  });

  test('at 390 px nothing is wider than the screen, and the waits are a list', async () => {
    for (const path of [
      '/runtime',
      `/runtime/${ids.crash}`,
      `/runtime/${ids.hostile}`,
      `/runtime/${ids.dump}?view=goroutines&open=k0`,
      `/runtime/${ids.dump}?view=waits`,
      `/runtime/${ids.dump}?view=compare&with=${ids.later}`,
      `/runtime/${ids.heapLater}?base=${ids.heap}`,
      `/runtime/${ids.crash}?view=raw&lines=3`,
      '/runtime/memory?service=payment-gateway',
    ]) {
      const page = await visit(path, 390);
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      assert.ok(wide <= 390, `${path} is ${wide} px wide`);
      if (path.endsWith('waits')) assert.equal(await page.locator('.wait-picture').isVisible(), false);
      await mock.context.close();
    }
    await visit('/runtime');
  });

  test('the panel of a span leads to what was recorded around it, or says how to send it', async () => {
    const spans = [...mock.api.world.traces.values()].flat();
    const open = async (wanted: (service: string) => boolean): Promise<Page> => {
      const span = spans.find(({ service }) => wanted(service));
      return visit(`/traces/${span?.traceId}?span=${span?.spanId}&tab=runtime`);
    };
    const near = await open((service) => service === 'payment-gateway');
    await near.getByText(/payment-gateway within five minutes of this span/).waitFor();
    await near.locator('.panel .note-list a').first().click();
    await near.waitForURL('**/runtime/*');
    await mock.context.close();
    const none = await open((service) => service !== 'payment-gateway');
    await none.getByRole('tab', { name: 'Runtime' }).waitFor();
    await none.getByText(/curl --data-binary @stderr\.log .*service=.*&traceId=/).waitFor();
  });

  test('Chinese says everything in Chinese', async () => {
    const page = await visit(`/runtime/${ids.crash}`);
    await page.getByRole('button', { name: '切换到中文' }).click();
    await page.getByText('无法捕获').waitFor();
    await page.getByRole('tab', { name: '谁在等谁' }).click();
    await page.getByText('文字说明').waitFor();
  });
});
