/** Names and what they stand for: Go's block scopes as ranges of the text, so that any node can be looked up afterwards. */
import type * as ast from '../syntax/ast.ts';
import type { Fn } from './function.ts';
import type { Entity, FileFacts, GoType } from './model.ts';
import type { Selection } from './selections.ts';

/** Names of one top-level declaration: every local name with the ranges in which it is visible, in order of the text. */
export type LocalTable = Map<string, Sym[]>;

/** Where an expression stands: enough to look its names up. */
export interface Scope {
  file: FileFacts;
  locals: LocalTable | null;
}

export type SymRole = 'package-var' | 'local' | 'param' | 'receiver' | 'result' | 'type' | 'func' | 'const';

let nextId = 0;

/** One declared name. */
export class Sym {
  readonly name: string;
  readonly role: SymRole;
  readonly node: ast.Node;
  readonly scope: Scope;
  /** Visible in `[from, to)` of its file; a package-level name everywhere. */
  readonly from: number;
  readonly to: number;
  /** The function (or literal) it is declared in; null at package level. */
  readonly fn: Fn | null;

  typeExpr: ast.Expr | undefined;
  init: ast.Expr | undefined;
  /** Which value of `init` when that has several (a call, a comma-ok); -1 when it is the value itself. */
  initIndex = -1;
  range: ast.RangeStmt | undefined;
  /** 0 the key of `range`, 1 its value. */
  rangePart = 0;
  variadic = false;
  /** A type parameter: `typeExpr` is its constraint. */
  typeParam = false;
  spec: ast.TypeSpec | undefined;
  /** Assignments after the declaration: only a name with none is an alias of what it was made from. */
  assigns = 0;
  /** Position among the parameters. */
  index = -1;

  type: GoType | undefined;
  underlying: GoType | undefined;
  resolving = false;
  entity: Entity | undefined;
  /** Fields and methods of a type that were asked for. */
  selections: Map<string, Selection | null> | undefined;
  /** Tells it from all others, in keys. */
  readonly id = nextId++;

  constructor(
    name: string,
    role: SymRole,
    node: ast.Node,
    scope: Scope,
    from: number,
    to: number,
    fn: Fn | null,
  ) {
    this.name = name;
    this.role = role;
    this.node = node;
    this.scope = scope;
    this.from = from;
    this.to = to;
    this.fn = fn;
  }

  get variable(): boolean {
    return this.role !== 'type' && this.role !== 'func' && this.role !== 'const';
  }
}

/** The innermost local declaration of `name` that is visible at `pos`. */
export const findLocal = (locals: LocalTable, name: string, pos: number): Sym | undefined => {
  const list = locals.get(name);
  if (list === undefined) return undefined;
  for (let i = list.length - 1; i >= 0; i--) {
    const sym = list[i]!;
    if (sym.from <= pos && pos < sym.to) return sym;
  }
  return undefined;
};

export const predeclaredTypes: ReadonlySet<string> = new Set(
  (
    'bool byte complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string ' +
    'uint uint8 uint16 uint32 uint64 uintptr any comparable'
  ).split(' '),
);
