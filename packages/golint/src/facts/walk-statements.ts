/** The second pass, statements: which locks are held where, which loops stand around what. */
import * as ast from '../syntax/ast.ts';
import { exprText, unparen } from '../syntax/text.ts';
import { Token } from '../syntax/tokens.ts';
import { type Context, type Fn, type FnRange, Sync } from './function.ts';
import type { PlacedLock } from './places-model.ts';
import { CallWalker, isToken } from './walk-calls.ts';
import { channelName } from './walk-expressions.ts';
import { type PackageState, unite } from './walker-state.ts';

const { Kind } = ast;
type Locks = readonly PlacedLock[];

/** What leaves a loop or switch by `break`: the locks held there. */
interface BreakTarget {
  label: string;
  loop: boolean;
  locks: Locks | null;
}

export class FunctionWalker extends CallWalker {
  private readonly breaks: BreakTarget[] = [];
  private label = '';

  /** Walks the body and leaves its lock summary in the function. */
  static walk(pkg: PackageState, fn: Fn, outer?: FunctionWalker): FunctionWalker | undefined {
    const body = fn.node.body;
    if (body === undefined || pkg.walked.has(fn)) return undefined;
    pkg.walked.add(fn);
    const walker = new FunctionWalker(pkg, fn);
    if (outer !== undefined) {
      walker.locks = outer.locks;
      walker.after = outer.after;
      walker.ranges = outer.ranges;
      walker.spawned = outer.spawned;
      fn.outerLocks = outer.locks;
    }
    walker.list(body.list);
    if (!walker.ended) walker.leave();
    walker.summarise();
    return walker;
  }

  private summarise(): void {
    const { fn } = this;
    const entry = fn.outerLocks;
    let held: Locks = this.exits[0] ?? [];
    for (const exit of this.exits) held = held.filter((lock) => exit.includes(lock));
    const acquires = held.filter(
      (lock) => !entry.includes(lock) && !this.undone.has(lock.path) && lock.entity.lock !== '',
    );
    fn.summary = {
      ...fn.summary,
      acquires,
      releases: this.released.filter((lock) => !this.undone.has(lock.path)),
    };
    fn.hasSync |= this.after;
  }

  protected literalBody(fn: Fn, context: Context): void {
    fn.context = context;
    if (context !== 'inline') {
      FunctionWalker.walk(this.pkg, fn);
      return;
    }
    const inner = FunctionWalker.walk(this.pkg, fn, this);
    if (inner === undefined) return;
    if (this.deferred) {
      for (const lock of this.locks) if (!inner.locks.includes(lock)) this.undone.add(lock.path);
      return;
    }
    this.after |= inner.after;
    this.spawned ||= inner.spawned;
  }

  list(statements: readonly ast.Stmt[]): void {
    for (let i = 0; i < statements.length; i++) {
      const s = statements[i]!;
      this.statement(s);
      if (s.kind === Kind.GoStmt && leavesLoop(statements[i + 1])) this.startedOnce();
    }
  }

  /** `go f(); return` in a loop starts one, however often the loop turns. */
  private startedOnce(): void {
    const spawn = this.fn.spawns.at(-1);
    if (spawn === undefined) return;
    spawn.multiple = false;
    spawn.loop = null;
  }

  private statement(s: ast.Stmt): void {
    switch (s.kind) {
      case Kind.ExprStmt:
        this.expr(s.x);
        return;
      case Kind.AssignStmt:
        this.assign(s);
        return;
      case Kind.BlockStmt:
        this.list(s.list);
        return;
      case Kind.IfStmt:
        this.if(s);
        return;
      case Kind.ReturnStmt:
        for (const e of s.results) this.value(e, 'return');
        this.leave();
        this.ended = true;
        return;
      case Kind.RangeStmt:
        this.range(s);
        return;
      case Kind.ForStmt:
        this.for(s);
        return;
      case Kind.IncDecStmt:
        this.assigned(s.x);
        return;
      case Kind.DeclStmt:
        this.declaration(s.decl);
        return;
      case Kind.GoStmt:
        for (const arg of s.call.args) this.value(arg, 'go');
        this.spawn('go', s, s.call.fun, s.call.args);
        return;
      case Kind.DeferStmt:
        this.defer(s.call);
        return;
      case Kind.SendStmt:
        this.send(s);
        return;
      case Kind.BranchStmt:
        this.branch(s);
        return;
      case Kind.LabeledStmt:
        this.label = s.label.name;
        this.ended = false;
        this.statement(s.stmt);
        this.label = '';
        return;
      case Kind.SwitchStmt:
      case Kind.TypeSwitchStmt:
        if (s.init !== undefined) this.statement(s.init);
        if (s.kind === Kind.TypeSwitchStmt) this.statement(s.assign);
        else if (s.tag !== undefined) this.expr(s.tag);
        this.clauses(s.body.list, s.body.list.some(isDefault));
        return;
      case Kind.SelectStmt:
        // One of the clauses runs, with or without a default.
        this.clauses(s.body.list, s.body.list.length > 0);
        return;
      default:
        return;
    }
  }

  private for(s: ast.ForStmt): void {
    if (s.init !== undefined) this.statement(s.init);
    if (s.cond !== undefined) this.expr(s.cond);
    this.loop(s, s.cond === undefined, () => {
      this.list(s.body.list);
      if (s.post !== undefined) this.statement(s.post);
    });
  }

  private assign(s: ast.AssignStmt): void {
    const define = s.tok === Token.DEFINE;
    for (let i = 0; i < s.rhs.length; i++) {
      const value = unparen(s.rhs[i]!);
      const to = s.lhs[i];
      if (value.kind === Kind.FuncLit) this.literal(value, this.holdsOnly(to, value) ? 'name' : 'unknown');
      else if (s.tok === Token.ASSIGN || define)
        this.value(value, to === undefined ? '' : this.targetText(to));
      else this.expr(value);
    }
    if (define) return;
    for (const e of s.lhs) this.assigned(e);
  }

  /** Is the literal the only value the variable ever has? */
  private holdsOnly(to: ast.Expr | undefined, value: ast.FuncLit): boolean {
    if (to?.kind !== Kind.Ident) return false;
    const list = this.fn.scope.locals?.get(to.name) ?? [];
    return list.some((sym) => sym.init === value && sym.assigns === 0);
  }

  private targetText(to: ast.Expr): string {
    if (to.kind === Kind.Ident) {
      const sym = this.pkg.infer.types.symOf(to, this.fn.scope);
      return sym?.role === 'package-var' ? `variable ${to.name}` : `local ${to.name}`;
    }
    return `field ${exprText(to, this.fn.file.source.text)}`;
  }

  private declaration(decl: ast.Decl): void {
    if (decl.kind !== Kind.GenDecl || decl.tok !== Token.VAR) return;
    for (const spec of decl.specs)
      if (spec.kind === Kind.ValueSpec)
        spec.values.forEach((value, i) => {
          const name = spec.names[i];
          if (value.kind === Kind.FuncLit)
            this.literal(value, this.holdsOnly(name, value) ? 'name' : 'unknown');
          else this.value(value, name === undefined ? '' : `local ${name.name}`);
        });
  }

  private if(s: ast.IfStmt): void {
    if (s.init !== undefined) this.statement(s.init);
    this.expr(s.cond);
    const before = this.locks;
    const triedIn = tryLockOf(s.cond);
    if (triedIn === 'else') this.locks = before.filter((lock) => lock.from !== tryCall(s.cond));
    this.statement(s.body);
    const then: Locks | null = this.ended ? null : this.locks;
    this.ended = false;
    this.locks = triedIn === 'then' ? before.filter((lock) => lock.from !== tryCall(s.cond)) : before;
    if (s.else !== undefined) this.statement(s.else);
    const otherwise: Locks | null = this.ended ? null : this.locks;
    this.ended = then === null && otherwise === null;
    this.locks = then === null ? (otherwise ?? before) : otherwise === null ? then : unite(then, otherwise);
  }

  private range(s: ast.RangeStmt): void {
    const { fn, pkg } = this;
    const call = unparen(s.x);
    const iterator = this.iteratorOf(call);
    const type = pkg.infer.typeOf(s.x, fn.scope);
    const isMap = pkg.places.isMap(type);
    const over = iterator === null ? s.x : iterator.map;
    const place = pkg.places.of(over, fn.scope);
    const facts: FnRange = {
      node: s,
      file: fn.file,
      function: fn,
      entity: place?.entity ?? null,
      path: exprText(over, fn.file.source.text),
      type,
      isMap,
      iterator: iterator?.name ?? '',
      locks: this.locks,
      place,
    };
    fn.ranges.push(facts);
    if (isMap === 'yes') this.access('range', s.x, s.x);
    this.expr(s.x);
    if (pkg.infer.types.underlying(type).kind === 'chan') {
      this.after |= Sync.loopReceive;
      const channel = channelName(s.x);
      if (channel !== '') fn.joins.push({ node: s.x, channel });
      fn.channelOp ??= { node: s, what: 'receive from a channel' };
    }
    for (const e of [s.key, s.value]) if (e !== undefined && s.tok === Token.ASSIGN) this.assigned(e);
    const outer = this.ranges;
    this.ranges = [facts, ...outer];
    this.loop(s, false, () => this.list(s.body.list));
    this.ranges = outer;
  }

  /** `maps.Keys(m)`, also by a variable that holds it: the iterator and its map. */
  private iteratorOf(x: ast.Expr): { name: string; map: ast.Expr } | null {
    let e = x;
    if (e.kind === Kind.Ident) {
      const sym = this.pkg.infer.types.symOf(e, this.fn.scope);
      if (sym?.init === undefined || sym.initIndex >= 0 || sym.assigns > 0) return null;
      e = unparen(sym.init);
    }
    if (e.kind !== Kind.CallExpr || e.args.length !== 1 || e.fun.kind !== Kind.SelectorExpr) return null;
    const name = e.fun.sel.name;
    if (name !== 'Keys' && name !== 'Values' && name !== 'All') return null;
    if (this.pkg.infer.types.packageOf(e.fun.x, this.fn.scope) !== 'maps') return null;
    return { name: `maps.${name}`, map: e.args[0]! };
  }

  private loop(node: ast.Node, endless: boolean, body: () => void): void {
    const target: BreakTarget = { label: this.label, loop: true, locks: null };
    this.label = '';
    const before = this.locks;
    const outer = this.loops;
    this.loops = [node, ...outer];
    this.breaks.push(target);
    body();
    this.breaks.pop();
    this.loops = outer;
    const turned = this.ended ? null : this.locks;
    if (endless) {
      this.ended = target.locks === null;
      this.locks = target.locks ?? before;
      return;
    }
    this.ended = false;
    this.locks = before;
    if (turned !== null) this.locks = unite(before, turned);
    if (target.locks !== null) this.locks = unite(this.locks, target.locks);
  }

  private clauses(list: readonly ast.Stmt[], complete: boolean): void {
    const target: BreakTarget = { label: this.label, loop: false, locks: null };
    this.label = '';
    this.breaks.push(target);
    const before = this.locks;
    // What one clause waits for orders nothing in the others.
    const earlier = this.after;
    let later = earlier;
    let out: Locks | null = complete ? null : before;
    for (const clause of list) {
      this.locks = before;
      this.after = earlier;
      this.ended = false;
      if (clause.kind === Kind.CaseClause) {
        for (const e of clause.list ?? []) this.expr(e);
        this.list(clause.body);
      } else if (clause.kind === Kind.CommClause) {
        const waits = this.fn.channelOp;
        if (clause.comm !== undefined) this.statement(clause.comm);
        // With a default it takes what is there and goes on.
        if (list.some(hasNoComm)) this.fn.channelOp = waits;
        this.list(clause.body);
      }
      if (!this.ended) out = out === null ? this.locks : unite(out, this.locks);
      later |= this.after;
    }
    this.after = later;
    this.breaks.pop();
    if (target.locks !== null) out = out === null ? target.locks : unite(out, target.locks);
    this.ended = out === null;
    this.locks = out ?? before;
  }

  private branch(s: ast.BranchStmt): void {
    if (s.tok === Token.FALLTHROUGH) return;
    this.ended = true;
    if (s.tok !== Token.BREAK) return;
    for (let i = this.breaks.length - 1; i >= 0; i--) {
      const target = this.breaks[i]!;
      if (s.label !== undefined && s.label.name !== target.label) continue;
      target.locks = target.locks === null ? this.locks : unite(target.locks, this.locks);
      return;
    }
  }

  private defer(call: ast.CallExpr): void {
    const made = unparen(call.fun);
    if (made.kind === Kind.CallExpr) {
      // `defer c.lock()()`: the inner call runs now, and what it gives is run at the end.
      const before = this.locks;
      this.expr(made);
      for (const lock of this.locks) if (!before.includes(lock)) this.undone.add(lock.path);
      return;
    }
    this.deferred = true;
    this.expr(call);
    this.deferred = false;
    this.ended = false;
  }

  /** A token sent to a channel of size one that is received from later is a lock that is taken. */
  private send(s: ast.SendStmt): void {
    this.expr(s.chan);
    this.value(s.value, 'send');
    this.after |= Sync.send;
    this.fn.channelOp ??= { node: s, what: 'send to a channel' };
    if (!isToken(s.value)) return;
    const place = this.pkg.places.of(s.chan, this.fn.scope);
    if (place?.entity == null) return;
    if (place.root.init !== undefined && capacityOf(place.root.init) > 1) return;
    const path = exprText(s.chan, this.fn.file.source.text);
    this.take({ entity: place.entity, path, mode: 'write', from: s, place });
  }
}

const isDefault = (clause: ast.Stmt): boolean => clause.kind === Kind.CaseClause && clause.list === undefined;

const leavesLoop = (s: ast.Stmt | undefined): boolean =>
  s?.kind === Kind.ReturnStmt || (s?.kind === Kind.BranchStmt && s.tok === Token.BREAK);

/** `make(chan T, 4)` -> 4; 1 when it does not say. */
const capacityOf = (init: ast.Expr): number => {
  const call = unparen(init);
  if (call.kind !== Kind.CallExpr || call.args.length !== 2) return 1;
  const size = call.args[1]!;
  return size.kind === Kind.BasicLit && size.end - size.pos === 1 ? 1 : 2;
};

const tryCall = (cond: ast.Expr): ast.Expr => {
  const x = unparen(cond);
  return x.kind === Kind.UnaryExpr ? unparen(x.x) : x;
};

/** In which branch `if mu.TryLock()` or `if !mu.TryLock()` does not hold the lock: the other of the two. */
const tryLockOf = (cond: ast.Expr): 'then' | 'else' | '' => {
  const call = tryCall(cond);
  if (call.kind !== Kind.CallExpr || call.fun.kind !== Kind.SelectorExpr) return '';
  if (call.fun.sel.name !== 'TryLock' && call.fun.sel.name !== 'TryRLock') return '';
  return unparen(cond).kind === Kind.UnaryExpr ? 'else' : 'then';
};

const hasNoComm = (clause: ast.Stmt): boolean => clause.kind === Kind.CommClause && clause.comm === undefined;
