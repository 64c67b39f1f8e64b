import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFaultBoard } from './fault-board.ts';
import { type FaultName, faultNames, parseFaultRequest } from './faults.ts';
import { silent } from './testing/clients.ts';

test('a request is read with its defaults', () => {
  assert.deepEqual(parseFaultRequest({ fault: 'cache-sweep', everySeconds: 5 }), {
    fault: 'cache-sweep',
    enabled: true,
    options: { entries: 400_000, everySeconds: 5 },
  });
  assert.deepEqual(parseFaultRequest({ fault: 'bad-deploy', enabled: false, forSeconds: 3 }), {
    fault: 'bad-deploy',
    enabled: false,
    forSeconds: 3,
    options: {},
  });
});

test('a wrong request is refused with what is wrong with it', () => {
  const wrong: [unknown, RegExp][] = [
    [undefined, /must be a JSON object/],
    [[], /must be a JSON object/],
    [{ fault: 'trust' }, /unknown fault "trust"; there are trust-chain, cache-sweep/],
    [{ fault: 'toString' }, /unknown fault/],
    [{ fault: 'trust-chain', enabled: 'yes' }, /enabled must be true or false/],
    [{ fault: 'trust-chain', mode: 'slow' }, /mode must be one of untrusted, timeout/],
    [{ fault: 'trust-chain', forSeconds: 0 }, /forSeconds must be a number above 0/],
    [{ fault: 'slow-inventory', delayMs: Number.NaN }, /delayMs must be a number from 1 to 60000/],
    [{ fault: 'slow-inventory', delay: 5 }, /has no option "delay"; it has delayMs/],
    [{ fault: 'bad-deploy', constructor: 1 }, /has no option "constructor"; it has none/],
  ];
  for (const [body, message] of wrong) assert.throws(() => parseFaultRequest(body), { message });
});

const boardWith = (change: (fault: FaultName, enabled: boolean) => Promise<void>) =>
  createFaultBoard(
    Object.fromEntries(
      faultNames.map((fault) => [fault, (enabled: boolean) => change(fault, enabled)]),
    ) as Record<FaultName, (enabled: boolean) => Promise<void>>,
    silent,
  );
const request = (fault: FaultName, enabled: boolean) => parseFaultRequest({ fault, enabled });

test('changes are made one after the other, and a failed one changes nothing and blocks nothing', async () => {
  const made: string[] = [];
  const board = boardWith(async (fault, enabled) => {
    made.push(`${fault} begins`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (fault === 'cache-sweep') throw new Error('no');
    made.push(`${fault} is ${enabled}`);
  });
  const [first, second, third] = await Promise.allSettled([
    board.set(request('bad-deploy', true)),
    board.set(request('cache-sweep', true)),
    board.set(request('bad-deploy', false)),
  ]);
  assert.deepEqual([first.status, second.status, third.status], ['fulfilled', 'rejected', 'fulfilled']);
  assert.deepEqual(made, [
    'bad-deploy begins',
    'bad-deploy is true',
    'cache-sweep begins',
    'bad-deploy begins',
    'bad-deploy is false',
  ]);
  assert.ok(board.list().every((state) => !state.enabled && state.since === null));
  board.stop();
});

test('after stop nothing can be switched on any more', async () => {
  const board = boardWith(async () => {});
  await board.set({ ...request('trust-chain', true), forSeconds: 0.01 });
  board.stop();
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(board.list()[0]?.enabled, true);
  await assert.rejects(board.set(request('trust-chain', false)), /stopping/);
});
