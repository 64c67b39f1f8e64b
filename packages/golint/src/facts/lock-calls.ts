/** Calls that take or give back a lock. */
import type * as ast from '../syntax/ast.ts';
import type { Fn } from './function.ts';
import { notKnown } from './go-types.ts';
import type { Entity, LockOperation } from './model.ts';
import type { Place, PlacedLock } from './places-model.ts';

interface Operation {
  op: LockOperation['op'];
  takes: boolean;
  mode: 'read' | 'write';
}

const operation = (op: Operation['op'], takes: boolean, mode: Operation['mode']): Operation => ({
  op,
  takes,
  mode,
});
const lock = operation('Lock', true, 'write');
const unlock = operation('Unlock', false, 'write');
const readLock = operation('RLock', true, 'read');
const readUnlock = operation('RUnlock', false, 'read');

/** By method name. A package's own mutex types spell them in lower case too. */
export const lockOperations: ReadonlyMap<string, Operation> = new Map([
  ['Lock', lock],
  ['Unlock', unlock],
  ['RLock', readLock],
  ['RUnlock', readUnlock],
  ['TryLock', operation('TryLock', true, 'write')],
  ['TryRLock', operation('TryRLock', true, 'read')],
  ['lock', lock],
  ['unlock', unlock],
  ['rlock', readLock],
  ['runlock', readUnlock],
  ['rLock', readLock],
  ['rUnlock', readUnlock],
]);

/** The lock an operation is about. A lock that is no variable we know is one by its text. */
export const lockOperation = (
  { mode }: Operation,
  place: Place | null,
  path: string,
  from: ast.Node,
  fn: Fn,
): PlacedLock => ({
  entity: place?.entity ?? namelessLock(`text:${path}`, path, fn),
  path,
  mode,
  from,
  place,
});

/** A lock that no variable of the package stands for. */
export const namelessLock = (id: string, name: string, fn: Fn): Entity => ({
  id,
  kind: 'local',
  name,
  owner: fn.name,
  type: notKnown,
  isMap: 'no',
  isSyncMap: false,
  lock: 'mutex',
  file: fn.file,
  declared: fn.node,
  exported: false,
});
