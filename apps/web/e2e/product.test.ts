/**
 * The walk through the whole product: the real server, the real shop, its trust-chain fault.
 * NIGHTGLASS_URL points at a server that already runs (with the shop and the fault); else one is started.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServicesResponse, TracesResponse } from '@nightglass/model';
import type { Browser } from 'playwright-core';
import { buildWeb } from '../build.ts';
import { launchBrowser } from './browser.ts';
import { explainHandshake, findHandshake, walk, walkRuntime } from './walks.ts';

const root = join(import.meta.dirname, '../../..');

interface Product {
  url: string;
  /** The shop's own control; absent when the server was started by somebody else. */
  faults?: string;
  stop(): Promise<void>;
}

/** Resolves with what `pick` finds in the output; rejects with the whole output when the process ends before. */
const waitForOutput = <T>(
  child: ChildProcess,
  pick: (text: string) => T | undefined,
  seconds: number,
): Promise<T> =>
  new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(
      () => reject(new Error(`not ready within ${seconds} s:\n${text}`)),
      seconds * 1000,
    );
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const found = pick(text);
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code}:\n${text}`));
    });
  });

const startProduct = async (): Promise<Product> => {
  const known = process.env.NIGHTGLASS_URL;
  if (known !== undefined && known !== '') return { url: known.replace(/\/$/, ''), stop: async () => {} };
  await buildWeb();
  const data = await mkdtemp(join(tmpdir(), 'nightglass-e2e-'));
  const args = [
    'up',
    '--demo',
    '--port',
    '0',
    '--otlp-grpc-port',
    '0',
    '--otlp-http-port',
    '0',
    '--data',
    data,
  ];
  const child = spawn(process.execPath, [join(root, 'apps/nightglass/src/main.ts'), ...args], { cwd: root });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(8000).then(() => child.kill('SIGKILL'))]);
    }
    await rm(data, { recursive: true, force: true });
  };
  try {
    const found = await waitForOutput(
      child,
      (text) => {
        const url = /^page\s+(http:\S+)/m.exec(text)?.[1];
        const faults = /^faults\s+curl (http:\S+)/m.exec(text)?.[1];
        return url !== undefined && faults !== undefined && /^pages\s+ready/m.test(text)
          ? { url, faults }
          : undefined;
      },
      90,
    );
    return { ...found, url: found.url.replace(/\/$/, ''), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

describe('the whole product', { timeout: 400_000 }, () => {
  let product: Product;
  let browser: Browser;
  before(async () => {
    product = await startProduct();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await product?.stop();
  });

  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${product.url}/api/v1${path}`);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const until = async (what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(1000))
      if (await holds()) return;
    assert.fail(`${what}: not within ${seconds} s`);
  };

  test('the three services of the shop are seen within a minute', async () => {
    await until('three services with calls', 60, async () => {
      const { services } = await get<ServicesResponse>('/services');
      return services.filter((s) => s.calls >= 10).length >= 3;
    });
  });

  test('overview, service, slow trace, span, its logs, its metrics, and back by URL alone', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await walk(context, product.url, 'payment-gateway');
    await context.close();
  });

  test('what Go programs left behind, given to the page: crashes, dumps, profiles, GC traces', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await walkRuntime(context, product.url, join(root, 'packages/gorun/testdata/go'));
    await context.close();
  });

  test('with trust-chain on, three clicks lead to the failing handshake and its log line', async () => {
    if (product.faults !== undefined) {
      const response = await fetch(product.faults, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ fault: 'trust-chain', enabled: true }),
      });
      assert.equal(response.ok, true, `switching the fault on answered ${response.status}`);
    }
    await until('failing handshakes', 120, async () => {
      const path = '/traces?service=payment-gateway&operation=tls.connect&status=error&limit=20';
      return (await get<TracesResponse>(path)).traces.length >= 10;
    });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    assert.equal(await findHandshake(context, product.url), 3);
    await context.close();
  });

  test('from the failing service of the overview, Why? leads to the handshake as the named cause', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await explainHandshake(context, product.url);
    await context.close();
  });
});
