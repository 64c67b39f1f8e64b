/** Functions that a server calls for every request, each time in another goroutine. */
import * as ast from '../syntax/ast.ts';
import type { Fn } from './function.ts';
import type { Scope } from './symbols.ts';
import type { Types } from './types.ts';

const { Kind } = ast;

const isHttp = (type: ast.Expr | undefined, name: string, scope: Scope): boolean =>
  type?.kind === Kind.SelectorExpr &&
  type.sel.name === name &&
  type.x.kind === Kind.Ident &&
  scope.file.imports.get(type.x.name) === 'net/http';

/** `(http.ResponseWriter, *http.Request)` without results. */
export const isHandlerSignature = (type: ast.FuncType, scope: Scope): boolean => {
  if (type.results !== undefined && type.results.list.length > 0) return false;
  const { list } = type.params;
  if (list.length !== 2 || list.some((field) => field.names.length > 1)) return false;
  const request = list[1]!.type;
  return (
    isHttp(list[0]!.type, 'ResponseWriter', scope) &&
    request.kind === Kind.StarExpr &&
    isHttp(request.x, 'Request', scope)
  );
};

/** A method of a type that embeds `UnimplementedXServer`, as generated gRPC code asks for: `(ctx, *Request) (*Response, error)`. */
export const isGrpcMethod = (fn: Fn, types: Types): boolean => {
  if (fn.receiver === null || !fn.exported || fn.node.kind !== Kind.FuncDecl) return false;
  const { params, results } = fn.node.type;
  if (params.list.length === 0 || results === undefined) return false;
  const sym = types.index.members.get(fn.receiver.type);
  if (sym?.spec?.type.kind !== Kind.StructType) return false;
  return sym.spec.type.fields.list.some((field) => {
    const type = field.type;
    const name = type.kind === Kind.SelectorExpr ? type.sel.name : type.kind === Kind.Ident ? type.name : '';
    return field.names.length === 0 && /^Unimplemented\w+Server$/.test(name);
  });
};
