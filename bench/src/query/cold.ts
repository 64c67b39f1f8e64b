import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Engine, raw } from '@nightglass/store';

const run = promisify(execFile);

/** Caches the engine fills by reading; an engine that lacks one of them says so and is not asked again. */
const caches = ['MARK CACHE', 'UNCOMPRESSED CACHE', 'QUERY CONDITION CACHE', 'TEXT INDEX CACHES'];

/**
 * Makes the next query a cold one: the engine's caches are emptied and, for the embedded engine, its files leave the
 * kernel's page cache (POSIX_FADV_DONTNEED, which `dd` asks for with `nocache`). Files of other programs stay.
 */
export const makeCold = async (engine: Engine, dir: string | undefined): Promise<void> => {
  for (const cache of caches) await engine.command(raw(`SYSTEM DROP ${cache}`)).catch(() => {});
  if (dir === undefined) return;
  // Files come and go with merges; what is gone needs no forgetting.
  const forget =
    'find "$0" -type f -size +7 -print0 2>/dev/null | xargs -0 -r -I{} dd if={} iflag=nocache count=0 status=none 2>/dev/null; true';
  await run('sh', ['-c', forget, dir]);
};
