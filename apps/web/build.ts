/**
 * Builds the web app with Vite, in process, when its sources changed since the last time.
 * The answer of `buildWeb` is a folder of static files: `index.html` and hashed names under `assets/`.
 */
import { createHash } from 'node:crypto';
import { access, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface BuildOptions {
  /** Called with one line per step, for a person who waits. */
  onProgress?: (message: string) => void;
}

const root = import.meta.dirname;
const dist = join(root, 'dist');

/** Everything the result depends on: our sources, the page, this file, and the pinned versions of the libraries. */
const inputs = async (): Promise<string[]> => {
  const entries = await readdir(join(root, 'src'), { recursive: true, withFileTypes: true });
  const sources = entries
    .filter((e) => e.isFile() && !/\.test\.ts$/.test(e.name))
    .map((e) => join(e.parentPath, e.name));
  return [...sources.sort(), join(root, 'index.html'), join(root, 'build.ts'), join(root, 'package.json')];
};

const hashOf = async (files: readonly string[]): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(file.slice(root.length)).update('\0');
    hash.update(await readFile(file)).update('\0');
  }
  return hash.digest('hex');
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** A server may still be serving the build before this one; older ones are of no use to anybody. */
const buildsKept = 2;

const removeOldBuilds = async (): Promise<void> => {
  const folders = await Promise.all(
    (await readdir(dist)).map(async (name) => ({ name, time: (await stat(join(dist, name))).mtimeMs })),
  );
  folders.sort((a, b) => b.time - a.time);
  for (const { name } of folders.slice(buildsKept))
    await rm(join(dist, name), { recursive: true, force: true });
};

/**
 * The folder of the built pages. Takes a few seconds the first time and a few milliseconds after that.
 * Rejects with Vite's error when the sources do not build.
 */
export const buildWeb = async (options: BuildOptions = {}): Promise<string> => {
  const say = options.onProgress ?? (() => {});
  const hash = await hashOf(await inputs());
  const folder = join(dist, hash.slice(0, 16));
  if (await exists(join(folder, 'index.html'))) return folder;
  const started = performance.now();
  say('building the web pages (only when they changed)');
  const [{ build }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')]);
  // Built aside and moved: a server that starts meanwhile never sees half of it.
  const aside = join(dist, `unfinished-${process.pid}`);
  try {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      plugins: [react()],
      build: {
        outDir: aside,
        emptyOutDir: true,
        target: 'es2022',
        // Inlined modulepreload code would need an exception in the content security policy.
        modulePreload: false,
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 1000,
      },
    });
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  await removeOldBuilds();
  say(`built the web pages in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return folder;
};
