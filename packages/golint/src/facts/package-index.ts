/** What the files of a package declare, before any type is asked for. */

import type { SourceText } from '../model.ts';
import * as ast from '../syntax/ast.ts';
import { Token } from '../syntax/tokens.ts';
import { Declarer } from './declare.ts';
import { Fn } from './function.ts';
import type { FileFacts } from './model.ts';
import { type LocalTable, type Scope, Sym } from './symbols.ts';

const { Kind } = ast;
const everywhere = Number.POSITIVE_INFINITY;

export interface FileScope extends FileFacts {
  functions: Fn[];
  imports: Map<string, string>;
  /** Paths imported with a dot. */
  dotImports: string[];
}

export class PackageIndex {
  readonly files: FileScope[] = [];
  readonly functions: Fn[] = [];
  readonly byNode = new Map<ast.Node, Fn>();
  /** Package-level names. `init` and `_` are in no table. */
  readonly members = new Map<string, Sym>();
  /** Methods by the name of their receiver's type. */
  readonly methods = new Map<string, Map<string, Fn>>();
  /** Names that any type of the package has as a method. */
  readonly methodNames = new Set<string>();
  /** Declared functions by name. */
  readonly declared = new Map<string, Fn>();
  /** Expressions that are used as only a map can be: `x` of `delete(x, k)` and `v, ok := x[k]`. */
  readonly mapUses: { node: ast.Expr; scope: Scope }[] = [];
  /** Values of package variables, with the scope they stand in. */
  readonly packageValues: { value: ast.Expr; scope: Scope }[] = [];

  add(source: SourceText, file: ast.File): void {
    const facts: FileScope = {
      source,
      file,
      imports: new Map(),
      dotImports: [],
      generated: isGenerated(source.text, file),
      test: source.path.endsWith('_test.go'),
      functions: [],
    };
    this.files.push(facts);
    for (const spec of file.imports) {
      const name = spec.name?.name ?? importName(spec.value);
      if (name === '.') facts.dotImports.push(spec.value);
      else if (name !== '_') facts.imports.set(name, spec.value);
    }
    for (const decl of file.decls) {
      if (decl.kind === Kind.FuncDecl) this.addFunction(facts, decl);
      else if (decl.kind === Kind.GenDecl) this.addDeclaration(facts, decl);
    }
  }

  private addFunction(file: FileScope, decl: ast.FuncDecl): void {
    const scope: Scope & { locals: LocalTable } = { file, locals: new Map() };
    const receiver = receiverOf(decl);
    const name =
      receiver === null
        ? decl.name.name
        : `${receiver.pointer ? `(*${receiver.display})` : receiver.display}.${decl.name.name}`;
    const fn = new Fn(name, decl, file, null, scope);
    fn.exported = isExported(decl.name.name) && (receiver === null || isExported(receiver.type));
    if (receiver !== null) {
      fn.receiver = { name: receiver.name, type: receiver.type, pointer: receiver.pointer };
      let methods = this.methods.get(receiver.type);
      if (methods === undefined) this.methods.set(receiver.type, (methods = new Map()));
      if (!methods.has(decl.name.name)) methods.set(decl.name.name, fn);
      this.methodNames.add(decl.name.name);
    } else if (decl.name.name !== '_' && decl.name.name !== 'init' && !this.members.has(decl.name.name)) {
      const sym = new Sym(decl.name.name, 'func', decl, scope, 0, everywhere, null);
      this.members.set(decl.name.name, sym);
      this.declared.set(decl.name.name, fn);
    }
    const first = this.functions.length;
    new Declarer(scope, this.functions, this.byNode, this.mapUses).function(
      fn,
      decl.type,
      decl.recv,
      decl.body,
    );
    for (let i = first; i < this.functions.length; i++) file.functions.push(this.functions[i]!);
  }

  private addDeclaration(file: FileScope, decl: ast.GenDecl): void {
    for (const spec of decl.specs) {
      const scope: Scope & { locals: LocalTable } = { file, locals: new Map() };
      if (spec.kind === Kind.TypeSpec) {
        const sym = new Sym(spec.name.name, 'type', spec.name, scope, 0, everywhere, null);
        sym.spec = spec;
        if (spec.typeParams !== undefined) addTypeParams(spec, scope);
        if (!this.members.has(sym.name)) this.members.set(sym.name, sym);
      } else if (spec.kind === Kind.ValueSpec) this.addValues(file, scope, decl, spec);
    }
  }

  private addValues(
    file: FileScope,
    scope: Scope & { locals: LocalTable },
    decl: ast.GenDecl,
    spec: ast.ValueSpec,
  ): void {
    const role = decl.tok === Token.CONST ? 'const' : 'package-var';
    for (let i = 0; i < spec.names.length; i++) {
      const name = spec.names[i]!;
      const sym = new Sym(name.name, role, name, scope, 0, everywhere, null);
      sym.typeExpr = spec.type;
      if (spec.values.length === spec.names.length) sym.init = spec.values[i];
      else if (spec.values.length === 1) {
        sym.init = spec.values[0];
        sym.initIndex = i;
      }
      // A package variable is never an alias: anyone may assign it.
      sym.assigns = 1;
      if (name.name !== '_' && !this.members.has(name.name)) this.members.set(name.name, sym);
    }
    if (role === 'const') return;
    const first = this.functions.length;
    const declarer = new Declarer(scope, this.functions, this.byNode, this.mapUses);
    for (const value of spec.values) {
      declarer.packageValue(value);
      this.packageValues.push({ value, scope });
    }
    for (let i = first; i < this.functions.length; i++) file.functions.push(this.functions[i]!);
  }
}

const addTypeParams = (spec: ast.TypeSpec, scope: Scope & { locals: LocalTable }): void => {
  for (const field of spec.typeParams!.list)
    for (const name of field.names) {
      const sym = new Sym(name.name, 'type', name, scope, spec.pos, spec.end, null);
      sym.typeParam = true;
      sym.typeExpr = field.type;
      scope.locals.set(name.name, [sym]);
    }
};

export const isExported = (name: string): boolean => /^\p{Lu}/u.test(name);

/** `display` has `[...]` for a generic type, as Go prints it. */
const receiverOf = (
  decl: ast.FuncDecl,
): { name: string; type: string; display: string; pointer: boolean } | null => {
  const field = decl.recv?.list[0];
  if (field === undefined) return null;
  let type = field.type;
  let pointer = false;
  let generic = false;
  for (;;) {
    if (type.kind === Kind.StarExpr) pointer = true;
    else if (type.kind === Kind.IndexExpr || type.kind === Kind.IndexListExpr) generic = true;
    else if (type.kind !== Kind.ParenExpr) break;
    type = type.x;
  }
  if (type.kind !== Kind.Ident) return null;
  const name = field.names[0]?.name ?? '';
  return { name, type: type.name, display: generic ? `${type.name}[...]` : type.name, pointer };
};

/** The name a package most likely has: the last part of its path without a version, `go-` and `.go`. */
const importName = (path: string): string => {
  const parts = path.split('/');
  let last = parts.at(-1) ?? '';
  if (/^v\d+$/.test(last) && parts.length > 1) last = parts.at(-2)!;
  return last
    .replace(/\.v\d+$/, '')
    .replace(/^go[-.]|[-.]go$/g, '')
    .replace(/^.*-/, '');
};

/** https://go.dev/s/generatedcode: the line stands before the package clause. */
const isGenerated = (text: string, file: ast.File): boolean => {
  for (const comment of file.comments) {
    if (comment.pos > file.package) return false;
    if (/^\/\/ Code generated .* DO NOT EDIT\.$/.test(text.slice(comment.pos, comment.end).trimEnd()))
      return true;
  }
  return false;
};
