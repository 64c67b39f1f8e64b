/** Where a map lives, seen from a function: a variable and the steps from it. */
import type * as ast from '../syntax/ast.ts';
import type { Fn } from './function.ts';
import type { AccessKind, Entity, FileFacts, GoType, HeldLock } from './model.ts';
import type { Sym } from './symbols.ts';

/** `c.table["x"]` is root `c`, steps `.table[]`. Pointers are followed silently. */
export interface Place {
  root: Sym;
  steps: string;
  entity: Entity | null;
  type: GoType;
  /** Passed through a copy of a struct: its maps are shared, its locks are not. */
  copied: boolean;
}

/** A lock as it is held: with its place, so that it can be followed through calls. */
export interface PlacedLock extends HeldLock {
  place: Place | null;
}

/** One access as a caller sees it: its place begins at a parameter, a captured or a package variable. */
export interface Effect {
  place: Place;
  kind: AccessKind;
  node: ast.Node;
  file: FileFacts;
  /** The function the access stands in. */
  function: Fn;
  locks: readonly PlacedLock[];
  /** Calls from the function that owns this effect down to it, outermost first. */
  via: readonly ast.CallExpr[];
  after: number;
  unpublished: boolean;
}
