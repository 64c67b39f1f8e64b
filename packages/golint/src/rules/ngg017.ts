/** NGG017 map-only-grows: requests add entries, and nothing in the package ever takes one out. */
import type { Access, FunctionFacts } from '../facts/model.ts';
import type { Rule } from '../rules-model.ts';
import { Kind } from '../syntax/ast.ts';

export const ngg017: Rule = {
  meta: {
    id: 'NGG017',
    name: 'map-only-grows',
    level: 'note',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A map gets entries from requests, and nothing in the package removes any.',
    go: 'legal',
    sinceMinor: null,
    fixable: false,
  },
  check({ facts, report }) {
    const shrinks = new Set<string>();
    const inserts = new Map<string, Access>();
    const note = (access: Access): void => {
      const { entity, kind } = access;
      if (kind === 'delete' || kind === 'clear' || (kind === 'replace' && !access.unpublished))
        shrinks.add(entity.id);
      // Who has the map may delete from it.
      if (kind === 'escape' && !/^(encoding\/|fmt\.|log\.|local )/.test(access.target))
        shrinks.add(entity.id);
      if (kind !== 'write' || entity.exported || access.file.test || inserts.has(entity.id)) return;
      if (
        (entity.kind === 'field' || entity.kind === 'package-var') &&
        handles(access.function) &&
        !isFixedKey(access)
      )
        inserts.set(entity.id, access);
    };
    for (const access of facts.accesses) note(access);
    for (const fn of facts.functions)
      for (const access of fn.summary.accesses)
        if (access.via.length > 0 && access.kind !== 'write') note(access);
    for (const [id, access] of inserts) {
      if (shrinks.has(id)) continue;
      report({
        file: access.file,
        node: access.node,
        message: `${access.entity.name} gets an entry here for requests, and nothing in this package deletes one: it grows as long as the process lives, and a map never gives its buckets back. Bound it, or delete what is no longer needed.`,
        entity: access.entity.name,
      });
    }
  },
};

const handles = (fn: FunctionFacts): boolean =>
  fn.roots.some((root) => root.kind === 'handler') || (fn.parent !== null && handles(fn.parent));

/** A literal key is written again and again, the map does not grow by it. */
const isFixedKey = ({ key }: Access): boolean => key?.kind === Kind.BasicLit;
