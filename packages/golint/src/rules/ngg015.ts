/** NGG015 mixed-locks: the accesses of a map hold different locks, or a loop holds none where all others hold one. */
import type { Access } from '../facts/model.ts';
import type { Rule } from '../rules-model.ts';
import { did, placeOf } from './parts/conflict-text.ts';
import { isChange } from './parts/guards.ts';
import { looseWalks } from './parts/loose-walks.ts';

export const ngg015: Rule = {
  meta: {
    id: 'NGG015',
    name: 'mixed-locks',
    level: 'warning',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A map is guarded by one mutex in one place and by another mutex, or by none, in another.',
    go: 'race',
    sinceMinor: null,
    fixable: false,
  },
  check({ facts, report }) {
    const byEntity = new Map<string, Access[]>();
    const fields = new Map<string, Access[]>();
    for (const access of facts.accesses) {
      const { entity } = access;
      if (
        access.unpublished ||
        access.file.test ||
        (entity.kind !== 'field' && entity.kind !== 'package-var')
      )
        continue;
      if (entity.kind === 'field') put(fields, access);
      if (access.kind === 'escape' || access.kind === 'replace' || !isUsable(access)) continue;
      put(byEntity, access);
    }
    for (const list of byEntity.values()) {
      const write = list.find((access) => isChange(access) && list.some((other) => areApart(access, other)));
      const other = write === undefined ? undefined : list.find((access) => areApart(write, access));
      if (write === undefined || other === undefined) continue;
      const [mine, theirs] = [write.locks[0]!.path, other.locks[0]!.path];
      report({
        file: write.file,
        node: write.node,
        message: `${write.entity.name} is ${did(write)} here under ${mine}, but ${did(other)} at ${placeOf(facts, other)} under ${theirs}: two different mutexes keep nobody apart. Guard the map with one of them everywhere.`,
        related: [
          { file: other.file, node: other.node, message: `Here it is ${did(other)} under ${theirs}.` },
        ],
        entity: write.entity.name,
      });
    }
    for (const { walk, write, lock, guarded } of [...fields.values()].flatMap(looseWalks))
      report({
        file: walk.file,
        node: walk.node,
        message: `${walk.entity.name} is ranged over here under no lock, but ${guarded} other accesses hold ${lock.path}, and at ${placeOf(facts, write)} it is ${did(write)} under it: a change meanwhile ends the process with "fatal error: concurrent map iteration and map write". Hold the lock, or loop over a copy made under it.`,
        related: [
          { file: write.file, node: write.node, message: `Here it is ${did(write)} under ${lock.path}.` },
        ],
        entity: walk.entity.name,
      });
  },
};

const put = (lists: Map<string, Access[]>, access: Access): void => {
  const list = lists.get(access.entity.id);
  if (list === undefined) lists.set(access.entity.id, [access]);
  else list.push(access);
};

/** Some lock is held, and all of them stand beside the map: in its struct, or package variables as it is. */
const isUsable = ({ entity, locks }: Access): boolean =>
  locks.length > 0 &&
  locks.every(
    (lock) =>
      lock.entity.lock !== '' && lock.entity.kind === entity.kind && lock.entity.owner === entity.owner,
  );

const areApart = (a: Access, b: Access): boolean =>
  !a.locks.some((x) => b.locks.some((y) => x.entity.id === y.entity.id));
