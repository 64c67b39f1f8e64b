/** The second pass, calls: builtins, locks, goroutines, functions given to others. */
import * as ast from '../syntax/ast.ts';
import { exprText, unparen } from '../syntax/text.ts';
import { Token } from '../syntax/tokens.ts';
import { type Fn, type FnSpawn, Sync } from './function.ts';
import { isHandlerSignature } from './handlers.ts';
import { lockOperation, lockOperations } from './lock-calls.ts';
import type { Spawn } from './model.ts';
import type { PlacedLock } from './places-model.ts';
import type { Selection } from './selections.ts';
import { stdMapCalls } from './std-calls.ts';
import { ExpressionWalker } from './walk-expressions.ts';

const { Kind } = ast;

export abstract class CallWalker extends ExpressionWalker {
  /** True when the call never comes back. */
  ended = false;

  protected call(e: ast.CallExpr): void {
    const fun = unparen(e.fun);
    const { infer } = this.pkg;
    const { scope } = this.fn;
    if (fun.kind === Kind.Ident && infer.types.isPredeclared(fun, scope) && this.builtin(fun.name, e)) return;
    if (infer.types.isType(fun, scope)) {
      for (const arg of e.args) this.value(arg, 'conversion');
      return;
    }
    const { targets, selection } = infer.targetsOf(fun, scope);
    const std = this.stdName(fun, selection);
    if (fun.kind === Kind.SelectorExpr) {
      if (this.lockCall(fun, e, selection)) return;
      if (std === '' || selection !== null) this.expr(fun.x);
    } else if (fun.kind !== Kind.Ident && fun.kind !== Kind.FuncLit) this.expr(fun);
    this.stdAccess(std, e);
    this.arguments(e, fun, targets, std);
    this.record(e, targets, std);
    if (fun.kind === Kind.FuncLit) this.literal(fun, 'inline');
    this.afterCall(e, fun, targets, std);
  }

  private record(e: ast.CallExpr, targets: readonly Fn[], std: string): void {
    const { fn, locks, ranges, deferred, after } = this;
    const call = {
      node: e,
      from: fn,
      targets,
      std,
      locks,
      ranges,
      deferred,
      after,
      unpublished: this.receiverUnpublished(e),
    };
    fn.calls.push(call);
    for (const target of targets) target.callers.push(call);
  }

  private receiverUnpublished(e: ast.CallExpr): boolean {
    if (this.spawned || e.fun.kind !== Kind.SelectorExpr) return this.fn.name === 'init' && !this.spawned;
    const place = this.pkg.places.of(e.fun.x, this.fn.scope);
    return place !== null && this.unpublished(place);
  }

  private stdName(fun: ast.Expr, selection: Selection | null): string {
    if (fun.kind !== Kind.SelectorExpr) return '';
    if (selection?.kind === 'std-method')
      return `(${selection.holder.pkg}.${selection.holder.name}).${fun.sel.name}`;
    const path = this.pkg.infer.types.packageOf(fun.x, this.fn.scope);
    return path === null ? '' : `${path}.${fun.sel.name}`;
  }

  /** True when it was one that is done with here. */
  private builtin(name: string, e: ast.CallExpr): boolean {
    const first = e.args[0];
    switch (name) {
      case 'delete':
      case 'clear':
      case 'len':
        if (first === undefined) return true;
        if (this.isMap(first)) this.access(name, first, e, name === 'delete' ? e.args[1] : undefined);
        for (const arg of e.args) this.expr(arg);
        if (name !== 'len') this.builtinCall(name, e);
        return true;
      case 'panic':
        for (const arg of e.args) this.expr(arg);
        this.ended = true;
        return true;
      case 'make':
      case 'new':
        for (const arg of e.args.slice(1)) this.expr(arg);
        return true;
      case 'append':
        for (const arg of e.args) this.value(arg, 'literal');
        return true;
      case 'close':
        if (first !== undefined) this.expr(first);
        this.after |= Sync.send;
        this.builtinCall(name, e);
        return true;
      case 'recover':
        this.builtinCall(name, e);
        return true;
      default:
        return false;
    }
  }

  private builtinCall(name: string, e: ast.CallExpr): void {
    this.record(e, [], `builtin.${name}`);
  }

  /** `mu.Lock()` and its kin, also promoted from an embedded mutex, on types that are not known, or by a like name. */
  private lockCall(fun: ast.SelectorExpr, e: ast.CallExpr, selection: Selection | null): boolean {
    const operation = lockOperations.get(fun.sel.name);
    if (operation === undefined || (e.args.length > 0 && selection?.kind !== 'method')) return false;
    const { places } = this.pkg;
    if (selection?.kind === 'method') {
      this.pkg.demand(selection.fn);
      const { summary } = selection.fn;
      // A helper that takes or gives back a lock inside: its summary says which.
      if (summary.acquires.length > 0 || summary.releases.length > 0) return false;
    }
    let place = places.of(fun.x, this.fn.scope);
    if (place !== null && selection?.kind === 'std-method' && selection.steps !== '')
      place = places.promoted(place, selection.steps) ?? place;
    const lock = lockOperation(operation, place, exprText(fun.x, this.fn.file.source.text), e, this.fn);
    if (lock.entity.lock === '' && selection?.kind === 'std-method') return false;
    this.fn.lockOperations.push({
      entity: lock.entity,
      path: lock.path,
      op: operation.op,
      node: e,
      deferred: this.deferred,
    });
    this.record(e, selection?.kind === 'method' ? [selection.fn] : [], this.stdName(fun, selection));
    if (this.deferred) {
      if (!operation.takes) this.undone.add(lock.path);
    } else if (operation.takes) this.take(lock);
    else this.give(lock);
    return true;
  }

  /** What functions of the standard library do to maps they are given. */
  private stdAccess(std: string, e: ast.CallExpr): void {
    const kinds = std === '' ? undefined : stdMapCalls.get(std);
    if (kinds === undefined) return;
    kinds.forEach((kind, i) => {
      const arg = e.args[i];
      if (kind !== null && arg !== undefined && this.isMap(arg)) this.access(kind, unparen(arg), e);
    });
  }

  private arguments(e: ast.CallExpr, fun: ast.Expr, targets: readonly Fn[], std: string): void {
    const known = stdMapCalls.get(std);
    const target = std !== '' ? std : `call ${exprText(fun, this.fn.file.source.text)}`;
    const starts = this.startsArgument(fun, targets, std, e);
    for (let i = 0; i < e.args.length; i++) {
      const arg = unparen(e.args[i]!);
      if (known?.[i] != null) this.expr(arg);
      else if (
        starts !== null &&
        (starts.param < 0 || starts.param === i) &&
        this.startsFunction(arg, e, starts.kind)
      )
        continue;
      else if (arg.kind === Kind.FuncLit) this.passLiteral(arg, e, i, targets, std);
      else this.value(arg, target);
    }
  }

  /** Does the call start a function it is given? -1: whichever argument is one. */
  private startsArgument(
    fun: ast.Expr,
    targets: readonly Fn[],
    std: string,
    e: ast.CallExpr,
  ): { kind: Spawn['kind']; param: number } | null {
    if (std === 'time.AfterFunc') return { kind: 'timer', param: 1 };
    if (fun.kind !== Kind.SelectorExpr) return null;
    const name = fun.sel.name;
    if (name === 'Go' && targets.length === 0 && e.args.length <= 2) return { kind: 'group', param: -1 };
    if ((name === 'HandleFunc' || name === 'Handle') && targets.length === 0)
      return { kind: 'handler', param: -1 };
    return null;
  }

  /** An argument that is a function and is started. */
  private startsFunction(arg: ast.Expr, call: ast.CallExpr, kind: Spawn['kind']): boolean {
    if (arg.kind === Kind.FuncLit) {
      if (kind === 'handler' && !this.isHandler(arg)) return false;
      this.spawn(kind, call, arg, []);
      return true;
    }
    if (arg.kind !== Kind.Ident && arg.kind !== Kind.SelectorExpr) return false;
    const { targets } = this.pkg.infer.targetsOf(arg, this.fn.scope);
    if (targets.length !== 1 || kind === 'handler') return false;
    this.spawn(kind, call, arg, []);
    return true;
  }

  protected isHandler(e: ast.FuncLit): boolean {
    if (!isHandlerSignature(e.type, this.fn.scope) || this.fn.file.test) return false;
    for (let outer: Fn | null = this.fn; outer !== null; outer = outer.parent)
      if (isHandlerSignature(outer.node.type, outer.scope)) return false;
    return true;
  }

  /** Records that `fun` runs beside what follows. */
  protected spawn(kind: Spawn['kind'], node: ast.Node, fun: ast.Expr, args: readonly ast.Expr[]): void {
    const callee = unparen(fun);
    const { targets } = this.pkg.infer.targetsOf(callee, this.fn.scope);
    const loop = this.loops[0] ?? null;
    const spawn: FnSpawn = {
      kind,
      node,
      from: this.fn,
      target: targets[0] ?? null,
      multiple: kind === 'handler' || loop !== null,
      joined: null,
      args,
      ranges: this.ranges,
      locks: this.locks,
      after: this.after,
      loop,
      receiver: callee.kind === Kind.SelectorExpr ? callee.x : null,
    };
    this.fn.spawns.push(spawn);
    if (callee.kind === Kind.FuncLit) this.literal(callee, 'spawned');
    else if (callee.kind === Kind.SelectorExpr) this.expr(callee.x);
    this.spawned = true;
    this.noteParamCall(callee, true);
  }

  /** A call or start of a parameter that is a function: what callers pass runs there. */
  private noteParamCall(callee: ast.Expr, spawned: boolean): void {
    if (callee.kind !== Kind.Ident) return;
    const sym = this.pkg.infer.types.symOf(callee, this.fn.scope);
    if (sym?.role !== 'param' || sym.fn === null) return;
    const inSpawned = this.runsBeside(sym.fn);
    if (inSpawned === null) return;
    const list = this.pkg.paramCalls.get(sym.fn) ?? [];
    this.fn.callback ??= { node: callee, what: `callback ${sym.name}` };
    list.push({ fn: sym.fn, index: sym.index, locks: this.locks, spawned: spawned || inSpawned });
    this.pkg.paramCalls.set(sym.fn, list);
  }

  /** Does this code run in a goroutine that `owner` starts? Null when nobody knows when it runs. */
  private runsBeside(owner: Fn): boolean | null {
    for (let fn: Fn | null = this.fn; fn !== null && fn !== owner; fn = fn.parent) {
      if (fn.context === 'spawned') return true;
      if (fn.context === 'unknown') return null;
    }
    return false;
  }

  protected unknownLiteral(e: ast.FuncLit): void {
    if (this.isHandler(e)) this.spawn('handler', e, e, []);
    else this.literal(e, 'unknown');
  }

  private passLiteral(
    arg: ast.FuncLit,
    call: ast.CallExpr,
    index: number,
    targets: readonly Fn[],
    std: string,
  ): void {
    const fun = unparen(call.fun);
    if (this.isHandler(arg)) {
      this.spawn('handler', call, arg, []);
      return;
    }
    if (
      fun.kind === Kind.SelectorExpr &&
      fun.sel.name === 'Run' &&
      call.args.length === 2 &&
      targets.length === 0
    ) {
      if (this.fn.file.test && callsParallel(arg)) this.spawn('parallel-test', call, arg, []);
      else this.literal(arg, 'inline');
      return;
    }
    if (std.startsWith('(sync.Once)')) {
      this.after |= Sync.once;
      this.literal(arg, 'inline');
      return;
    }
    if (std !== '' && !std.includes('.Serve')) {
      this.literal(arg, 'inline');
      return;
    }
    const target = targets.length === 1 ? targets[0]! : undefined;
    const literal = this.literal(arg, target === undefined ? 'unknown' : 'passed');
    if (literal === undefined || target === undefined) return;
    const { fn, locks, ranges } = this;
    this.pkg.passed.push({
      literal,
      call,
      from: fn,
      target,
      param: index,
      locks,
      ranges,
      loop: this.loops[0] ?? null,
    });
  }

  private afterCall(e: ast.CallExpr, fun: ast.Expr, targets: readonly Fn[], std: string): void {
    if (endsProcess.has(std)) this.ended = true;
    this.noteParamCall(fun, false);
    if (fun.kind === Kind.SelectorExpr) {
      if (fun.sel.name === 'Wait' && !std.startsWith('(sync.Cond)')) {
        this.after |= Sync.wait;
        if (this.deferred) this.fn.deferredWait = true;
        else this.fn.joins.push({ node: e, channel: '' });
      }
      if (std.startsWith('(sync.Once)')) this.after |= Sync.once;
      else if (/^\(?sync\/atomic.*(?:Load|Swap)/.test(std)) this.after |= Sync.atomic;
    }
    const target = targets.length === 1 ? targets[0]! : undefined;
    if (target === undefined) return;
    this.pkg.demand(target);
    if (this.deferred) {
      for (const lock of target.summary.releases) this.undone.add(this.translated(lock, e, target).path);
      return;
    }
    if ((target.hasSync & (Sync.wait | Sync.receive)) !== 0) this.fn.joins.push({ node: e, channel: '' });
    this.after |= target.hasSync & (Sync.wait | Sync.receive | Sync.once | Sync.atomic | Sync.send);
    this.applyLocks(e, target);
  }

  /** Locks that a helper took or gave back, seen from here. */
  private applyLocks(e: ast.CallExpr, target: Fn): void {
    for (const lock of target.summary.releases) this.give(this.translated(lock, e, target));
    for (const lock of target.summary.acquires) this.take(this.translated(lock, e, target));
  }

  /** A lock of the callee by its path here. */
  private translated(lock: PlacedLock, e: ast.CallExpr, target: Fn): PlacedLock {
    const place =
      lock.place === null ? null : this.pkg.places.translate(lock.place, target, e, this.fn.scope);
    return { ...lock, place, from: e, path: place === null ? lock.path : place.root.name + place.steps };
  }
}

const endsProcess = new Set([
  'os.Exit',
  'runtime.Goexit',
  ...['Fatal', 'Fatalf', 'Fatalln', 'Panic', 'Panicf', 'Panicln'].flatMap((f) => [
    `log.${f}`,
    `(log.Logger).${f}`,
  ]),
  ...['Fatal', 'Fatalf', 'FailNow', 'Skip', 'Skipf', 'SkipNow'].flatMap((f) =>
    ['T', 'B', 'F', 'TB', 'common'].map((t) => `(testing.${t}).${f}`),
  ),
]);

/** Does the body call `t.Parallel()` in its first statements? */
const callsParallel = (literal: ast.FuncLit): boolean =>
  literal.body.list.slice(0, 5).some((s) => {
    const call = s.kind === Kind.ExprStmt ? unparen(s.x) : undefined;
    return (
      call?.kind === Kind.CallExpr && call.fun.kind === Kind.SelectorExpr && call.fun.sel.name === 'Parallel'
    );
  });

/** A value that stands for "I am in": `struct{}{}`, `true`, a number. */
export const isToken = (e: ast.Expr): boolean =>
  (e.kind === Kind.CompositeLit && e.type?.kind === Kind.StructType && e.elts.length === 0) ||
  (e.kind === Kind.Ident && (e.name === 'true' || e.name === 'nil')) ||
  (e.kind === Kind.BasicLit && e.tok === Token.INT);
