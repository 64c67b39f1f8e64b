/** First pass over a top-level declaration: every local name with its range, every literal as a function of its own. */
import * as ast from '../syntax/ast.ts';
import { Token } from '../syntax/tokens.ts';
import { forEachChild } from '../syntax/walk.ts';
import { Fn } from './function.ts';
import { findLocal, type LocalTable, type Scope, Sym, type SymRole } from './symbols.ts';

const { Kind } = ast;

export class Declarer {
  private readonly scope: Scope;
  private readonly locals: LocalTable;
  private readonly functions: Fn[];
  private readonly byNode: Map<ast.Node, Fn>;
  private readonly mapUses: { node: ast.Expr; scope: Scope }[];
  private fn: Fn | null = null;
  /** Names of the block that is open: a `:=` in it assigns to these. */
  private block: Map<string, Sym> | null = null;
  private end = 0;
  private globCount = 0;

  constructor(
    scope: Scope & { locals: LocalTable },
    functions: Fn[],
    byNode: Map<ast.Node, Fn>,
    mapUses: { node: ast.Expr; scope: Scope }[],
  ) {
    this.scope = scope;
    this.mapUses = mapUses;
    this.locals = scope.locals;
    this.functions = functions;
    this.byNode = byNode;
  }

  /** Declares parameters and all below of a function; `fn` is entered before its literals. */
  function(
    fn: Fn,
    type: ast.FuncType,
    recv: ast.FieldList | undefined,
    body: ast.BlockStmt | undefined,
  ): void {
    this.functions.push(fn);
    this.byNode.set(fn.node, fn);
    const [outerFn, outerBlock, outerEnd] = [this.fn, this.block, this.end];
    this.fn = fn;
    this.block = null;
    this.end = fn.node.end;
    if (recv !== undefined) this.receiver(fn, recv);
    if (type.typeParams !== undefined) this.typeParams(type.typeParams);
    fn.paramSyms = this.params(type.params, 'param', fn.node.pos);
    if (type.results !== undefined) fn.resultSyms = this.params(type.results, 'result', fn.node.pos);
    if (body !== undefined) this.statements(body.list);
    this.fn = outerFn;
    this.block = outerBlock;
    this.end = outerEnd;
  }

  /** Values of a package variable: their literals are functions too. */
  packageValue(value: ast.Expr): void {
    this.end = Number.POSITIVE_INFINITY;
    this.expr(value);
  }

  private enter(node: ast.Ident, role: SymRole, from: number): Sym {
    const sym = new Sym(node.name, role, node, this.scope, from, this.end, this.fn);
    if (node.name === '_') return sym;
    const list = this.locals.get(node.name);
    if (list === undefined) this.locals.set(node.name, [sym]);
    else list.push(sym);
    this.block ??= new Map();
    this.block.set(node.name, sym);
    return sym;
  }

  private receiver(fn: Fn, recv: ast.FieldList): void {
    const field = recv.list[0];
    if (field === undefined) return;
    for (const param of receiverTypeParams(field.type)) {
      const sym = this.enter(param, 'type', fn.node.pos);
      sym.typeParam = true;
    }
    const name = field.names[0];
    if (name === undefined) return;
    const sym = this.enter(name, 'receiver', fn.node.pos);
    sym.typeExpr = field.type;
    fn.receiverSym = sym;
  }

  private typeParams(list: ast.FieldList): void {
    for (const field of list.list)
      for (const name of field.names) {
        const sym = this.enter(name, 'type', list.pos);
        sym.typeParam = true;
        sym.typeExpr = field.type;
      }
  }

  private params(list: ast.FieldList, role: SymRole, from: number): Sym[] {
    const syms: Sym[] = [];
    for (const field of list.list) {
      const variadic = field.type.kind === Kind.Ellipsis;
      const type = field.type.kind === Kind.Ellipsis ? field.type.elt : field.type;
      if (field.names.length === 0) {
        const sym = new Sym('_', role, field, this.scope, from, this.end, this.fn);
        sym.typeExpr = type;
        sym.variadic = variadic;
        sym.index = syms.length;
        syms.push(sym);
      }
      for (const name of field.names) {
        const sym = this.enter(name, role, from);
        sym.typeExpr = type;
        sym.variadic = variadic;
        sym.index = syms.length;
        syms.push(sym);
      }
    }
    return syms;
  }

  /** Methods, no closures: there is one of these calls for each block of a program. */
  private inBlock<N extends ast.Node>(node: N, parts: (this: Declarer, node: N) => void): void {
    const { block, end } = this;
    this.block = null;
    this.end = node.end;
    parts.call(this, node);
    this.block = block;
    this.end = end;
  }

  private blockParts(s: ast.BlockStmt): void {
    this.statements(s.list);
  }

  private ifParts(s: ast.IfStmt): void {
    if (s.init !== undefined) this.statement(s.init);
    this.expr(s.cond);
    this.statement(s.body);
    if (s.else !== undefined) this.statement(s.else);
  }

  private forParts(s: ast.ForStmt): void {
    if (s.init !== undefined) this.statement(s.init);
    if (s.cond !== undefined) this.expr(s.cond);
    if (s.post !== undefined) this.statement(s.post);
    this.statement(s.body);
  }

  private clauseParts(s: ast.CaseClause | ast.CommClause): void {
    if (s.kind === Kind.CommClause && s.comm !== undefined) this.statement(s.comm);
    this.statements(s.body);
  }

  private statements(list: readonly ast.Stmt[]): void {
    for (let i = 0; i < list.length; i++) this.statement(list[i]!);
  }

  private statement(s: ast.Stmt): void {
    switch (s.kind) {
      case Kind.BlockStmt:
        this.inBlock(s, this.blockParts);
        return;
      case Kind.AssignStmt:
        this.assign(s);
        return;
      case Kind.DeclStmt:
        if (s.decl.kind === Kind.GenDecl) this.declaration(s.decl);
        return;
      case Kind.IfStmt:
        this.inBlock(s, this.ifParts);
        return;
      case Kind.ForStmt:
        this.inBlock(s, this.forParts);
        return;
      case Kind.RangeStmt:
        this.inBlock(s, this.range);
        return;
      case Kind.SwitchStmt:
      case Kind.TypeSwitchStmt:
        this.inBlock(s, this.switch);
        return;
      case Kind.SelectStmt:
        this.statements(s.body.list);
        return;
      case Kind.CaseClause:
        if (s.list !== undefined) for (const e of s.list) this.expr(e);
        this.inBlock(s, this.clauseParts);
        return;
      case Kind.CommClause:
        this.inBlock(s, this.clauseParts);
        return;
      case Kind.LabeledStmt:
        this.statement(s.stmt);
        return;
      case Kind.ReturnStmt:
        if (this.fn !== null) this.fn.returns.push(s);
        for (const e of s.results) this.expr(e);
        return;
      case Kind.ExprStmt:
        this.expr(s.x);
        return;
      case Kind.GoStmt:
      case Kind.DeferStmt:
        this.expr(s.call);
        return;
      case Kind.SendStmt:
        this.expr(s.chan);
        this.expr(s.value);
        return;
      case Kind.IncDecStmt:
        this.assigned(s.x);
        this.expr(s.x);
        return;
      default:
        return;
    }
  }

  private assign(s: ast.AssignStmt): void {
    for (const e of s.rhs) this.expr(e);
    const only = s.rhs.length === 1 && s.lhs.length === 2 ? s.rhs[0]! : undefined;
    if (only?.kind === Kind.IndexExpr) this.mapUses.push({ node: only.x, scope: this.scope });
    if (s.tok !== Token.DEFINE) {
      for (const e of s.lhs) {
        this.assigned(e);
        this.expr(e);
      }
      return;
    }
    for (let i = 0; i < s.lhs.length; i++) {
      const name = s.lhs[i]!;
      if (name.kind !== Kind.Ident || name.name === '_') continue;
      const known = this.block?.get(name.name);
      if (known !== undefined) {
        known.assigns++;
        continue;
      }
      const sym = this.enter(name, 'local', s.end);
      this.initialise(sym, s.rhs, s.lhs.length, i);
    }
  }

  private initialise(sym: Sym, values: readonly ast.Expr[], names: number, index: number): void {
    if (values.length === names) sym.init = values[index];
    else if (values.length === 1) {
      sym.init = values[0];
      sym.initIndex = index;
    }
  }

  private declaration(decl: ast.GenDecl): void {
    for (const spec of decl.specs) {
      if (spec.kind === Kind.TypeSpec) {
        // A local type is visible in itself.
        const sym = this.enter(spec.name, 'type', spec.pos);
        sym.spec = spec;
        if (spec.typeParams !== undefined) this.typeParams(spec.typeParams);
        this.expr(spec.type);
      } else if (spec.kind === Kind.ValueSpec) {
        for (const value of spec.values) this.expr(value);
        for (let i = 0; i < spec.names.length; i++) {
          const sym = this.enter(spec.names[i]!, decl.tok === Token.CONST ? 'const' : 'local', spec.end);
          sym.typeExpr = spec.type;
          this.initialise(sym, spec.values, spec.names.length, i);
        }
      }
    }
  }

  private range(s: ast.RangeStmt): void {
    this.expr(s.x);
    const parts = [s.key, s.value];
    for (let part = 0; part < 2; part++) {
      const name = parts[part];
      if (name === undefined) continue;
      if (s.tok !== Token.DEFINE) {
        this.assigned(name);
        this.expr(name);
      } else if (name.kind === Kind.Ident) {
        const sym = this.enter(name, 'local', s.body.pos);
        sym.range = s;
        sym.rangePart = part;
      }
    }
    this.statement(s.body);
  }

  private switch(s: ast.SwitchStmt | ast.TypeSwitchStmt): void {
    if (s.init !== undefined) this.statement(s.init);
    if (s.kind === Kind.SwitchStmt) {
      if (s.tag !== undefined) this.expr(s.tag);
      this.statements(s.body.list);
      return;
    }
    const assign = s.assign;
    if (assign.kind !== Kind.AssignStmt || assign.lhs[0]?.kind !== Kind.Ident) {
      this.statement(assign);
      this.statements(s.body.list);
      return;
    }
    const name = assign.lhs[0];
    const value = assign.rhs[0];
    if (value !== undefined) this.expr(value);
    for (const clause of s.body.list) {
      if (clause.kind !== Kind.CaseClause) continue;
      this.inBlock(clause, () => {
        const sym = this.enter(name, 'local', clause.pos);
        sym.init = value;
        if (clause.list?.length === 1) sym.typeExpr = clause.list[0];
        this.statements(clause.body);
      });
    }
  }

  /** `x = …`, `x++`: the name is no alias any more. */
  private assigned(e: ast.Expr): void {
    if (e.kind !== Kind.Ident) return;
    const sym = findLocal(this.locals, e.name, e.pos);
    if (sym !== undefined) sym.assigns++;
  }

  private expr(e: ast.Expr): void {
    switch (e.kind) {
      case Kind.Ident:
      case Kind.BasicLit:
        return;
      case Kind.SelectorExpr:
      case Kind.ParenExpr:
      case Kind.StarExpr:
        this.expr(e.x);
        return;
      case Kind.UnaryExpr:
        if (e.op === Token.AND && e.x.kind === Kind.Ident) this.addressed(e.x);
        this.expr(e.x);
        return;
      case Kind.FuncLit:
        this.literal(e);
        return;
      case Kind.CallExpr:
        this.expr(e.fun);
        for (const arg of e.args) this.expr(arg);
        if (e.fun.kind === Kind.Ident && e.fun.name === 'delete' && e.args.length === 2)
          this.mapUses.push({ node: e.args[0]!, scope: this.scope });
        return;
      default:
        forEachChild(e, this.child);
    }
  }

  /** `&m` of a local map: whoever has the pointer may give it another map. */
  private addressed(e: ast.Ident): void {
    const sym = findLocal(this.locals, e.name, e.pos);
    if (sym?.init !== undefined && sym.init.kind !== Kind.CompositeLit) sym.assigns++;
  }

  private readonly child = (node: ast.Node): void => this.expr(node as ast.Expr);

  private literal(e: ast.FuncLit): void {
    const parent = this.fn;
    let name = `glob..func${++this.globCount}`;
    if (parent !== null) {
      const number = parent.literals.length + 1;
      name = parent.parent === null ? `${parent.name}.func${number}` : `${parent.name}.${number}`;
    }
    const fn = new Fn(name, e, this.scope.file, parent, this.scope);
    parent?.literals.push(fn);
    this.function(fn, e.type, undefined, e.body);
  }
}

/** `K` and `V` of the receiver type `*cache[K, V]`. */
const receiverTypeParams = (type: ast.Expr): ast.Ident[] => {
  let inner = type;
  while (inner.kind === Kind.StarExpr || inner.kind === Kind.ParenExpr) inner = inner.x;
  if (inner.kind === Kind.IndexExpr) return inner.index.kind === Kind.Ident ? [inner.index] : [];
  if (inner.kind !== Kind.IndexListExpr) return [];
  return inner.indices.filter((i): i is ast.Ident => i.kind === Kind.Ident);
};
