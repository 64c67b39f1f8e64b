/** What is true at one point of a function while its body is walked, and what the walk writes down. */
import * as ast from '../syntax/ast.ts';
import { exprText } from '../syntax/text.ts';
import type { Fn } from './function.ts';
import type { Infer } from './infer.ts';
import type { AccessKind, RangeFacts } from './model.ts';
import type { Places } from './places.ts';
import type { Place, PlacedLock } from './places-model.ts';

const { Kind } = ast;

/** A literal given to a function of the package: what becomes of it is known when all bodies were walked. */
export interface PassedLiteral {
  literal: Fn;
  call: ast.CallExpr;
  from: Fn;
  target: Fn;
  param: number;
  locks: readonly PlacedLock[];
  ranges: readonly RangeFacts[];
  loop: ast.Node | null;
}

/** How a function treats a parameter that is a function: calls it, under which locks, or starts it. */
export interface ParamCall {
  fn: Fn;
  index: number;
  locks: readonly PlacedLock[];
  spawned: boolean;
}

export interface PackageState {
  infer: Infer;
  places: Places;
  passed: PassedLiteral[];
  paramCalls: Map<Fn, ParamCall[]>;
  walked: Set<Fn>;
  /** Walks another function first, so that its locks are known. */
  demand(fn: Fn): void;
}

export class WalkerState {
  readonly pkg: PackageState;
  readonly fn: Fn;
  locks: readonly PlacedLock[] = [];
  ranges: readonly RangeFacts[] = [];
  /** Innermost first. */
  loops: readonly ast.Node[] = [];
  after = 0;
  spawned = false;
  deferred = false;
  /** Paths of locks that a deferred call gives back. */
  readonly undone = new Set<string>();
  /** Locks that were given back without having been taken here. */
  released: PlacedLock[] = [];
  /** Locks held at each way out. */
  exits: (readonly PlacedLock[])[] = [];

  constructor(pkg: PackageState, fn: Fn) {
    this.pkg = pkg;
    this.fn = fn;
  }

  access(kind: AccessKind, map: ast.Expr, node: ast.Node, key?: ast.Expr, target = ''): void {
    const place = this.pkg.places.of(map, this.fn.scope);
    if (place?.entity == null) return;
    const { fn } = this;
    fn.accesses.push({
      entity: place.entity,
      kind,
      node,
      path: exprText(map, fn.file.source.text),
      key,
      file: fn.file,
      function: fn,
      locks: this.locks,
      ranges: this.ranges,
      via: [],
      unpublished: this.unpublished(place),
      target,
      place,
      after: this.after,
    });
  }

  /** Made in this function, and no goroutine was started since: nobody else can see it. */
  unpublished(place: Place): boolean {
    if (this.spawned) return false;
    const { root } = place;
    if (root.role === 'package-var') return this.fn.parent === null && this.fn.name === 'init';
    return root.role === 'local' && root.fn === this.fn && isFresh(root.init, root.typeExpr);
  }

  isMap(e: ast.Expr): boolean {
    return this.pkg.places.isMap(this.pkg.infer.typeOf(e, this.fn.scope)) === 'yes';
  }

  take(lock: PlacedLock): void {
    this.released = this.released.filter((r) => !sameLock(r, lock));
    this.locks = [lock, ...this.locks];
  }

  /** Gives back the innermost lock of this path and mode; without one, it was taken outside. */
  give(lock: PlacedLock): void {
    const at = this.locks.findIndex((held) => sameLock(held, lock) && held.mode === lock.mode);
    const any = at >= 0 ? at : this.locks.findIndex((held) => sameLock(held, lock));
    if (any >= 0) this.locks = this.locks.filter((_, i) => i !== any);
    else this.released.push(lock);
  }

  leave(): void {
    this.exits.push(this.locks);
  }
}

/** A literal, `make`, `new` or a plain `var x T`: an object that did not exist before. */
export const isFresh = (init: ast.Expr | undefined, typeExpr: ast.Expr | undefined): boolean => {
  if (init === undefined) return typeExpr !== undefined;
  let e = init;
  while (e.kind === Kind.ParenExpr || e.kind === Kind.UnaryExpr) e = e.x;
  if (e.kind === Kind.CompositeLit) return true;
  return (
    e.kind === Kind.CallExpr && e.fun.kind === Kind.Ident && (e.fun.name === 'make' || e.fun.name === 'new')
  );
};

/** The same lock of the same object, as far as names tell. */
export const sameLock = (a: PlacedLock, b: PlacedLock): boolean =>
  a.place !== null && b.place !== null
    ? a.place.root === b.place.root && a.place.steps === b.place.steps
    : a.path === b.path;

/** Held in one of two branches: held, for what follows. A lock too many hides a finding; one too few would invent one. */
export const unite = (a: readonly PlacedLock[], b: readonly PlacedLock[]): readonly PlacedLock[] => {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  const extra = b.filter((lock) => !a.some((held) => sameLock(held, lock) && held.mode === lock.mode));
  return extra.length === 0 ? a : [...a, ...extra];
};
