import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '@nightglass/store';
import { EdgesJob } from './edges-job.ts';

const now = 30_000_000;
/** An engine that notes which minutes [from, to) before `now` were rolled. */
const fake = (newest: number, first: number) => {
  const rolled: string[] = [];
  const state = { fails: false };
  const engine = {
    query: async (q: { text: string }) => ({ rows: [{ m: q.text.includes('max(') ? newest : first }] }),
    command: async (q: { text: string }) => {
      if (state.fails) throw new Error('away');
      const [, from, to] =
        /Timestamp >= fromUnixTimestamp\((\d+)\) AND Timestamp < fromUnixTimestamp\((\d+)\)/.exec(q.text) ??
        [];
      rolled.push(`${Number(from) / 60 - now}..${Number(to) / 60 - now}`);
    },
  } as unknown as Engine;
  return { engine, state, take: () => rolled.splice(0) };
};

test('after a pause the missed minutes are made up for in steps, then only the last ones are looked at', async () => {
  const { engine, take } = fake(now - 25, 0);
  const job = new EdgesJob(engine, () => 0);
  await job.run(now);
  assert.deepEqual(take(), ['-28..-18', '-18..-8', '-8..0']);
  await job.run(now + 1);
  assert.deepEqual(take(), ['-3..1']);
  await job.run(now - 40);
  assert.deepEqual(take(), ['-43..-40'], 'a clock that was set back');
});

test('without edges it begins with the first spans of the day; without spans with now', async () => {
  const spans = fake(0, now - 5);
  await new EdgesJob(spans.engine, () => 0).run(now);
  assert.deepEqual(spans.take(), ['-8..0']);
  const nothing = fake(0, 0);
  await new EdgesJob(nothing.engine, () => 0).run(now);
  assert.deepEqual(nothing.take(), ['-3..0']);
});

test('a store that was away, and a queue that is behind, leave no minutes out', async () => {
  const { engine, state, take } = fake(now, 0);
  let waiting = 0;
  const job = new EdgesJob(engine, () => waiting);
  await job.run(now);
  take();
  state.fails = true;
  await assert.rejects(job.run(now + 5));
  state.fails = false;
  waiting = 600;
  await job.run(now + 6);
  assert.deepEqual(take(), ['3..6']);
  waiting = 1;
  await job.run(now + 7);
  // The oldest record that waited was received ten minutes before.
  assert.deepEqual(take(), ['-7..3', '3..7']);
});
