/** The second pass, expressions: accesses of maps, and where maps go. Calls are in walk-calls.ts. */
import * as ast from '../syntax/ast.ts';
import { unparen } from '../syntax/text.ts';
import { Token } from '../syntax/tokens.ts';
import { forEachChild } from '../syntax/walk.ts';
import { type Context, type Fn, Sync } from './function.ts';
import { type PackageState, WalkerState } from './walker-state.ts';

const { Kind } = ast;

export abstract class ExpressionWalker extends WalkerState {
  protected abstract call(e: ast.CallExpr): void;
  /** A literal that goes somewhere: a handler, or nobody knows. */
  protected abstract unknownLiteral(e: ast.FuncLit): void;
  /** Walks the body of a literal as a function of its own. */
  protected abstract literalBody(fn: Fn, context: Context): void;

  private readonly child: (node: ast.Node) => void;

  constructor(pkg: PackageState, fn: Fn) {
    super(pkg, fn);
    this.child = (node) => this.expr(node as ast.Expr);
  }

  /** Visits an expression whose value is used. */
  expr(e: ast.Expr): void {
    switch (e.kind) {
      case Kind.Ident:
        this.name(e);
        return;
      case Kind.BasicLit:
        return;
      case Kind.SelectorExpr:
        if (e.x.kind !== Kind.Ident) this.expr(e.x);
        this.methodValue(e);
        return;
      case Kind.IndexExpr:
        if (this.isMap(e.x)) this.access('read', e.x, e, e.index);
        this.expr(e.x);
        this.expr(e.index);
        return;
      case Kind.CallExpr:
        this.call(e);
        return;
      case Kind.FuncLit:
        this.unknownLiteral(e);
        return;
      case Kind.CompositeLit:
        for (const elt of e.elts) this.value(elt.kind === Kind.KeyValueExpr ? elt.value : elt, 'literal');
        return;
      case Kind.BinaryExpr:
        if (e.op === Token.EQL || e.op === Token.NEQ) this.comparison(e);
        this.expr(e.x);
        this.expr(e.y);
        return;
      case Kind.UnaryExpr:
        this.expr(e.x);
        if (e.op === Token.ARROW) this.received(e.x);
        return;
      case Kind.ArrayType:
      case Kind.MapType:
      case Kind.ChanType:
      case Kind.FuncType:
      case Kind.StructType:
      case Kind.InterfaceType:
        return;
      default:
        forEachChild(e, this.child);
    }
  }

  /** The name of a function as a value: whoever gets it may call it. */
  private name(e: ast.Ident): void {
    const sym = this.pkg.infer.types.symOf(e, this.fn.scope);
    if (sym === null || (sym.role !== 'func' && sym.init?.kind !== Kind.FuncLit)) return;
    const fn = this.pkg.infer.functionOf(sym);
    if (fn !== undefined) fn.valueUsed = true;
  }

  private methodValue(e: ast.SelectorExpr): void {
    if (!this.pkg.infer.types.index.methodNames.has(e.sel.name)) return;
    for (const fn of this.pkg.infer.targetsOf(e, this.fn.scope).targets) fn.valueUsed = true;
  }

  private comparison(e: ast.BinaryExpr): void {
    const [x, y] = [unparen(e.x), unparen(e.y)];
    const other = isNil(y) ? x : isNil(x) ? y : undefined;
    if (other !== undefined && this.isMap(other)) this.access('len', other, e);
  }

  /** Visits an expression whose value goes to `target`: a map that goes somewhere is shared with it. */
  value(e: ast.Expr, target: string): void {
    const x = unparen(e);
    const names =
      x.kind === Kind.Ident ||
      x.kind === Kind.SelectorExpr ||
      x.kind === Kind.IndexExpr ||
      (x.kind === Kind.UnaryExpr && x.op === Token.AND) ||
      x.kind === Kind.StarExpr;
    if (names && this.isMap(x)) this.access('escape', x, e, undefined, target);
    this.expr(x);
  }

  /** Visits what is assigned to. */
  assigned(e: ast.Expr): void {
    const x = unparen(e);
    if (x.kind === Kind.IndexExpr) {
      if (this.isMap(x.x)) this.access('write', x.x, x, x.index);
      this.expr(x.x);
      this.expr(x.index);
      return;
    }
    if (x.kind === Kind.Ident || x.kind === Kind.SelectorExpr || x.kind === Kind.StarExpr) {
      if (this.isMap(x)) this.access('replace', x, x);
      if (x.kind === Kind.SelectorExpr) this.expr(x.x);
      return;
    }
    this.expr(x);
  }

  protected literal(e: ast.FuncLit, context: Context): Fn | undefined {
    const fn = this.pkg.infer.types.index.byNode.get(e);
    if (fn !== undefined) this.literalBody(fn, context);
    return fn;
  }

  /** `<-ch`: what happened before the send happened before what follows; and a token given back is a lock released. */
  protected received(channel: ast.Expr): void {
    const name = channelName(channel);
    // Nobody's work is behind `ctx.Done()`, `time.After` and tickers.
    if (name !== '') this.after |= this.loops.length > 0 ? Sync.loopReceive : Sync.receive;
    if (name !== '') this.fn.joins.push({ node: channel, channel: name });
    this.fn.channelOp ??= { node: channel, what: 'receive from a channel' };
    const place = this.pkg.places.of(channel, this.fn.scope);
    if (place === null) return;
    const held = this.locks.findIndex(
      (lock) => lock.place !== null && lock.place.root === place.root && lock.place.steps === place.steps,
    );
    if (held >= 0 && !this.deferred) this.locks = this.locks.filter((_, i) => i !== held);
  }
}

const isNil = (e: ast.Expr): boolean => e.kind === Kind.Ident && e.name === 'nil';

/** The last name of a channel: `done` of `<-c.done`; '' for what a call gives (`ctx.Done()`, `time.After`). */
export const channelName = (channel: ast.Expr): string => {
  const x = unparen(channel);
  if (x.kind === Kind.Ident) return x.name;
  if (x.kind === Kind.IndexExpr) return channelName(x.x);
  return x.kind === Kind.SelectorExpr && x.sel.name !== 'C' ? x.sel.name : '';
};
