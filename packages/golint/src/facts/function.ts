/** The facts of one function while they are gathered. */
import type * as ast from '../syntax/ast.ts';
import type {
  Access,
  CallFacts,
  Entity,
  FileFacts,
  FunctionFacts,
  FunctionSummary,
  LockOperation,
  RangeFacts,
  Spawn,
} from './model.ts';
import type { Effect, Place, PlacedLock } from './places-model.ts';
import type { Scope, Sym } from './symbols.ts';

/**
 * How a literal comes to run: `inline` where it stands (called, deferred, given to a function that runs it at once),
 * `spawned`, by its `name` (called through the variable that holds it), `passed` to a function of the package, or
 * `unknown` (stored, returned, given to a function that is not known).
 */
export type Context = 'declared' | 'inline' | 'spawned' | 'name' | 'passed' | 'unknown';

/** What orders an access of a function after something elsewhere: bits, gathered in the order of the text. */
export const Sync = { receive: 1, send: 2, wait: 4, atomic: 8, once: 16, loopReceive: 32 } as const;

export interface FnSummary extends FunctionSummary {
  acquires: readonly PlacedLock[];
  releases: readonly PlacedLock[];
}

export const emptySummary: FnSummary = {
  params: new Map(),
  accesses: [],
  acquires: [],
  releases: [],
  spawns: false,
  blocks: null,
};

export class Fn implements FunctionFacts {
  readonly name: string;
  readonly node: ast.FuncDecl | ast.FuncLit;
  readonly file: FileFacts;
  readonly parent: Fn | null;
  readonly scope: Scope;
  receiver: FunctionFacts['receiver'] = null;
  receiverSym: Sym | null = null;
  paramSyms: Sym[] = [];
  resultSyms: Sym[] = [];
  exported = false;
  accesses: FnAccess[] = [];
  ranges: FnRange[] = [];
  spawns: FnSpawn[] = [];
  calls: FnCall[] = [];
  lockOperations: LockOperation[] = [];
  roots: Spawn[] = [];
  calledPlainly = false;
  entryLocks: PlacedLock[] = [];
  summary: FnSummary = emptySummary;
  params: Entity[] = [];

  context: Context = 'declared';
  literals: Fn[] = [];
  returns: ast.ReturnStmt[] = [];
  /** Where the first result comes from, by the parameters: undefined until asked, null when it is not known. */
  resultPlace: Place | null | undefined;
  /** Locks held where an inline literal stands. */
  outerLocks: readonly PlacedLock[] = [];
  callers: FnCall[] = [];
  /** The list of targets of a call that can only reach this function. */
  readonly alone: readonly Fn[] = [this];
  effects: Effect[] = [];
  /** Its name is used as a value (stored, passed on): somebody unknown may call it. */
  valueUsed = false;
  hasSync = 0;
  /** Statements that wait: `x.Wait()` (channel ''), receives with the name of their channel. */
  joins: { node: ast.Node; channel: string }[] = [];
  /** `defer wg.Wait()`: nothing it started is left when it returns. */
  deferredWait = false;
  /** The first channel operation that may wait. */
  channelOp: { node: ast.Node; what: string } | null = null;
  /** The first call of a parameter that is a function. */
  callback: { node: ast.Node; what: string } | null = null;

  constructor(
    name: string,
    node: ast.FuncDecl | ast.FuncLit,
    file: FileFacts,
    parent: Fn | null,
    scope: Scope,
  ) {
    this.name = name;
    this.node = node;
    this.file = file;
    this.parent = parent;
    this.scope = scope;
  }
}

export interface FnRange extends RangeFacts {
  locks: readonly PlacedLock[];
  place: Place | null;
}

export interface FnAccess extends Access {
  function: Fn;
  place: Place;
  locks: readonly PlacedLock[];
  /** Sync bits seen in the function before it. */
  after: number;
}

export interface FnCall extends CallFacts {
  from: Fn;
  targets: readonly Fn[];
  locks: readonly PlacedLock[];
  after: number;
}

export interface FnSpawn extends Spawn {
  from: Fn;
  target: Fn | null;
  locks: readonly PlacedLock[];
  after: number;
  /** Innermost loop of the same function around it. */
  loop: ast.Node | null;
  /** The receiver of a method that is started: `c` in `go c.loop()`. */
  receiver: ast.Expr | null;
}
