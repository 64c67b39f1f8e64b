/** From type expressions to types, and the structure behind the name of one. */
import * as ast from '../syntax/ast.ts';
import { parseFile } from '../syntax/parse.ts';
import { Token } from '../syntax/tokens.ts';
import { embeddedName } from './embedded-name.ts';
import {
  basic,
  type DeclaredField,
  type NamedType,
  noBindings,
  notKnown,
  pointerTo,
  substitute,
  unknown,
} from './go-types.ts';
import type { GoType } from './model.ts';
import type { FileScope, PackageIndex } from './package-index.ts';
import { isStd, stdFields, stdType } from './std.ts';
import { fromStdExpr } from './std-types.ts';
import { findLocal, predeclaredTypes, type Scope, type Sym } from './symbols.ts';

const { Kind } = ast;
const maxDepth = 24;

/** What a name stands for where it is used. */
export type Resolved =
  | { kind: 'sym'; sym: Sym }
  | { kind: 'import'; path: string }
  | { kind: 'universe'; name: string };

export class Types {
  readonly index: PackageIndex;
  private readonly structs = new Map<ast.Node, GoType>();
  private readonly stdTypes = new Map<string, GoType>();
  /** By package and name. */
  private readonly stdStructures = new Map<string, Map<string, GoType>>();
  private depth = 0;

  constructor(index: PackageIndex) {
    this.index = index;
  }

  resolve(name: string, pos: number, scope: Scope): Resolved | null {
    if (scope.locals !== null) {
      const local = findLocal(scope.locals, name, pos);
      if (local !== undefined) return { kind: 'sym', sym: local };
    }
    const member = this.index.members.get(name);
    if (member !== undefined) return { kind: 'sym', sym: member };
    const path = scope.file.imports.get(name);
    if (path !== undefined) return { kind: 'import', path };
    return name === '_' ? null : { kind: 'universe', name };
  }

  /** The symbol a name stands for; null for imports, predeclared names and what is not declared here. */
  symOf(e: ast.Ident, scope: Scope): Sym | null {
    if (scope.locals !== null) {
      const local = findLocal(scope.locals, e.name, e.pos);
      if (local !== undefined) return local;
    }
    return this.index.members.get(e.name) ?? null;
  }

  /** Is the name declared nowhere in the package, and no import? */
  isPredeclared(e: ast.Ident, scope: Scope): boolean {
    return e.name !== '_' && this.symOf(e, scope) === null && !scope.file.imports.has(e.name);
  }

  /** The import path when `e` is the name of a package here. */
  packageOf(e: ast.Expr, scope: Scope): string | null {
    if (e.kind !== Kind.Ident) return null;
    const path = scope.file.imports.get(e.name);
    if (path === undefined || this.symOf(e, scope) !== null) return null;
    return path;
  }

  /** Is this expression a type (in a call: a conversion)? */
  isType(e: ast.Expr, scope: Scope): boolean {
    switch (e.kind) {
      case Kind.ArrayType:
      case Kind.MapType:
      case Kind.ChanType:
      case Kind.FuncType:
      case Kind.StructType:
      case Kind.InterfaceType:
        return true;
      case Kind.ParenExpr:
      case Kind.StarExpr:
      case Kind.IndexExpr:
      case Kind.IndexListExpr:
        return this.isType(e.x, scope);
      case Kind.Ident: {
        const sym = this.symOf(e, scope);
        if (sym !== null) return sym.role === 'type';
        return predeclaredTypes.has(e.name) && !scope.file.imports.has(e.name);
      }
      case Kind.SelectorExpr: {
        const path = this.packageOf(e.x, scope);
        return path !== null && stdType(path, e.sel.name) !== undefined;
      }
      default:
        return false;
    }
  }

  /** The type an expression writes down. `owner` names the fields of a struct that has no name of its own. */
  fromExpr(e: ast.Expr, scope: Scope, owner = ''): GoType {
    switch (e.kind) {
      case Kind.Ident:
        return this.namedIn(e, scope, []);
      case Kind.ParenExpr:
        return this.fromExpr(e.x, scope, owner);
      case Kind.StarExpr:
        return pointerTo(this.fromExpr(e.x, scope, owner));
      case Kind.SelectorExpr: {
        const path = this.packageOf(e.x, scope);
        return path === null ? notKnown : { kind: 'named', pkg: path, name: e.sel.name, args: [] };
      }
      case Kind.IndexExpr:
      case Kind.IndexListExpr: {
        const written = e.kind === Kind.IndexExpr ? [e.index] : e.indices;
        const args = written.map((arg) => this.fromExpr(arg, scope));
        if (e.x.kind === Kind.Ident) return this.namedIn(e.x, scope, args);
        const base = this.fromExpr(e.x, scope);
        return base.kind === 'named' ? { ...base, args } : base;
      }
      case Kind.MapType:
        return {
          kind: 'map',
          key: this.fromExpr(e.key, scope),
          elem: this.fromExpr(e.value, scope, owner === '' ? '' : `${owner}[]`),
        };
      case Kind.ArrayType: {
        const elem = this.fromExpr(e.elt, scope, owner === '' ? '' : `${owner}[]`);
        return { kind: e.len === undefined ? 'slice' : 'array', elem };
      }
      case Kind.ChanType:
        return { kind: 'chan', dir: e.dir, elem: this.fromExpr(e.value, scope) };
      case Kind.FuncType:
        return this.funcType(e, scope);
      case Kind.StructType:
        return this.structType(e, scope, owner);
      case Kind.InterfaceType:
        return {
          kind: 'interface',
          methods: e.methods.list.flatMap((field) => field.names.map((name) => name.name)),
        };
      case Kind.UnaryExpr:
        return e.op === Token.TILDE ? this.fromExpr(e.x, scope) : notKnown;
      case Kind.Ellipsis:
        return { kind: 'slice', elem: e.elt === undefined ? notKnown : this.fromExpr(e.elt, scope) };
      default:
        return notKnown;
    }
  }

  funcType(e: ast.FuncType, scope: Scope): Extract<GoType, { kind: 'func' }> {
    let variadic = false;
    const list = (fields: ast.FieldList | undefined): GoType[] =>
      (fields?.list ?? []).flatMap((field) => {
        const rest = field.type.kind === Kind.Ellipsis;
        if (rest) variadic = true;
        const type = this.fromExpr(field.type, scope);
        return field.names.length === 0 ? [type] : field.names.map(() => type);
      });
    const params = list(e.params);
    const paramsVariadic = variadic;
    return { kind: 'func', params, results: list(e.results), variadic: paramsVariadic };
  }

  private namedIn(e: ast.Ident, scope: Scope, args: readonly GoType[]): GoType {
    const found = this.resolve(e.name, e.pos, scope);
    if (found === null) return notKnown;
    if (found.kind === 'import') return notKnown;
    if (found.kind === 'sym') return found.sym.role === 'type' ? this.ofTypeSym(found.sym, args) : notKnown;
    const name = found.name;
    if (name === 'any' || name === 'comparable') return { kind: 'interface', methods: [] };
    if (name === 'error') return { kind: 'interface', methods: ['Error'] };
    if (predeclaredTypes.has(name)) return basic(name);
    for (const path of (scope.file as FileScope).dotImports ?? [])
      if (stdType(path, name) !== undefined) return { kind: 'named', pkg: path, name, args };
    return unknown(`${name} is not declared in the files that were read`);
  }

  private ofTypeSym(sym: Sym, args: readonly GoType[]): GoType {
    if (sym.typeParam) return this.typeParam(sym);
    const spec = sym.spec;
    if (spec === undefined) return notKnown;
    if (spec.assign >= 0 && spec.typeParams === undefined) {
      if (sym.type !== undefined) return sym.type;
      if (sym.resolving) return notKnown;
      sym.resolving = true;
      sym.type = this.fromExpr(spec.type, sym.scope, sym.name);
      sym.resolving = false;
      return sym.type;
    }
    if (args.length > 0) return { kind: 'named', pkg: '', name: sym.name, args, sym } as NamedType;
    if (sym.type === undefined)
      sym.type = { kind: 'named', pkg: '', name: sym.name, args: [], sym } as NamedType;
    return sym.type;
  }

  /** The core type of a constraint `~map[K]V`, written out or in an interface of one element. */
  private typeParam(sym: Sym): GoType {
    if (sym.type !== undefined) return sym.type;
    const type: { kind: 'type-param'; name: string; core: GoType | null } = {
      kind: 'type-param',
      name: sym.name,
      core: null,
    };
    sym.type = type;
    let constraint = sym.typeExpr;
    if (constraint?.kind === Kind.InterfaceType && constraint.methods.list.length === 1) {
      const only = constraint.methods.list[0]!;
      if (only.names.length === 0) constraint = only.type;
    }
    if (constraint !== undefined && (constraint.kind === Kind.UnaryExpr || constraint.kind === Kind.MapType))
      type.core = this.fromExpr(constraint, sym.scope);
    return type;
  }

  private structType(e: ast.StructType, scope: Scope, owner: string): GoType {
    const known = this.structs.get(e);
    if (known !== undefined) return known;
    const fields: DeclaredField[] = [];
    const type: GoType = { kind: 'struct', fields };
    this.structs.set(e, type);
    const name = owner === '' ? `struct@${e.pos}` : owner;
    const file = scope.file;
    for (const field of e.fields.list) {
      if (field.names.length === 0) {
        const embedded = embeddedName(field.type);
        const of = this.fromExpr(field.type, scope, `${name}.${embedded}`);
        fields.push({ name: embedded, type: of, embedded: true, owner: name, file, node: field });
      }
      for (const ident of field.names)
        fields.push({
          name: ident.name,
          type: this.fromExpr(field.type, scope, `${name}.${ident.name}`),
          embedded: false,
          owner: name,
          file,
          node: ident,
        });
    }
    return type;
  }

  /** Follows names to a structural type; `unknown` when it ends in another package. */
  underlying(type: GoType): GoType {
    if (type.kind === 'type-param') return type.core === null ? notKnown : this.underlying(type.core);
    if (type.kind !== 'named') return type;
    const named = type as NamedType;
    if (named.pkg !== '') return this.stdUnderlying(named);
    const sym = named.sym ?? this.index.members.get(named.name);
    if (sym?.spec === undefined) return notKnown;
    if (sym.underlying === undefined) {
      if (this.depth > maxDepth) return notKnown;
      this.depth++;
      // A type that is made of itself without a pointer is no Go; it ends here.
      sym.underlying = notKnown;
      sym.underlying = this.underlying(this.fromExpr(sym.spec.type, sym.scope, sym.name));
      this.depth--;
    }
    return named.args.length === 0 ? sym.underlying : substitute(sym.underlying, this.bindingsOf(named));
  }

  /** What the type parameters of a generic type stand for in `named`. */
  bindingsOf(named: NamedType): ReadonlyMap<string, GoType> {
    const spec = (named.sym ?? this.index.members.get(named.name))?.spec;
    if (named.args.length === 0 || spec?.typeParams === undefined) return noBindings;
    const bindings = new Map<string, GoType>();
    let at = 0;
    for (const field of spec.typeParams.list)
      for (const name of field.names) {
        const arg = named.args[at++];
        if (arg !== undefined) bindings.set(name.name, arg);
      }
    return bindings;
  }

  private stdUnderlying(named: NamedType): GoType {
    let known = this.stdStructures.get(named.pkg);
    if (known === undefined) this.stdStructures.set(named.pkg, (known = new Map()));
    let structure = known.get(named.name);
    if (structure === undefined) known.set(named.name, (structure = this.stdStructure(named)));
    return structure;
  }

  private stdStructure(named: NamedType): GoType {
    const written = stdType(named.pkg, named.name);
    if (written === undefined)
      return isStd(named.pkg) ? notKnown : unknown(`${named.name} is declared in ${named.pkg}`);
    if (written === 'interface') return { kind: 'interface', methods: [] };
    if (written === 'struct') return { kind: 'struct', fields: this.stdStruct(named) };
    return this.underlying(this.stdTypeOf(written, named.pkg));
  }

  private stdStruct(named: NamedType): DeclaredField[] {
    return stdFields(named.pkg, named.name).map(([name, type]) => ({
      name: name.replace('*', ''),
      type: this.stdTypeOf(type, named.pkg),
      embedded: name.startsWith('*'),
      owner: `${named.pkg}.${named.name}`,
      file: null,
      node: null,
    }));
  }

  /** A type as the table of the standard library writes it: names without a package are of `pkg`. */
  stdTypeOf(text: string, pkg: string): GoType {
    const key = `${pkg} ${text}`;
    const known = this.stdTypes.get(key);
    if (known !== undefined) return known;
    const { file } = parseFile(`package p; var x ${text}`);
    const decl = file.decls[0];
    const spec = decl?.kind === Kind.GenDecl ? decl.specs[0] : undefined;
    const expr = spec?.kind === Kind.ValueSpec ? spec.type : undefined;
    const type = expr === undefined ? notKnown : fromStdExpr(expr, pkg);
    this.stdTypes.set(key, type);
    return type;
  }

  /** Results of a function as the table writes them. */
  stdResults(text: string, pkg: string): GoType[] {
    if (text === '') return [];
    const type = this.stdTypeOf(`func() ${text}`, pkg);
    return type.kind === 'func' ? [...type.results] : [];
  }
}
