/** Declarations: of a file, and inside functions. */
import {
  type BadDecl,
  type Expr,
  type FuncDecl,
  type GenDecl,
  type Ident,
  type ImportSpec,
  Kind,
  type Spec,
  type TypeSpec,
  type ValueSpec,
} from './ast.ts';
import { exprAfterName, parseExpr } from './expressions.ts';
import { fieldList, funcType, paren, star } from './make.ts';
import { parameterList, parseParameters, parseResults, parseTypeParameters } from './parameters.ts';
import { none, type Parser } from './state.ts';
import { parseBlock } from './statements.ts';
import { Token } from './tokens.ts';
import { arrayType, parseType, tryType } from './types.ts';

/** `import`, `const`, `type` or `var`, alone or in parentheses; the current token is the keyword. */
export const parseDecl = (p: Parser): GenDecl => {
  const pos = p.pos;
  const tok = p.tok;
  const one =
    tok === Token.IMPORT
      ? importSpec
      : tok === Token.TYPE
        ? typeSpec
        : tok === Token.CONST
          ? constSpec
          : varSpec;
  p.next();
  if (p.tok !== Token.LPAREN) {
    const spec = one(p);
    p.expectSemicolon();
    return { kind: Kind.GenDecl, pos, end: spec.end, tok, lparen: -1, specs: [spec] };
  }
  const lparen = p.pos;
  p.next();
  const mark = p.mark();
  while (p.tok !== Token.RPAREN && p.tok !== Token.EOF && !p.outOfPlace()) {
    const before = p.pos;
    p.push(one(p));
    p.expectSemicolon();
    if (p.pos === before) p.next();
  }
  const specs = p.take<Spec>(mark);
  p.expect(Token.RPAREN);
  const end = p.prevEnd;
  p.expectSemicolon();
  return { kind: Kind.GenDecl, pos, end, tok, lparen, specs };
};

const importSpec = (p: Parser): ImportSpec => {
  const start = p.pos;
  let name: Ident | undefined;
  if (p.tok === Token.IDENT) name = p.ident();
  else if (p.tok === Token.PERIOD) {
    p.next();
    name = { kind: Kind.Ident, pos: start, end: p.prevEnd, name: '.' };
  }
  const pos = p.pos;
  let end = pos;
  let value = '';
  if (p.tok === Token.STRING) {
    end = p.tokEnd;
    value = p.text.slice(pos + 1, end - 1);
    p.next();
  } else if (p.tok > Token.IDENT && p.tok < Token.STRING) {
    p.error(pos, 'import path must be a string');
    p.next();
  } else p.error(pos, 'missing import path');
  return {
    kind: Kind.ImportSpec,
    pos: start,
    end: Math.max(end, start),
    name,
    path: { kind: Kind.BasicLit, pos, end, tok: Token.STRING },
    value,
  };
};

const names = (p: Parser): readonly Ident[] => {
  const mark = p.mark();
  p.push(p.ident());
  while (p.tok === Token.COMMA) {
    p.next();
    p.push(p.ident());
  }
  return p.take<Ident>(mark);
};

const valueSpec = (list: readonly Ident[], type: Expr | undefined, values: readonly Expr[]): ValueSpec => ({
  kind: Kind.ValueSpec,
  pos: list[0]!.pos,
  end: (values[values.length - 1] ?? type ?? list[list.length - 1]!).end,
  names: list,
  type,
  values,
});

const initializers = (p: Parser): readonly Expr[] => {
  if (p.tok !== Token.ASSIGN) return none;
  p.next();
  return p.listOf(parseExpr);
};

const varSpec = (p: Parser): ValueSpec => {
  const list = names(p);
  const type = p.tok === Token.ASSIGN ? undefined : parseType(p);
  return valueSpec(list, type, initializers(p));
};

const constSpec = (p: Parser): ValueSpec => {
  const list = names(p);
  const type = tryType(p);
  return valueSpec(list, type, initializers(p));
};

const typeSpecOf = (
  name: Ident,
  typeParams: TypeSpec['typeParams'],
  assign: number,
  type: Expr,
): TypeSpec => ({
  kind: Kind.TypeSpec,
  pos: name.pos,
  end: type.end,
  name,
  typeParams,
  assign,
  type,
});

/** The position of `=`, which is read, or -1. */
const aliasSign = (p: Parser): number => {
  if (p.tok !== Token.ASSIGN) return -1;
  const pos = p.pos;
  p.next();
  return pos;
};

const typeSpec = (p: Parser): TypeSpec => {
  const name = p.ident();
  if (p.tok === Token.LBRACK) return arrayOrGeneric(p, name);
  const assign = aliasSign(p);
  return typeSpecOf(name, undefined, assign, parseType(p));
};

/**
 * `type T [N]E`, `type T []E` or `type T[P any] ...`: an expression is read after `[`, and taken apart when it turns
 * out to be a type parameter with its constraint (`P *E` reads as a product). The same steps as go/parser.
 */
const arrayOrGeneric = (p: Parser, name: Ident): TypeSpec => {
  const lbrack = p.pos;
  p.next();
  if (p.tok !== Token.IDENT) return typeSpecOf(name, undefined, -1, arrayType(p, lbrack, undefined));
  const first = p.ident();
  let x: Expr = first;
  if (p.tok !== Token.LBRACK) {
    p.exprLevel++;
    x = exprAfterName(p, first);
    p.exprLevel--;
  }
  const split = splitName(x, p.tok === Token.COMMA);
  if (split === undefined || (split.type === undefined && p.tok === Token.RBRACK))
    return typeSpecOf(name, undefined, -1, arrayType(p, lbrack, x));
  const list = parameterList(p, Token.RBRACK, false, split.name, split.type);
  p.expectClosing(Token.RBRACK, 'type parameter list');
  const typeParams = fieldList(lbrack, p.prevEnd, list);
  const assign = aliasSign(p);
  return typeSpecOf(name, typeParams, assign, parseType(p));
};

/** Reads `x` as a name and perhaps a type behind it; `force` if only that can be meant. */
const splitName = (x: Expr, force: boolean): { name: Ident; type: Expr | undefined } | undefined => {
  if (x.kind === Kind.Ident) return { name: x, type: undefined };
  if (x.kind === Kind.BinaryExpr) {
    if (x.op === Token.MUL && x.x.kind === Kind.Ident && (force || isTypeElement(x.y)))
      return { name: x.x, type: star(x.opPos, x.y) };
    if (x.op !== Token.OR) return undefined;
    const split = splitName(x.x, force || isTypeElement(x.y));
    if (split?.type === undefined) return undefined;
    return { name: split.name, type: { ...x, pos: split.type.pos, x: split.type } };
  }
  if (x.kind !== Kind.CallExpr || x.fun.kind !== Kind.Ident || x.args.length !== 1 || x.ellipsis >= 0)
    return undefined;
  const arg = x.args[0]!;
  return force || isTypeElement(arg) ? { name: x.fun, type: paren(x.lparen, arg, x.end) } : undefined;
};

/** Whether `x` can only be a type (or a union of types), not a value. */
const isTypeElement = (x: Expr): boolean => {
  switch (x.kind) {
    case Kind.ArrayType:
    case Kind.StructType:
    case Kind.FuncType:
    case Kind.InterfaceType:
    case Kind.MapType:
    case Kind.ChanType:
      return true;
    case Kind.BinaryExpr:
      return isTypeElement(x.x) || isTypeElement(x.y);
    case Kind.UnaryExpr:
      return x.op === Token.TILDE;
    case Kind.ParenExpr:
      return isTypeElement(x.x);
    default:
      return false;
  }
};

/** A function or method; the current token is `func`. Methods may have type parameters (Go 1.27). */
export const parseFuncDecl = (p: Parser): FuncDecl | BadDecl => {
  const pos = p.pos;
  p.next();
  const recv = p.tok === Token.LPAREN ? parseParameters(p, true) : undefined;
  if (p.tok !== Token.IDENT) {
    p.errorExpected("'IDENT'");
    p.skipStatement();
    return { kind: Kind.BadDecl, pos, end: p.prevEnd };
  }
  const name = p.ident();
  const typeParams = p.tok === Token.LBRACK ? parseTypeParameters(p) : undefined;
  const params = parseParameters(p, true);
  const type = funcType(pos, typeParams, params, parseResults(p));
  let body: FuncDecl['body'];
  if (p.tok === Token.LBRACE) body = parseBlock(p);
  if (p.tok === Token.SEMICOLON) {
    p.next();
    if (body === undefined && p.tok === Token.LBRACE) {
      p.error(p.pos, 'unexpected semicolon or newline before {');
      body = parseBlock(p);
      p.expectSemicolon();
    }
  } else p.expectSemicolon();
  return {
    kind: Kind.FuncDecl,
    pos,
    end: body === undefined ? type.end : body.end,
    recv,
    name,
    type,
    body,
  };
};
