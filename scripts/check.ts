/** `npm run check`: types, format and lint, floors and doors, dead code, repeated code. Exit code 1 when anything is found. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkFloors } from './floors.ts';
import { findRepeatedLines } from './repeated-lines.ts';

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

const command =
  (name: string, ...args: string[]) =>
  (): string[] => {
    const result = spawnSync(bin(name), args, { cwd: root, encoding: 'utf8' });
    if (result.error) return [`${name}: ${result.error.message}; run "npm install" first`];
    return result.status === 0 ? [] : [`${result.stdout}${result.stderr}`.trim()];
  };

const checks: [string, () => string[]][] = [
  ['types', command('tsc', '-p', '.')],
  ['types of the web', command('tsc', '-p', 'apps/web')],
  ['format and lint', command('biome', 'ci', '--colors=off', '--error-on-warnings', '.')],
  ['floors and doors', () => checkFloors(root)],
  ['dead code', command('knip', '--no-progress')],
  ['repeated code', () => findRepeatedLines(root)],
];

let failed = 0;
for (const [name, run] of checks) {
  const start = performance.now();
  const found = run();
  const took = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  if (found.length === 0) {
    console.log(`ok    ${name} (${took})`);
    continue;
  }
  failed++;
  console.log(`FAIL  ${name} (${took})`);
  for (const line of found) console.log(`  ${line.replaceAll('\n', '\n  ')}`);
}
process.exitCode = failed === 0 ? 0 : 1;
