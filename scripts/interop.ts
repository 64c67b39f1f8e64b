/** `npm run interop`: the door to interop/, which tests against real parts this machine may have. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../interop/src/main.ts');
process.exitCode = spawnSync(process.execPath, [main], { stdio: 'inherit' }).status ?? 1;
