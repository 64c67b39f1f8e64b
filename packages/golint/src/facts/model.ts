/**
 * What is known about a package before any rule looks at it. Rules ask these facts and never walk types themselves.
 * One package is seen at a time: what other packages declare is known only for the standard library (a table), so many
 * answers have a third value.
 */
import type { PackageSource, SourceLocation, SourceText } from '../model.ts';
import type * as ast from '../syntax/ast.ts';

export type Answer = 'yes' | 'no' | 'unknown';

/** A type, as far as the package shows it. `unknown.why` is for people: `declared in example.org/x`. */
export type GoType =
  | { kind: 'basic'; name: string }
  | { kind: 'map'; key: GoType; elem: GoType }
  | { kind: 'slice' | 'array' | 'pointer'; elem: GoType }
  | { kind: 'chan'; dir: 'both' | 'send' | 'recv'; elem: GoType }
  | { kind: 'struct'; fields: readonly StructField[] }
  | { kind: 'func'; params: readonly GoType[]; results: readonly GoType[]; variadic: boolean }
  | { kind: 'interface'; methods: readonly string[] }
  /** `pkg` is '' for the package itself, else the import path. `underlying` is asked lazily: `facts.underlying(t)`. */
  | { kind: 'named'; pkg: string; name: string; args: readonly GoType[] }
  | { kind: 'type-param'; name: string; core: GoType | null }
  | { kind: 'tuple'; elems: readonly GoType[] }
  | { kind: 'unknown'; why: string };

export interface StructField {
  name: string;
  type: GoType;
  embedded: boolean;
}

/** A variable that can hold a map, a sync.Map or a lock, wherever it is reached from. */
export interface Entity {
  /**
   * Unique in the package: `field:cache.data`, `var:sessions`, `local:handle:m:120@main.go`. An `element` is a map inside
   * a map or slice, `field:cache.data[]`: all elements are one entity, though they are many objects.
   */
  id: string;
  kind: 'package-var' | 'field' | 'local' | 'param' | 'result' | 'element';
  /** As a reader would call it: `cache.data`, `sessions`, `m`. */
  name: string;
  /** Declaring type of a field, function of a local or param; empty for package variables. */
  owner: string;
  type: GoType;
  isMap: Answer;
  isSyncMap: boolean;
  /** `sync.Mutex`, `sync.RWMutex`, `sync.Locker`, a channel of size one used as a lock: '' when it is no lock. */
  lock: '' | 'mutex' | 'rwmutex';
  file: FileFacts;
  declared: ast.Node;
  exported: boolean;
}

/** A lock that is held, with the path it was locked through: `c.mu` of entity `field:cache.mu`. */
export interface HeldLock {
  entity: Entity;
  /** `c.mu`: two objects of one type have different locks of one entity. */
  path: string;
  mode: 'read' | 'write';
  /** Where it was taken: a statement in the function, or `entry`: every caller holds it, or `convention`: a name or comment says so. */
  from: ast.Node | 'entry' | 'convention';
}

export type AccessKind =
  | 'read'
  | 'write'
  | 'delete'
  | 'clear'
  | 'range'
  /** `len(m)`, and a comparison with nil: the variable is read, no element. */
  | 'len'
  /** The variable gets another map. */
  | 'replace'
  /** The map itself leaves: returned, stored elsewhere, passed to a function that is not known. */
  | 'escape';

/** One use of a map entity. */
export interface Access {
  entity: Entity;
  kind: AccessKind;
  node: ast.Node;
  /** Path in the source: `c.data`. */
  path: string;
  /** The key of an index, delete or write; undefined for others. */
  key: ast.Expr | undefined;
  file: FileFacts;
  function: FunctionFacts;
  /** Locks held here, lexically and by entry. */
  locks: readonly HeldLock[];
  /** Range statements of the same function around it, innermost first. */
  ranges: readonly RangeFacts[];
  /** When it happens in a callee: the call sites from `function` to it, outermost first; empty for a direct access. */
  via: readonly ast.CallExpr[];
  /** The object was made in this function and nobody else can have seen it yet (constructor, init). */
  unpublished: boolean;
  /** For `escape`: where it goes: `return`, `encoding/json.Marshal`, `field x.y`, `local x`, `call f`, `send`, `literal`. */
  target: string;
}

export interface RangeFacts {
  node: ast.RangeStmt;
  file: FileFacts;
  function: FunctionFacts;
  /** What is ranged over, when it is a variable. */
  entity: Entity | null;
  path: string;
  type: GoType;
  isMap: Answer;
  /** `maps.Keys`, `maps.Values`, `maps.All` when the operand is such a call or a variable that holds one; else ''. */
  iterator: string;
  locks: readonly HeldLock[];
}

/** A place where a function begins to run beside its caller. */
export interface Spawn {
  kind: 'go' | 'group' | 'handler' | 'timer' | 'parallel-test';
  node: ast.Node;
  /** In which function it stands. */
  from: FunctionFacts;
  /** What runs; null when it is not of this package. */
  target: FunctionFacts | null;
  /** Several instances may run at once: in a loop, a handler, a spawner called from several places. */
  multiple: boolean;
  /** Statement behind which everything it did is ordered: `wg.Wait()`, a receive, `g.Wait()`; null when there is none in `from`. */
  joined: ast.Node | null;
  /** Arguments at the spawn, for parameters of the target. */
  args: readonly ast.Expr[];
  ranges: readonly RangeFacts[];
  locks: readonly HeldLock[];
}

export interface CallFacts {
  node: ast.CallExpr;
  from: FunctionFacts;
  /** Functions of the package it may reach: one for a direct call, several for a method by interface. */
  targets: readonly FunctionFacts[];
  /** `encoding/json.Marshal`, `(sync.Map).Range`, `builtin.delete`; '' when not known. */
  std: string;
  locks: readonly HeldLock[];
  ranges: readonly RangeFacts[];
  /** `defer f()`. */
  deferred: boolean;
  unpublished: boolean;
}

export interface LockOperation {
  entity: Entity;
  path: string;
  op: 'Lock' | 'RLock' | 'Unlock' | 'RUnlock' | 'TryLock' | 'TryRLock';
  node: ast.CallExpr;
  deferred: boolean;
}

/**
 * A declared function, a method, or a function literal. Types of parameters, receiver and results are looked up outside
 * the function: `func (c *c) f(m map[string]int, int string)` means the type `c` and the builtin `int`.
 */
export interface FunctionFacts {
  /** As Go prints it without the package: `(*cache).evict`, `handle`, `handle.func1`. */
  name: string;
  node: ast.FuncDecl | ast.FuncLit;
  file: FileFacts;
  /** Function in which a literal stands. */
  parent: FunctionFacts | null;
  receiver: { name: string; type: string; pointer: boolean } | null;
  params: readonly Entity[];
  exported: boolean;
  accesses: readonly Access[];
  ranges: readonly RangeFacts[];
  spawns: readonly Spawn[];
  calls: readonly CallFacts[];
  lockOperations: readonly LockOperation[];
  /** How it comes to run: through which spawns (transitively), and whether ordinary callers reach it too. */
  roots: readonly Spawn[];
  calledPlainly: boolean;
  /** Locks that every caller in the package holds (only for functions nobody outside can call), and those a name or comment claims. */
  entryLocks: readonly HeldLock[];
  summary: FunctionSummary;
}

/** What a call of the function does to what it is given, through any depth of calls inside the package (NGG018). */
export interface FunctionSummary {
  /** By parameter index; the receiver is -1. Kinds of access to the map that is passed. */
  params: ReadonlyMap<number, ReadonlySet<AccessKind>>;
  /** Accesses to fields of parameters and receiver, and to package variables, each with the entity and the call path. */
  accesses: readonly Access[];
  /** Locks taken and still held, or released, when it returns (`lock()` and `unlock()` helpers). */
  acquires: readonly HeldLock[];
  releases: readonly HeldLock[];
  spawns: boolean;
  /** Waits: channel operation, Sleep, I/O, HTTP, database, a callback parameter. The first such node and what it is. */
  blocks: { node: ast.Node; what: string } | null;
}

/**
 * Two accesses of one map in goroutines that run at the same time, at least one of them a change, with no lock that keeps
 * them apart. Only such pairs of which that is nearly certain: what may be ordered by a channel, `Wait`, `sync.Once`, an
 * atomic value, a lock of an unknown type or a comment is not here.
 */
export interface Conflict {
  /**
   * `instances`: the same goroutine, several times; `spawner`: a goroutine and the function that started it; `range`: the
   * loop in whose body it starts; `goroutines`: two that one function starts; `constructor`: a goroutine that a
   * constructor starts, and a method; `handlers`: requests.
   */
  relation: 'instances' | 'spawner' | 'range' | 'goroutines' | 'constructor' | 'handlers';
  entity: Entity;
  /** The change; `via` leads from the goroutine's function or the spawner to it. */
  write: Access;
  /** The other access, also a change perhaps; the same as `write` for one statement in several instances. */
  other: Access;
  spawn: Spawn;
}

export interface FileFacts {
  source: SourceText;
  file: ast.File;
  imports: ReadonlyMap<string, string>;
  generated: boolean;
  test: boolean;
  functions: readonly FunctionFacts[];
}

export interface PackageFacts {
  source: PackageSource;
  files: readonly FileFacts[];
  functions: readonly FunctionFacts[];
  entities: readonly Entity[];
  ranges: readonly RangeFacts[];
  /** All direct accesses. */
  accesses: readonly Access[];
  spawns: readonly Spawn[];
  conflicts: readonly Conflict[];
  typeOf(expr: ast.Expr, at: FunctionFacts | FileFacts): GoType;
  /** Follows names to a structural type; `unknown` when it ends in another package. */
  underlying(type: GoType): GoType;
  isMap(expr: ast.Expr, at: FunctionFacts | FileFacts): Answer;
  /** The variable an expression names, `c.data` -> `field:cache.data`; null for what is no variable. */
  entityOf(expr: ast.Expr, at: FunctionFacts | FileFacts): Entity | null;
  /** Does this type hold a sync.Map (or another lock) by value? The path to it: `table.rows`. */
  holdsByValue(type: GoType, what: 'sync.Map' | 'lock'): string | null;
  /** What a call does, through any depth, to the very map that a range around it walks; empty when it does nothing. */
  effectsOn(call: CallFacts, range: RangeFacts): readonly Access[];
  /** The function a node stands in; null at package level. */
  functionAt(file: FileFacts, node: ast.Node): FunctionFacts | null;
  locate(file: FileFacts, node: { pos: number; end: number }): SourceLocation;
}
