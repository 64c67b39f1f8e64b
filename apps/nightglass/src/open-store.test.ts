import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import { engineMemory, openStore } from './open-store.ts';

const gib = 1024 ** 3;

test('the engine may use a sixteenth of the machine, within bounds', () => {
  assert.equal(engineMemory(2 * gib), 800 * 1024 ** 2);
  assert.equal(engineMemory(32 * gib), 2 * gib);
  assert.equal(engineMemory(512 * gib), 4 * gib);
});

test('a store that must exist is not made by asking for it', async () => {
  const opening = openStore({ data: '/nonexistent-nightglass', logger: silentLogger, mustExist: true });
  await assert.rejects(opening, { code: 'NG_NOT_FOUND' });
});
