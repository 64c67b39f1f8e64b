/** Loops over a map that take no lock, where everybody else takes one. */
import type { Access, HeldLock } from '../../facts/model.ts';
import { isChange } from './guards.ts';

/** So many accesses under the lock make it the guard of the map. */
const enough = 3;

export interface LooseWalk {
  walk: Access;
  /** A change under the lock. */
  write: Access;
  lock: HeldLock;
  guarded: number;
}

/** `mu` for `data` of one struct, or the lock that the struct embeds; what a comment claims does not count. */
const guardOf = ({ entity, locks }: Access): HeldLock | undefined =>
  locks.find((lock) => lock.from !== 'convention' && lock.entity.owner === entity.owner);

/** `Walk`, `(*cache).Walk`: others may call it at any time. What is not exported may belong to the start of the program. */
const isOpen = ({ function: { name } }: Access): boolean => /(?:^|\.)\p{Lu}\w*$/u.test(name);

/** `accesses` are those of one field outside tests, on objects that others can reach. */
export const looseWalks = (accesses: readonly Access[]): LooseWalk[] => {
  const write = accesses.find((access) => isChange(access) && guardOf(access) !== undefined);
  const lock = write === undefined ? undefined : guardOf(write);
  if (write === undefined || lock === undefined) return [];
  if (accesses.some((access) => isChange(access) && access.locks.length === 0)) return [];
  const guarded = accesses.filter((access) => guardOf(access)?.entity.id === lock.entity.id).length;
  if (guarded < enough) return [];
  return accesses
    .filter((access) => access.kind === 'range' && access.locks.length === 0 && isOpen(access))
    .filter(
      ({ function: fn, entity }) => !fn.accesses.some((a) => a.entity === entity && a.kind === 'replace'),
    )
    .map((walk) => ({ walk, write, lock, guarded }));
};
