/** Sets side by side, each in a process of its own: as many as there are processors, and no set's memory adds to another's. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { SetResult } from './report.ts';

/** `given` is handed on; each result goes to `tell` in the order of `sets`, as soon as those before it are there. */
export const runInParallel = async (
  sets: readonly string[],
  given: readonly string[],
  tell: (result: SetResult) => void,
): Promise<SetResult[]> => {
  const results: (SetResult | undefined)[] = sets.map(() => undefined);
  let next = 0;
  let told = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < sets.length; i = next++) {
      results[i] = await runAlone(sets[i] ?? '', given);
      for (let ready = results[told]; ready !== undefined; ready = results[told]) {
        if (ready.outcomes.length > 0) tell(ready);
        told++;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(sets.length, availableParallelism()) }, work));
  return results.filter((result) => result !== undefined && result.outcomes.length > 0) as SetResult[];
};

const runAlone = (set: string, given: readonly string[]): Promise<SetResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...given, '--alone', set], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(text));
      else reject(new Error(`${set}: the process ended with ${code}`));
    });
  });
