/** Types as the table of the standard library writes them. */
import * as ast from '../syntax/ast.ts';
import { basic, notKnown, pointerTo } from './go-types.ts';
import type { GoType } from './model.ts';
import { stdPathOf } from './std.ts';
import { predeclaredTypes } from './symbols.ts';

const { Kind } = ast;

/** A type expression of the table: names without a package are of `pkg`. */
export const fromStdExpr = (e: ast.Expr, pkg: string): GoType => {
  switch (e.kind) {
    case Kind.Ident:
      if (e.name === '_') return notKnown;
      if (e.name === 'error') return { kind: 'interface', methods: ['Error'] };
      if (e.name === 'any') return { kind: 'interface', methods: [] };
      if (predeclaredTypes.has(e.name)) return basic(e.name);
      return { kind: 'named', pkg, name: e.name, args: [] };
    case Kind.SelectorExpr: {
      const path = e.x.kind === Kind.Ident ? stdPathOf(e.x.name) : undefined;
      return path === undefined ? notKnown : { kind: 'named', pkg: path, name: e.sel.name, args: [] };
    }
    case Kind.IndexExpr:
    case Kind.IndexListExpr: {
      const base = fromStdExpr(e.x, pkg);
      const args = (e.kind === Kind.IndexExpr ? [e.index] : e.indices).map((a) => fromStdExpr(a, pkg));
      return base.kind === 'named' ? { ...base, args } : base;
    }
    case Kind.StarExpr:
      return pointerTo(fromStdExpr(e.x, pkg));
    case Kind.MapType:
      return { kind: 'map', key: fromStdExpr(e.key, pkg), elem: fromStdExpr(e.value, pkg) };
    case Kind.ArrayType:
      return { kind: e.len === undefined ? 'slice' : 'array', elem: fromStdExpr(e.elt, pkg) };
    case Kind.ChanType:
      return { kind: 'chan', dir: e.dir, elem: fromStdExpr(e.value, pkg) };
    case Kind.Ellipsis:
      return { kind: 'slice', elem: e.elt === undefined ? notKnown : fromStdExpr(e.elt, pkg) };
    case Kind.InterfaceType:
      return { kind: 'interface', methods: [] };
    case Kind.StructType:
      return { kind: 'struct', fields: [] };
    case Kind.FuncType: {
      const list = (fields: ast.FieldList | undefined): GoType[] =>
        (fields?.list ?? []).map((field) => fromStdExpr(field.type, pkg));
      return { kind: 'func', params: list(e.params), results: list(e.results), variadic: false };
    }
    default:
      return notKnown;
  }
};
