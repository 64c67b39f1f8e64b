/** For tests: files in a folder of their own, gone after the test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Adapter, BenchCase } from '../case.ts';

export const writeFiles = (test: TestContext, files: Record<string, string>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'nightglass-sets-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const pack = path.endsWith('.gz') ? gzipSync : path.endsWith('.br') ? brotliCompressSync : null;
    writeFileSync(join(folder, path), pack === null ? text : pack(text));
  }
  return folder;
};

export const readAll = async (adapter: Adapter, folder: string): Promise<BenchCase[]> => {
  const cases: BenchCase[] = [];
  for await (const bench of adapter.cases(folder, 'a set', () => true)) cases.push(bench);
  return cases;
};

/** One candidate at least is right, and nothing that the engine is given tells which: the kind of fault and the id stay out. */
export const tellsNothing = ({ data }: BenchCase, ...secrets: string[]): boolean => {
  const text = JSON.stringify(data);
  return secrets.every((secret) => !text.includes(secret));
};
