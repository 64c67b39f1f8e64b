/** NGG002 range-map-mutated-by-spawned-goroutine: the loop still walks the map while goroutines it started change it. */
import type { Rule } from '../rules-model.ts';
import { did, placeOf, sitesOf } from './parts/conflict-text.ts';

export const ngg002: Rule = {
  meta: {
    id: 'NGG002',
    name: 'range-map-mutated-by-spawned-goroutine',
    level: 'error',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A loop ranges over a map while goroutines that its body starts change the map.',
    go: 'race',
    sinceMinor: null,
    fixable: false,
  },
  check({ facts, report }) {
    const reported = new Set<unknown>();
    for (const conflict of facts.conflicts) {
      if (conflict.relation !== 'range' || reported.has(conflict.other.node)) continue;
      reported.add(conflict.other.node);
      const { write, other, spawn, entity } = conflict;
      const held = write.locks[0];
      const lock = held === undefined ? '' : ` It holds ${held.path} for that; the loop does not.`;
      report({
        file: other.file,
        node: other.node,
        message: `This loop ranges over ${entity.name} while the goroutine it starts at ${placeOf(facts, { file: spawn.from.file, node: spawn.node })} can be at ${placeOf(facts, write)}, where the map is ${did(write)}.${lock} Collect what is to be changed and change it after the goroutines have ended, or hold one lock around both.`,
        related: [
          { file: write.file, node: write.node, message: `Here the map is ${did(write)}.` },
          ...sitesOf(conflict).slice(-1),
        ],
        entity: entity.name,
      });
    }
  },
};
