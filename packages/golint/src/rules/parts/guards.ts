/** Which locks go with which maps, by how the package uses them. */
import type { Access, PackageFacts } from '../../facts/model.ts';

/** Is the map changed? */
export const isChange = ({ kind }: Access): boolean =>
  kind === 'write' || kind === 'delete' || kind === 'clear';

/** Entity of a map -> entity of a lock -> how many accesses were made under it. */
export const guardsOf = (facts: PackageFacts): Map<string, Map<string, number>> => {
  const guards = new Map<string, Map<string, number>>();
  for (const access of facts.accesses) {
    if (access.locks.length === 0) continue;
    const of = guards.get(access.entity.id) ?? new Map<string, number>();
    guards.set(access.entity.id, of);
    for (const lock of access.locks) of.set(lock.entity.id, (of.get(lock.entity.id) ?? 0) + 1);
  }
  return guards;
};
