/** NGG001 shared-map-unsynchronised: one map, two goroutines, a change, and no lock that keeps them apart. */
import type { Access, Conflict, PackageFacts } from '../facts/model.ts';
import type { Rule } from '../rules-model.ts';
import { did, placeOf, sitesOf, startOf } from './parts/conflict-text.ts';

export const ngg001: Rule = {
  meta: {
    id: 'NGG001',
    name: 'shared-map-unsynchronised',
    level: 'error',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A map is changed in one goroutine while another uses it, and no lock keeps them apart.',
    go: 'race',
    sinceMinor: null,
    fixable: false,
  },
  check({ facts, report }) {
    const reported = new Set<string>();
    for (const conflict of facts.conflicts) {
      if (conflict.relation === 'range') continue;
      // The first pair tells of a map; the others have the same cause.
      if (reported.has(conflict.entity.id)) continue;
      reported.add(conflict.entity.id);
      report({
        file: conflict.write.file,
        node: conflict.write.node,
        message: messageOf(conflict, facts),
        related: sitesOf(conflict),
        entity: conflict.entity.name,
      });
    }
  },
};

const messageOf = (conflict: Conflict, facts: PackageFacts): string => {
  const { write, other, entity } = conflict;
  const held = locksOf(write, other);
  const end = `${held} Go ends the process with "fatal error: concurrent map ${fatalOf(other)}", which nothing can recover; hold one lock around both.`;
  if (write.node === other.node)
    return `${entity.name} is ${did(write)} here by several goroutines at once (${startOf(conflict, facts)}) with no lock that keeps them apart.${end}`;
  return `${entity.name} is ${did(write)} here while another goroutine (${startOf(conflict, facts)}) can be at ${placeOf(facts, other)}, where it is ${did(other)}, with no lock that keeps them apart.${end}`;
};

const fatalOf = (other: Access): string =>
  other.kind === 'range'
    ? 'iteration and map write'
    : other.kind === 'read' || other.kind === 'len'
      ? 'read and map write'
      : 'writes';

const locksOf = (write: Access, other: Access): string => {
  const names = (access: Access): string =>
    access.locks.map((lock) => `${lock.path}${lock.mode === 'read' ? ' (read)' : ''}`).join(', ');
  if (write.locks.length === 0 && other.locks.length === 0) return '';
  if (write.node === other.node) return ` It is done under ${names(write)}, which does not keep others out.`;
  return ` One is done under ${names(write) || 'no lock'}, the other under ${names(other) || 'no lock'}.`;
};
