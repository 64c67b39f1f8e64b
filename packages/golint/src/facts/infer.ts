/** Types of expressions and variables, asked when they are needed. */
import * as ast from '../syntax/ast.ts';
import { unparen } from '../syntax/text.ts';
import { Token } from '../syntax/tokens.ts';
import type { Fn } from './function.ts';
import { basic, bool, deref, int, notKnown, pointerTo, string, substitute, unify } from './go-types.ts';
import type { GoType } from './model.ts';
import { type Selection, select } from './selections.ts';
import { stdFunction, stdVariable } from './std.ts';
import type { Scope, Sym } from './symbols.ts';
import type { Types } from './types.ts';

const { Kind } = ast;
const maxDepth = 48;
const literalTypes = new Map<number, GoType>([
  [Token.INT, int],
  [Token.FLOAT, basic('float64')],
  [Token.IMAG, basic('complex128')],
  [Token.CHAR, basic('rune')],
  [Token.STRING, string],
]);
const comparisons = new Set<number>([
  Token.EQL,
  Token.NEQ,
  Token.LSS,
  Token.LEQ,
  Token.GTR,
  Token.GEQ,
  Token.LAND,
  Token.LOR,
]);

interface Targets {
  readonly targets: readonly Fn[];
  readonly selection: Selection | null;
}
const nobody: Targets = { targets: [], selection: null };

export class Infer {
  readonly types: Types;
  private readonly signatures = new Map<ast.FuncType, Extract<GoType, { kind: 'func' }>>();
  private depth = 0;

  constructor(types: Types) {
    this.types = types;
  }

  /** The type of a declared name. */
  ofSym(sym: Sym): GoType {
    if (sym.type !== undefined) return sym.type;
    if (sym.role === 'type') return notKnown;
    if (sym.resolving) return notKnown;
    sym.resolving = true;
    const type = this.declaredType(sym);
    sym.resolving = false;
    sym.type = type;
    return type;
  }

  private declaredType(sym: Sym): GoType {
    const { scope } = sym;
    if (sym.role === 'func') {
      const node = sym.node;
      return node.kind === Kind.FuncDecl ? this.signature(node.type, scope) : notKnown;
    }
    if (sym.typeExpr !== undefined) {
      const type = this.types.fromExpr(sym.typeExpr, scope, sym.role === 'package-var' ? sym.name : '');
      return sym.variadic ? { kind: 'slice', elem: type } : type;
    }
    if (sym.range !== undefined) return this.rangePart(this.typeOf(sym.range.x, scope), sym.rangePart);
    if (sym.init === undefined) return sym.role === 'const' ? int : notKnown;
    const owner = sym.role === 'package-var' ? sym.name : '';
    if (sym.initIndex < 0) return this.typeOf(sym.init, scope, owner);
    return this.valueOf(unparen(sym.init), sym.initIndex, scope);
  }

  /** The value at `index` of an expression that gives several. */
  private valueOf(e: ast.Expr, index: number, scope: Scope): GoType {
    if (e.kind === Kind.CallExpr) {
      const type = this.typeOf(e, scope);
      return type.kind === 'tuple' ? (type.elems[index] ?? notKnown) : notKnown;
    }
    // Comma-ok forms: an element, an assertion, a receive.
    return index === 0 ? this.typeOf(e, scope) : bool;
  }

  /** What `for part0, part1 := range x` gives for an `x` of this type. */
  rangePart(type: GoType, part: number): GoType {
    const structure = this.types.underlying(type);
    switch (structure.kind) {
      case 'map':
        return part === 0 ? structure.key : structure.elem;
      case 'slice':
      case 'array':
        return part === 0 ? int : structure.elem;
      case 'pointer': {
        const behind = this.types.underlying(structure.elem);
        return part === 0 ? int : behind.kind === 'array' ? behind.elem : notKnown;
      }
      case 'chan':
        return structure.elem;
      case 'basic':
        return structure.name === 'string' ? (part === 0 ? int : basic('rune')) : type;
      case 'func': {
        // An iterator; those of package iter have their element types as arguments.
        if (type.kind === 'named' && type.pkg === 'iter') return type.args[part] ?? notKnown;
        const yields = structure.params[0];
        return yields?.kind === 'func' ? (yields.params[part] ?? notKnown) : notKnown;
      }
      default:
        return notKnown;
    }
  }

  signature(type: ast.FuncType, scope: Scope): Extract<GoType, { kind: 'func' }> {
    let known = this.signatures.get(type);
    if (known === undefined) this.signatures.set(type, (known = this.types.funcType(type, scope)));
    return known;
  }

  /** `owner` names the fields of an anonymous struct literal. */
  typeOf(e: ast.Expr, scope: Scope, owner = ''): GoType {
    if (this.depth > maxDepth) return notKnown;
    this.depth++;
    const type = this.infer(e, scope, owner);
    this.depth--;
    return type;
  }

  private infer(e: ast.Expr, scope: Scope, owner: string): GoType {
    switch (e.kind) {
      case Kind.Ident:
        return this.ofIdent(e, scope);
      case Kind.BasicLit:
        return literalTypes.get(e.tok) ?? notKnown;
      case Kind.CompositeLit:
        return e.type === undefined ? notKnown : this.types.fromExpr(e.type, scope, owner);
      case Kind.FuncLit:
        return this.signature(e.type, scope);
      case Kind.ParenExpr:
        return this.typeOf(e.x, scope, owner);
      case Kind.StarExpr: {
        const type = this.types.underlying(this.typeOf(e.x, scope));
        return type.kind === 'pointer' ? type.elem : notKnown;
      }
      case Kind.UnaryExpr:
        return this.unary(e, scope, owner);
      case Kind.BinaryExpr:
        if (comparisons.has(e.op)) return bool;
        return this.typeOf(e.x.kind === Kind.BasicLit ? e.y : e.x, scope);
      case Kind.SelectorExpr:
        return this.selector(e, scope);
      case Kind.IndexExpr:
        return this.element(e, scope);
      case Kind.IndexListExpr:
        return this.typeOf(e.x, scope);
      case Kind.SliceExpr: {
        const type = this.typeOf(e.x, scope);
        const structure = this.types.underlying(deref(type));
        return structure.kind === 'array' ? { kind: 'slice', elem: structure.elem } : type;
      }
      case Kind.CallExpr:
        return this.call(e, scope);
      case Kind.TypeAssertExpr:
        return e.type === undefined ? this.typeOf(e.x, scope) : this.types.fromExpr(e.type, scope);
      default:
        return notKnown;
    }
  }

  private ofIdent(e: ast.Ident, scope: Scope): GoType {
    const sym = this.types.symOf(e, scope);
    if (sym !== null) return this.ofSym(sym);
    if (e.name === 'true' || e.name === 'false') return bool;
    if (e.name === 'iota') return int;
    return notKnown;
  }

  private unary(e: ast.UnaryExpr, scope: Scope, owner: string): GoType {
    if (e.op === Token.AND) return pointerTo(this.typeOf(e.x, scope, owner));
    if (e.op === Token.NOT) return bool;
    const type = this.typeOf(e.x, scope);
    if (e.op !== Token.ARROW) return type;
    const structure = this.types.underlying(type);
    return structure.kind === 'chan' ? structure.elem : notKnown;
  }

  private element(e: ast.IndexExpr, scope: Scope): GoType {
    const type = this.typeOf(e.x, scope);
    const structure = this.types.underlying(type);
    switch (structure.kind) {
      case 'map':
      case 'slice':
      case 'array':
        return structure.elem;
      case 'pointer': {
        const behind = this.types.underlying(structure.elem);
        return behind.kind === 'array' ? behind.elem : notKnown;
      }
      case 'basic':
        return structure.name === 'string' ? basic('byte') : notKnown;
      case 'func':
        return structure;
      default:
        return notKnown;
    }
  }

  private selector(e: ast.SelectorExpr, scope: Scope): GoType {
    const path = this.types.packageOf(e.x, scope);
    if (path !== null) {
      const variable = stdVariable(path, e.sel.name);
      return variable === undefined ? notKnown : this.types.stdTypeOf(variable, path);
    }
    const found = this.select(e, scope);
    if (found === null) return notKnown;
    if (found.kind === 'field') return found.type;
    if (found.kind === 'method') {
      const node = found.fn.node;
      return substitute(this.signature(node.type, found.fn.scope), this.methodBindings(found));
    }
    return found.kind === 'interface-method' ? found.type : notKnown;
  }

  /** The parameters of a generic method are named in its receiver, not as in the declaration of the type. */
  private methodBindings(found: Extract<Selection, { kind: 'method' }>): ReadonlyMap<string, GoType> {
    if (found.bindings.size === 0) return found.bindings;
    const written = found.fn.receiverSym?.typeExpr;
    let inner = written;
    while (inner !== undefined && (inner.kind === Kind.StarExpr || inner.kind === Kind.ParenExpr))
      inner = inner.x;
    const names =
      inner?.kind === Kind.IndexExpr
        ? [inner.index]
        : inner?.kind === Kind.IndexListExpr
          ? inner.indices
          : [];
    const values = [...found.bindings.values()];
    const bindings = new Map<string, GoType>();
    names.forEach((name, i) => {
      const value = values[i];
      if (name.kind === Kind.Ident && value !== undefined) bindings.set(name.name, value);
    });
    return bindings;
  }

  /** What `x.sel` is, where `x` is a value (not a package). */
  select(e: ast.SelectorExpr, scope: Scope): Selection | null {
    const type = this.types.isType(e.x, scope) ? this.types.fromExpr(e.x, scope) : this.typeOf(e.x, scope);
    return select(this.types, type, e.sel.name);
  }

  private call(e: ast.CallExpr, scope: Scope): GoType {
    const fun = unparen(e.fun);
    if (fun.kind === Kind.Ident && this.types.isPredeclared(fun, scope)) {
      const builtin = this.builtin(fun.name, e, scope);
      if (builtin !== undefined) return builtin;
    }
    if (this.types.isType(fun, scope)) return this.types.fromExpr(fun, scope);
    if (fun.kind === Kind.SelectorExpr) {
      const std = this.stdCall(fun, e, scope);
      if (std !== undefined) return std;
    }
    const type = this.types.underlying(this.typeOf(fun, scope));
    if (type.kind !== 'func') return notKnown;
    const results = this.bound(type, fun, e, scope);
    return results.length === 1 ? results[0]! : { kind: 'tuple', elems: results };
  }

  private stdCall(fun: ast.SelectorExpr, e: ast.CallExpr, scope: Scope): GoType | undefined {
    const path = this.types.packageOf(fun.x, scope);
    let results: GoType[];
    if (path !== null) {
      const written = stdFunction(path, fun.sel.name);
      if (written === undefined) return undefined;
      const same = /^=(\d+)$/.exec(written);
      if (same !== null) {
        const arg = e.args[Number(same[1])];
        return arg === undefined ? notKnown : this.typeOf(arg, scope);
      }
      results = this.types.stdResults(written, path);
    } else {
      const found = this.select(fun, scope);
      if (found?.kind !== 'std-method') return undefined;
      results = this.types.stdResults(found.results, found.holder.pkg);
    }
    return results.length === 1 ? results[0] : { kind: 'tuple', elems: results };
  }

  /** Results of a call with what the arguments say of type parameters. */
  private bound(
    type: Extract<GoType, { kind: 'func' }>,
    fun: ast.Expr,
    e: ast.CallExpr,
    scope: Scope,
  ): readonly GoType[] {
    const generic = this.typeParamsOf(fun, scope);
    if (generic.length === 0) return type.results;
    const bindings = new Map<string, GoType>();
    const explicit =
      fun.kind === Kind.IndexExpr ? [fun.index] : fun.kind === Kind.IndexListExpr ? fun.indices : [];
    explicit.forEach((arg, i) => {
      const name = generic[i];
      if (name !== undefined) bindings.set(name, this.types.fromExpr(arg, scope));
    });
    for (let i = 0; i < e.args.length && i < type.params.length; i++)
      unify(type.params[i]!, this.typeOf(e.args[i]!, scope), bindings);
    for (const name of generic) if (!bindings.has(name)) bindings.set(name, notKnown);
    return type.results.map((result) => substitute(result, bindings));
  }

  private typeParamsOf(fun: ast.Expr, scope: Scope): string[] {
    const name = fun.kind === Kind.IndexExpr || fun.kind === Kind.IndexListExpr ? fun.x : fun;
    if (name.kind !== Kind.Ident) return [];
    const node = this.types.symOf(name, scope)?.node;
    if (node?.kind !== Kind.FuncDecl || node.type.typeParams === undefined) return [];
    return node.type.typeParams.list.flatMap((field) => field.names.map((n) => n.name));
  }

  private builtin(name: string, e: ast.CallExpr, scope: Scope): GoType | undefined {
    const first = e.args[0];
    switch (name) {
      case 'make':
        return first === undefined ? notKnown : this.types.fromExpr(first, scope);
      case 'new':
        if (first === undefined) return notKnown;
        return pointerTo(
          this.types.isType(first, scope) ? this.types.fromExpr(first, scope) : this.typeOf(first, scope),
        );
      case 'append':
      case 'min':
      case 'max':
        return first === undefined ? notKnown : this.typeOf(first, scope);
      case 'len':
      case 'cap':
      case 'copy':
        return int;
      case 'recover':
        return { kind: 'interface', methods: [] };
      default:
        return undefined;
    }
  }

  /** The functions of the package that a call may reach: one, or the methods behind an interface (at most eight). */
  targetsOf(fun: ast.Expr, scope: Scope): Targets {
    const callee = unparen(fun);
    const { index } = this.types;
    if (callee.kind === Kind.FuncLit) {
      const fn = index.byNode.get(callee);
      return fn === undefined ? nobody : { targets: fn.alone, selection: null };
    }
    if (callee.kind === Kind.IndexExpr || callee.kind === Kind.IndexListExpr) {
      // An instantiation; an element of a slice or map of functions is nobody we know.
      return callee.x.kind === Kind.Ident && this.typeParamsOf(callee, scope).length > 0
        ? this.targetsOf(callee.x, scope)
        : nobody;
    }
    if (callee.kind === Kind.Ident) {
      const sym = this.types.symOf(callee, scope);
      const fn = sym === null ? undefined : this.functionOf(sym);
      return fn === undefined ? nobody : { targets: fn.alone, selection: null };
    }
    if (callee.kind !== Kind.SelectorExpr || this.types.packageOf(callee.x, scope) !== null) return nobody;
    const selection = this.select(callee, scope);
    if (selection?.kind === 'method') return { targets: selection.fn.alone, selection };
    if (selection?.kind === 'interface-method')
      return { targets: this.implementations(selection.holder, selection.name), selection };
    return { targets: [], selection };
  }

  /** The function a name holds: declared, or a variable that was given one literal and no other value. */
  functionOf(sym: Sym): Fn | undefined {
    const { index } = this.types;
    if (sym.role === 'func') return index.declared.get(sym.name);
    if (sym.init?.kind !== Kind.FuncLit) return undefined;
    const onlyValue = sym.role === 'package-var' ? sym.assigns <= 1 : sym.assigns === 0;
    return onlyValue ? index.byNode.get(sym.init) : undefined;
  }

  private readonly implementers = new Map<string, readonly Fn[]>();

  private implementations(holder: GoType, name: string): readonly Fn[] {
    if (holder.kind !== 'named' || holder.pkg !== '') return [];
    const key = `${holder.name}.${name}`;
    const known = this.implementers.get(key);
    if (known !== undefined) return known;
    const structure = this.types.underlying(holder);
    const found: Fn[] = [];
    if (structure.kind === 'interface' && structure.methods.length > 0)
      for (const methods of this.types.index.methods.values()) {
        const fn = methods.get(name);
        if (fn !== undefined && structure.methods.every((m) => methods.has(m))) found.push(fn);
        if (found.length > 8) break;
      }
    const few = found.length > 8 ? [] : found;
    this.implementers.set(key, few);
    return few;
  }
}
