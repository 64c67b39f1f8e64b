/** Words for pairs of accesses that meet. */
import type { Access, Conflict, PackageFacts, Spawn } from '../../facts/model.ts';
import type { Report } from '../../rules-model.ts';

const verbs: Record<Access['kind'], string> = {
  read: 'read',
  write: 'written to',
  delete: 'deleted from',
  clear: 'cleared',
  range: 'ranged over',
  len: 'measured with len',
  replace: 'replaced',
  escape: 'passed on',
};

/** `deleted from`: what is done to the map. */
export const did = (access: Access): string => verbs[access.kind];

/** `cache.go:12`. */
export const placeOf = (facts: PackageFacts, { file, node }: Pick<Access, 'file' | 'node'>): string =>
  `${file.source.path.slice(file.source.path.lastIndexOf('/') + 1)}:${facts.locate(file, node).startLine}`;

/** How the goroutine begins, with its line: `started at main.go:30`. */
export const startOf = ({ spawn }: Pick<Conflict, 'spawn'>, facts: PackageFacts): string => {
  const at = placeOf(facts, { file: spawn.from.file, node: spawn.node });
  if (spawn.kind === 'handler') return `a request; the handler is at ${at}`;
  return `${spawn.kind === 'timer' ? 'a timer, set' : 'started'} at ${at}`;
};

const started: Record<Spawn['kind'], string> = {
  go: 'The goroutine starts here.',
  group: 'The goroutine starts here.',
  handler: 'The server runs this for every request, each in its own goroutine.',
  timer: 'The timer runs its function in a goroutine of its own.',
  'parallel-test': 'Parallel subtests run beside each other.',
};

/** The other access, and where the goroutine starts. */
export const sitesOf = ({ write, other, spawn }: Conflict): NonNullable<Report['related']> => {
  const start = { file: spawn.from.file, node: spawn.node, message: started[spawn.kind] };
  if (other.node === write.node) return [start];
  return [{ file: other.file, node: other.node, message: `Here the map is ${did(other)}.` }, start];
};
