import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface ShopProcess {
  /** Switches a fault on. */
  break(fault: string): Promise<void>;
  stop(): Promise<void>;
}

const main = join(import.meta.dirname, '../../../examples/shop/src/main.ts');

/** The example shop in a process of its own, sending to `endpoint`. */
export const startShopProcess = async (endpoint: string): Promise<ShopProcess> => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, '--endpoint', endpoint, '--control-port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const control = await controlUrl(child);
  return {
    break: async (fault) => {
      const response = await fetch(`${control}/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ fault, enabled: true }),
      });
      if (!response.ok) throw new Error(`the shop did not take ${fault}: ${await response.text()}`);
    },
    stop: async () => {
      const ended = new Promise<void>((done) => child.once('exit', () => done()));
      if (child.exitCode === null && child.kill('SIGTERM')) await ended;
    },
  };
};

const controlUrl = (child: ChildProcess): Promise<string> =>
  new Promise((done, fail) => {
    let text = '';
    const timer = setTimeout(() => fail(new Error(`the shop was not ready within 60 s:\n${text}`)), 60_000);
    child.once('exit', (code) => fail(new Error(`the shop ended with ${code}:\n${text}`)));
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const url = /(http\S+)\/faults/.exec(text)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      done(url);
    });
  });
