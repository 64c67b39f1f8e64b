/** Sets side by side, each in a process of its own: as many as there are processors, and no set's memory adds to another's. */
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { SetResult } from './report.ts';

/** Children do not outlive this process when it is told to stop. */
const running = new Set<ChildProcess>();
const stop = (): void => {
  for (const child of running) child.kill();
  process.exit(130);
};

/** `longest` is begun first. `given` is handed on; each result goes to `tell` in the order of `sets`, as soon as those before it are there. */
export const runInParallel = async (
  sets: readonly string[],
  longest: string,
  given: readonly string[],
  tell: (result: SetResult) => void,
): Promise<SetResult[]> => {
  const results: (SetResult | undefined)[] = sets.map(() => undefined);
  const order = [...sets.keys()].sort((a, b) => Number(sets[b] === longest) - Number(sets[a] === longest));
  let told = 0;
  process.once('SIGTERM', stop).once('SIGINT', stop);
  const work = async (): Promise<void> => {
    for (let i = order.shift(); i !== undefined; i = order.shift()) {
      results[i] = await runAlone(sets[i] ?? '', given);
      for (let ready = results[told]; ready !== undefined; ready = results[told]) {
        if (ready.outcomes.length > 0) tell(ready);
        told++;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(sets.length, availableParallelism()) }, work));
  process.off('SIGTERM', stop).off('SIGINT', stop);
  return results.filter((result) => result !== undefined && result.outcomes.length > 0) as SetResult[];
};

const runAlone = (set: string, given: readonly string[]): Promise<SetResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...given, '--alone', set], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.add(child);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      if (code === 0) resolve(JSON.parse(text));
      else reject(new Error(`${set}: the process ended with ${code}`));
    });
  });
