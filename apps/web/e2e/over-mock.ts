/** What a describe of browser tests over the test double of the API stands on. */
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { buildWeb } from '../build.ts';
import { launchBrowser } from './browser.ts';
import { type MockApi, startMockApi } from './mock-api.ts';
import { watchErrors } from './walks.ts';

export interface OverMock {
  readonly api: MockApi;
  /** The context of the newest visit. */
  readonly context: BrowserContext;
  /** Opens `path` in a context of its own, `width` CSS pixels wide. */
  visit(path: string, width?: number): Promise<Page>;
}

/**
 * Called inside a `describe`: starts the API and the browser before its tests and ends them after; after each test
 * the API is as new, the newest context is closed, and nothing may have gone wrong on its page.
 */
export const overMock = (options: BrowserContextOptions = {}): OverMock => {
  let api: MockApi;
  let browser: Browser;
  let context: BrowserContext;
  let errors: string[] = [];
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
    api.explanations.asked.length = 0;
    await context.close();
    assert.deepEqual(errors.splice(0), []);
  });
  return {
    get api() {
      return api;
    },
    get context() {
      return context;
    },
    visit: async (path, width = 1440) => {
      context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'en-GB', ...options });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      errors = watchErrors(page);
      await page.goto(api.url + path);
      return page;
    },
  };
};
