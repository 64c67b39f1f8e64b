#!/usr/bin/env node
// Plain JavaScript, so that an old Node can at least say what is missing. On Node 24 and newer it runs the TypeScript
// sources directly; on an older one it hands over to the Node that `npm install` put beside us.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  await import('../src/main.ts');
} else {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const pinned = join(
    root,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(pinned)) {
    const child = spawn(pinned, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', ...(process.platform === 'win32' ? [] : ['SIGUSR1'])];
    for (const signal of signals) process.on(signal, () => child.kill(signal));
    child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  } else {
    console.error(
      `nightglass needs Node ${NEEDED} or newer; this is ${process.version}, and the Node that npm installs is not there.\n` +
        'Its install script was probably blocked. In the clone, run one of:\n' +
        '  npm install --ignore-scripts=false\n' +
        '  npm rebuild node\n' +
        `or use Node ${NEEDED} yourself (nvm install ${NEEDED}).`,
    );
    process.exit(1);
  }
}
