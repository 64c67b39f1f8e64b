/** NGG016: a loop over a guarded map that lets go of the lock between its entries. */
import type { LockOperation, RangeFacts } from '../facts/model.ts';
import type { Rule } from '../rules-model.ts';
import { loopEndsAfter } from './parts/control.ts';
import { pathTo, within } from './parts/tree.ts';

export const ngg016: Rule = {
  meta: {
    id: 'NGG016',
    name: 'unlock-relock-inside-range',
    level: 'warning',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A loop over a guarded map releases its lock and takes it again between entries.',
    go: 'unspecified-result',
    sinceMinor: null,
    fixable: false,
  },
  check({ facts, report }) {
    for (const range of facts.ranges) {
      const { entity, file, path } = range;
      if (range.isMap !== 'yes' || (entity?.kind !== 'field' && entity?.kind !== 'package-var')) continue;
      for (const lock of range.locks) {
        const pair = releasedAndTaken(range, lock.path);
        if (pair === undefined) continue;
        report({
          file,
          node: pair.unlock.node,
          entity: entity.name,
          message: `${lock.path} is released and taken again inside the loop over ${path}. Every access is still locked, but others can change ${path} between two entries: the loop then mixes entries from before and after, and what it knew of the current one may be stale. Copy the entries under the lock and loop over the copy.`,
          related: [
            { file, node: pair.lock.node, message: `${lock.path} is taken again here` },
            { file, node: range.node.x, message: `${path} is ranged over here` },
          ],
        });
        break;
      }
    }
  },
};

const releasedAndTaken = (
  range: RangeFacts,
  path: string,
): { unlock: LockOperation; lock: LockOperation } | undefined => {
  const { node, function: fn } = range;
  const inBody = fn.lockOperations.filter(
    (operation) => operation.path === path && !operation.deferred && within(operation.node, node.body),
  );
  for (const unlock of inBody) {
    if ((unlock.op !== 'Unlock' && unlock.op !== 'RUnlock') || loopEndsAfter(pathTo(node, unlock.node), node))
      continue;
    const lock = inBody.find(
      ({ op, node: at }) => (op === 'Lock' || op === 'RLock') && at.pos > unlock.node.pos,
    );
    if (lock !== undefined && !loopEndsAfter(pathTo(node, lock.node), node)) return { unlock, lock };
  }
  return undefined;
};
