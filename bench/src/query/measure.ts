import { createQueries } from '@nightglass/store';
import { quantile } from '../lib/statistics.ts';
import type { Filling } from './fill.ts';
import type { Question } from './questions.ts';
import type { RecordingEngine, Statement } from './recorder.ts';

export interface Figures {
  coldMs: number;
  p50Ms: number;
  p95Ms: number;
  /** Of the median run: what came back, and with how many statements. */
  found: number;
  statements: number;
  /** The statements of the last run. */
  last: Statement[];
}

/** Asks once cold and `runs` times warm (after one more that is not counted). */
export const measure = async (
  question: Question,
  recorder: RecordingEngine,
  filling: Filling,
  runs: number,
  makeCold: () => Promise<void>,
): Promise<Figures> => {
  const ask = async (run: number, store = createQueries(recorder.engine, () => filling.endMs)) => {
    recorder.take();
    const begin = performance.now();
    const found = await question.ask({ store, filling, run });
    return { ms: performance.now() - begin, found, statements: recorder.take() };
  };
  await makeCold();
  const cold = await ask(0);
  const store = createQueries(recorder.engine, () => filling.endMs);
  await ask(1, store);
  const warm = [];
  for (let run = 0; run < runs; run++) warm.push(await ask(run + 2, store));
  const byTime = warm.toSorted((a, b) => a.ms - b.ms);
  const middle = byTime[Math.floor(byTime.length / 2)] ?? cold;
  const times = warm.map((w) => w.ms);
  return {
    coldMs: cold.ms,
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    found: middle.found,
    statements: middle.statements.length,
    last: warm.at(-1)?.statements ?? [],
  };
};
