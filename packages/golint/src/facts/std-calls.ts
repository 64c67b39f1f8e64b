/** What functions of the standard library do to the maps they are given, by argument. */
import type { AccessKind } from './model.ts';

const entries: [string, (AccessKind | null)[]][] = [
  ['maps.Keys', ['range']],
  ['maps.Values', ['range']],
  ['maps.All', ['range']],
  ['maps.Clone', ['range']],
  ['maps.Copy', ['write', 'range']],
  ['maps.Insert', ['write']],
  ['maps.DeleteFunc', ['delete']],
  ['maps.Equal', ['range', 'range']],
  ['maps.EqualFunc', ['range', 'range']],
  ['golang.org/x/exp/maps.Keys', ['range']],
  ['golang.org/x/exp/maps.Values', ['range']],
  ['golang.org/x/exp/maps.Clone', ['range']],
  ['golang.org/x/exp/maps.Copy', ['write', 'range']],
  ['golang.org/x/exp/maps.Clear', ['clear']],
  ['golang.org/x/exp/maps.DeleteFunc', ['delete']],
];

export const stdMapCalls: ReadonlyMap<string, readonly (AccessKind | null)[]> = new Map(entries);

/** Functions that walk a map they are given to encode or print it: `escape` with one of these as its target is a range. */
export const walksMaps = (target: string): boolean =>
  /^(encoding\/(json|gob|xml)\.|\(encoding\/(json|gob|xml)\.|fmt\.|log\.|\(log\.|log\/slog\.|reflect\.DeepEqual)/.test(
    target,
  );
