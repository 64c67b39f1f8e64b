/** NGG013: a map that a lock guards, handed out while others may still write to it. */
import type { Access, Entity, HeldLock, PackageFacts } from '../facts/model.ts';
import { walksMaps } from '../facts/std-calls.ts';
import type { Rule } from '../rules-model.ts';

export const ngg013: Rule = {
  meta: {
    id: 'NGG013',
    name: 'live-map-escapes-lock',
    level: 'warning',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A map that is written under a lock leaves that lock while it is live.',
    go: 'race',
    sinceMinor: null,
    fixable: false,
  },
  check({ facts, report, go }) {
    const guarded = guardedMaps(facts);
    for (const access of facts.accesses) {
      const write = guarded.get(access.entity);
      if (write === undefined || access.kind !== 'escape' || access.unpublished) continue;
      const { file, node, path, target } = access;
      if (!leavesLock(access) || isHandedOver(access)) continue;
      const lock = write.locks[0]?.path ?? 'a lock';
      const held = access.locks.length > 0;
      const clone = go(21) ? `maps.Clone(${path})` : `a copy of ${path}`;
      report({
        file,
        node,
        entity: access.entity.name,
        message:
          target === 'return'
            ? `${access.function.name} returns ${path} itself${held ? ', and its lock is released by the return' : ', without a lock'}: the caller then reads a map that ${write.function.name} changes under ${lock}. Return ${clone}, made while the lock is held.`
            : `${shortName(target)} walks ${path} without ${lock}, under which ${write.function.name} changes it; a change meanwhile is a fatal error that cannot be recovered. Take the lock, and pass ${clone}.`,
        related: [
          { file: write.file, node: write.node, message: `${write.path} is changed here under ${lock}` },
        ],
      });
    }
  },
};

/** Fields and package variables whose map is changed in place under a lock, with the first such change. */
const guardedMaps = (facts: PackageFacts): Map<Entity, Access> => {
  const guarded = new Map<Entity, Access>();
  for (const access of facts.accesses) {
    const { entity, kind, locks, unpublished } = access;
    if (entity.kind !== 'field' && entity.kind !== 'package-var') continue;
    if (kind !== 'write' && kind !== 'delete' && kind !== 'clear') continue;
    if (unpublished || guarded.has(entity) || !locks.some((lock) => belongsTo(lock, access))) continue;
    if (!isNew(access)) guarded.set(entity, access);
  }
  return guarded;
};

const rootOf = (path: string): string => /^\w*/.exec(path)?.[0] ?? '';

/** `c.mu` for `c.data`; in `to.data[k] = v` under `c.mu` the lock is that of another object. */
const belongsTo = (lock: HeldLock, { path, entity }: Access): boolean =>
  entity.kind === 'package-var' || lock.entity.kind === 'package-var' || rootOf(lock.path) === rootOf(path);

/** `to.data = make(...)` just before: the map is being built, nobody has it yet. */
const isNew = ({ entity, path, node, function: fn }: Access): boolean =>
  fn.accesses.some(
    (other) =>
      other.kind === 'replace' &&
      other.entity === entity &&
      other.path === path &&
      other.node.end <= node.pos,
  );

const leavesLock = (access: Access): boolean => {
  const { target, locks, function: fn } = access;
  // A test looks at the map when the work is done, and knows that nobody else is there.
  if (walksMaps(target))
    return !access.file.test && locks.length === 0 && (fn.exported || fn.entryLocks.length === 0);
  if (target !== 'return') return false;
  if (locks.length === 0) return fn.exported || wasTakenUnderLock(access);
  // A lock that the callers hold is still held when they get the map.
  return locks.every(({ from }) => typeof from !== 'string');
};

/** `c.mu.Lock(); m := c.data; c.mu.Unlock()`: the function itself knows of the lock. */
const wasTakenUnderLock = ({ entity, node, function: fn }: Access): boolean =>
  fn.accesses.some(
    (other) =>
      other.entity === entity &&
      other.target.startsWith('local') &&
      other.node.end <= node.pos &&
      other.locks.some(({ from }) => typeof from !== 'string'),
  );

/** `m := c.data; c.data = map[...]{}; return m`: who gets it has it alone. */
const isHandedOver = ({ entity, function: fn }: Access): boolean =>
  fn.accesses.some((other) => other.entity === entity && other.kind === 'replace');

/** `encoding/json.Marshal` -> `json.Marshal` */
const shortName = (target: string): string => target.replace(/^(\(\*?)?(?:[\w.-]+\/)*/, '$1');
