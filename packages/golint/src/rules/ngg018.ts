/** NGG018 interprocedural-delete: a helper changes the map that its caller ranges over. */
import type { Rule } from '../rules-model.ts';
import { did, placeOf } from './parts/conflict-text.ts';
import { isChange } from './parts/guards.ts';

export const ngg018: Rule = {
  meta: {
    id: 'NGG018',
    name: 'interprocedural-delete',
    level: 'note',
    profiles: ['strict', 'all'],
    title: 'A function called in a range over a map deletes from that map or writes to it.',
    go: 'legal',
    sinceMinor: null,
    fixable: false,
  },
  check({ facts, report }) {
    for (const fn of facts.functions)
      for (const call of fn.calls)
        for (const range of call.ranges) {
          if (range.isMap !== 'yes') continue;
          const change = facts.effectsOn(call, range).find(isChange);
          if (change === undefined) continue;
          const what =
            change.kind === 'write'
              ? 'a new entry may or may not be visited'
              : 'an entry that was not reached yet is not visited';
          report({
            file: fn.file,
            node: call.node,
            message: `This call changes ${range.path} while the loop ranges over it: at ${placeOf(facts, change)} it is ${did(change)}. That is legal Go in one goroutine (${what}), but the loop does not show it.`,
            related: [
              { file: change.file, node: change.node, message: `Here the map is ${did(change)}.` },
              { file: range.file, node: range.node.x, message: 'The loop ranges over it here.' },
            ],
            entity: range.entity?.name ?? range.path,
          });
          break;
        }
  },
};
