// Loaded into the lint that is measured: says at its end what it took. Workers load it too and stay silent.
import { isMainThread } from 'node:worker_threads';

if (isMainThread)
  process.on('exit', () => process.stderr.write(`usage ${JSON.stringify(process.resourceUsage())}\n`));
