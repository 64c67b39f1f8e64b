import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../testing/fixtures.ts';
import { Ages } from './ages.ts';
import { openFolder } from './folder.ts';
import { lockFolder } from './lock.ts';

const startTicks = async (pid: number): Promise<string> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
};

test('a folder belongs to one running process', { skip: process.platform !== 'linux' }, async (t) => {
  const path = await tempFolder(t);
  const folder = await openFolder(path);
  const other = spawn('sleep', ['30']);
  const pid = other.pid ?? 0;
  t.after(() => other.kill());
  await writeFile(join(path, 'owner'), `${pid} ${await startTicks(pid)}\n`);
  await assert.rejects(lockFolder(folder), {
    code: 'NG_DATA_DIR_LOCKED',
    message: new RegExp(`process ${pid}`),
  });
  // The same id, but another process: the owner was killed, and its id came around again.
  await writeFile(join(path, 'owner'), `${pid} 1\n`);
  const lock = await lockFolder(folder);
  await lock.release();
  // Nobody of that id; and a file that makes no sense.
  await writeFile(join(path, 'owner'), '99999999 1\n');
  await (await lockFolder(folder)).release();
  await writeFile(join(path, 'owner'), '\0garbage');
  await (await lockFolder(folder)).release();
});

test('a folder in a file system that takes no folders is refused at once', async () => {
  await assert.rejects(openFolder('/proc/nightglass/deep/queue'), { code: 'ENOENT' });
});

test('ages follow the monotonic clock', () => {
  const ages = new Ages();
  assert.equal(ages.oldest(1000), 0);
  ages.add(10, 100);
  ages.add(20, 120);
  ages.add(30, 400);
  assert.equal(ages.oldest(1000), 900);
  ages.discard(15);
  assert.equal(ages.oldest(1000), 900, 'marks 20 ms apart are one');
  ages.discard(20);
  assert.equal(ages.oldest(1000), 600);
  assert.equal(ages.oldest(300), 0, 'never negative');
  ages.discard(30);
  assert.equal(ages.oldest(1000), 0);
});
