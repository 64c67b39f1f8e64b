/** NGG014 write-under-rlock: a read lock lets other readers in, and one of them writes. */
import type { Access, HeldLock, PackageFacts } from '../facts/model.ts';
import type { Rule } from '../rules-model.ts';
import { did } from './parts/conflict-text.ts';
import { guardsOf, isChange } from './parts/guards.ts';

export const ngg014: Rule = {
  meta: {
    id: 'NGG014',
    name: 'write-under-rlock',
    level: 'error',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A map is changed while only the read lock of its RWMutex is held.',
    go: 'race',
    sinceMinor: null,
    fixable: false,
  },
  check({ facts, report }) {
    const guards = guardsOf(facts);
    const unguarded = usedWithoutLock(facts);
    for (const access of facts.accesses) {
      if (!isChange(access) || access.unpublished || access.entity.kind === 'element') continue;
      if (unguarded.has(access.entity.id)) continue;
      const lock = onlyReadLock(access);
      if (lock === null || !(isBeside(access, lock) || isPackageGuard(access, lock, guards))) continue;
      report({
        file: access.file,
        node: access.node,
        message: `${access.entity.name} is ${did(access)} here under ${lock.path}.RLock(), which lets other readers in at the same time: two of them end the process with "fatal error: concurrent map writes". Take ${lock.path}.Lock() for a change.`,
        related:
          typeof lock.from === 'string'
            ? []
            : [{ file: access.file, node: lock.from, message: 'The read lock is taken here.' }],
        entity: access.entity.name,
      });
    }
  },
};

/** Maps that the package also uses under no lock at all: one goroutine owns them, and the lock is there for something else. */
const usedWithoutLock = (facts: PackageFacts): ReadonlySet<string> =>
  new Set(
    facts.accesses
      .filter(
        ({ kind, locks, unpublished, file }) =>
          locks.length === 0 && !unpublished && !file.test && kind !== 'replace',
      )
      .map(({ entity }) => entity.id),
  );

/** The read lock that is held when no lock is held for writing. */
const onlyReadLock = ({ locks }: Access): HeldLock | null =>
  locks.some((lock) => lock.mode === 'write')
    ? null
    : (locks.find((lock) => lock.entity.lock === 'rwmutex') ?? null);

const parent = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));

/** Two package variables, used together elsewhere too. */
const isPackageGuard = ({ entity }: Access, lock: HeldLock, guards: ReturnType<typeof guardsOf>): boolean =>
  entity.kind === 'package-var' &&
  lock.entity.kind === 'package-var' &&
  (guards.get(entity.id)?.get(lock.entity.id) ?? 0) > 1;

/** `c.mu` and `c.data`, or an embedded lock: `c` and `c.data`. */
const isBeside = ({ path, entity }: Access, lock: HeldLock): boolean =>
  entity.kind === 'field' &&
  parent(path) !== '' &&
  (parent(lock.path) === parent(path) || lock.path === parent(path));
