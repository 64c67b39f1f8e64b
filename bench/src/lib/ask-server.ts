import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerProcess } from './server-process.ts';

const run = promisify(execFile);
const main = join(import.meta.dirname, '../../../apps/nightglass/src/main.ts');

/** Rows of a read-only statement, through the command line as a person would ask. */
export const askRows = async (
  server: ServerProcess,
  statement: string,
): Promise<Record<string, unknown>[]> => {
  const args = [main, 'query', 'sql', '--json', '--url', server.urls.ui, '--data', server.dataDir, statement];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as Record<string, unknown>[];
};

/** The sum of the samples of a metric whose labels hold `part`, from the server's own /metrics. */
export const ownMetric = async (server: ServerProcess, name: string, part = ''): Promise<number> => {
  const text = await (await fetch(`${server.urls.ui}/metrics`)).text();
  let sum = 0;
  for (const line of text.split('\n')) {
    if (!line.startsWith(name) || !line.includes(part) || line.startsWith('#')) continue;
    if (line[name.length] === ' ' || line[name.length] === '{')
      sum += Number(line.slice(line.lastIndexOf(' ') + 1));
  }
  return sum;
};

/** Waits until everything received is stored (or merged, rejected or dropped); false when that takes longer than `seconds`. */
export const drained = async (server: ServerProcess, seconds: number): Promise<boolean> => {
  const name = 'nightglass_ingest_records_total';
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const received = await ownMetric(server, name, 'outcome="received"');
    const settled =
      (await ownMetric(server, name, 'outcome="stored"')) +
      (await ownMetric(server, name, 'outcome="merged"')) +
      (await ownMetric(server, name, 'outcome="rejected"')) +
      (await ownMetric(server, name, 'outcome="dropped"'));
    if (received === settled) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
};
