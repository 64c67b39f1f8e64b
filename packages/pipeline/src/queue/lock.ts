import { readFile } from 'node:fs/promises';
import { NightglassError } from '@nightglass/model';
import type { Folder } from './folder.ts';

const NAME = 'owner';

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Keeps a second process out of the folder: two writers would destroy the log. The owner is named by its process id
 * and the moment it was started (/proc, in clock ticks since boot), so the file of a killed process keeps nobody out.
 */
export const lockFolder = async (folder: Folder): Promise<FolderLock> => {
  const [pid = '', startedAt = ''] = ((await folder.readText(NAME)) ?? '').trim().split(' ');
  if (pid !== '' && Number(pid) !== process.pid && (await startOf(pid)) === startedAt) {
    throw new NightglassError(
      'NG_DATA_DIR_LOCKED',
      `the queue in ${folder.path} belongs to process ${pid}, which runs`,
      {
        hint: `stop that process, or give this one another folder with --data`,
      },
    );
  }
  await folder.replace(NAME, `${process.pid} ${(await startOf(String(process.pid))) ?? ''}\n`);
  return { release: () => folder.remove(NAME).catch(() => {}) };
};

/** When the process was started; undefined when there is none of that id. '' where there is no /proc. */
const startOf = async (pid: string): Promise<string | undefined> => {
  if (!/^\d+$/.test(pid)) return undefined;
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces: field 22 is counted from behind it.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    if (process.platform === 'linux') return undefined;
    try {
      process.kill(Number(pid), 0);
      return '';
    } catch {
      return undefined;
    }
  }
};
