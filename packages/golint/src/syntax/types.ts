/** Types as they stand in declarations, parameters and literals. */
import {
  type ArrayType,
  type BasicLit,
  type ChanType,
  type Expr,
  type Field,
  type FuncType,
  type Ident,
  Kind,
} from './ast.ts';
import { parseExpr } from './expressions.ts';
import { field, fieldList, funcType, indexed, paren, selector, star, unary } from './make.ts';
import { parameterList, parseParameters, parseResults, parseTypeParameters } from './parameters.ts';
import { none, type Parser } from './state.ts';
import { Token, tokenTexts } from './tokens.ts';

/** Tokens that begin a type. */
export const typeBegins = Uint8Array.from(tokenTexts, () => 0);
for (const tok of [
  Token.IDENT,
  Token.LBRACK,
  Token.STRUCT,
  Token.MUL,
  Token.FUNC,
  Token.INTERFACE,
  Token.MAP,
  Token.CHAN,
  Token.ARROW,
  Token.LPAREN,
])
  typeBegins[tok] = 1;

/** A type, or an error and a BadExpr. */
export const parseType = (p: Parser): Expr => tryType(p) ?? p.badOperand('type');

/** A type, or undefined (and nothing read) if none begins here. */
export const tryType = (p: Parser): Expr | undefined => {
  if (p.tok === Token.IDENT) {
    const name = p.ident();
    return p.tok === Token.PERIOD || p.tok === Token.LBRACK ? qualifiedName(p, name) : name;
  }
  if (typeBegins[p.tok] === 0 || p.atFuncDecl()) return undefined;
  const levels = p.tok === Token.FUNC || p.tok === Token.STRUCT || p.tok === Token.INTERFACE ? 3 : 1;
  if (!p.enter(levels)) return p.tooDeep();
  const type = compoundType(p);
  p.leave(levels);
  return type;
};

const compoundType = (p: Parser): Expr => {
  const pos = p.pos;
  switch (p.tok) {
    case Token.LBRACK:
      p.next();
      return arrayType(p, pos, undefined);
    case Token.MUL:
      p.next();
      return star(pos, parseType(p));
    case Token.FUNC:
      return parseFuncType(p);
    case Token.MAP: {
      p.next();
      p.expect(Token.LBRACK);
      const key = parseType(p);
      p.expect(Token.RBRACK);
      const value = parseType(p);
      return { kind: Kind.MapType, pos, end: value.end, key, value };
    }
    case Token.STRUCT:
      return structType(p);
    case Token.INTERFACE:
      return interfaceType(p);
    case Token.LPAREN: {
      p.next();
      const type = parseType(p);
      p.expect(Token.RPAREN);
      return paren(pos, type, p.prevEnd);
    }
    default:
      return chanType(p);
  }
};

const chanType = (p: Parser): ChanType => {
  const pos = p.pos;
  let dir: ChanType['dir'] = 'both';
  if (p.tok === Token.CHAN) {
    p.next();
    if (p.tok === Token.ARROW) {
      p.next();
      dir = 'send';
    }
  } else {
    p.next();
    p.expect(Token.CHAN);
    dir = 'recv';
  }
  const value = parseType(p);
  return { kind: Kind.ChanType, pos, end: value.end, dir, value };
};

/** `T`, `pkg.T`, `T[A]` or `pkg.T[A, B]`, of which the first name has been read. */
export const qualifiedName = (p: Parser, name: Ident): Expr => {
  const type = typeName(p, name);
  return p.tok === Token.LBRACK ? typeInstance(p, type) : type;
};

const typeName = (p: Parser, name: Ident): Expr => {
  if (p.tok !== Token.PERIOD) return name;
  p.next();
  return selector(name, p.ident());
};

const typeInstance = (p: Parser, type: Expr): Expr => {
  const lbrack = p.pos;
  if (!p.enter(1)) return p.tooDeep();
  p.next();
  p.exprLevel++;
  const args = typeArguments(p, p.mark());
  p.exprLevel--;
  p.leave(1);
  if (args.length > 0) return indexed(type, lbrack, args, p.prevEnd);
  p.error(lbrack, "expected type argument list, found ']'");
  return indexed(type, lbrack, [p.badExpr(lbrack + 1, lbrack + 1)], p.prevEnd);
};

/** The rest of a list of type arguments, with its `]`; those since `mark` have been read. */
const typeArguments = (p: Parser, mark: number): readonly Expr[] => {
  if (p.tok !== Token.RBRACK)
    do p.push(parseType(p));
    while (p.anotherElement(Token.RBRACK, 'type argument list', false));
  const args = p.take<Expr>(mark);
  p.expectClosing(Token.RBRACK, 'type argument list');
  return args;
};

/** An array or slice whose `[` (at `pos`) and perhaps length have been read. */
export const arrayType = (p: Parser, pos: number, length: Expr | undefined): ArrayType => {
  let len = length;
  if (len === undefined && p.tok !== Token.RBRACK) {
    p.exprLevel++;
    if (p.tok === Token.ELLIPSIS) {
      p.next();
      len = { kind: Kind.Ellipsis, pos: p.prevEnd - 3, end: p.prevEnd, elt: undefined };
    } else len = parseExpr(p);
    p.exprLevel--;
  }
  if (p.tok === Token.COMMA) {
    p.error(p.pos, 'unexpected comma; expecting ]');
    p.next();
  }
  p.expect(Token.RBRACK);
  const elt = parseType(p);
  return { kind: Kind.ArrayType, pos, end: elt.end, len, elt };
};

/** `x []E`, `x [N]E`, or the embedded (or nameless) instantiation `x[A, B]`; the current token is `[`. */
export const arrayFieldOrInstance = (p: Parser, name: Ident): { name: Ident | undefined; type: Expr } => {
  const lbrack = p.pos;
  if (!p.enter(1)) return { name, type: p.tooDeep() };
  p.next();
  p.exprLevel++;
  const mark = p.mark();
  let trailingComma = -1;
  if (p.tok !== Token.RBRACK)
    for (;;) {
      p.push(parseExpr(p));
      if (p.tok !== Token.COMMA) break;
      const comma = p.pos;
      p.next();
      if (p.tok === Token.RBRACK) {
        trailingComma = comma;
        break;
      }
    }
  const args = p.take<Expr>(mark);
  p.exprLevel--;
  p.expect(Token.RBRACK);
  const end = p.prevEnd;
  let read: { name: Ident | undefined; type: Expr };
  if (args.length === 0) read = { name, type: sizedArray(lbrack, undefined, parseType(p)) };
  else {
    const elt = args.length === 1 ? tryType(p) : undefined;
    if (elt !== undefined && trailingComma >= 0) p.error(trailingComma, 'unexpected comma; expecting ]');
    read =
      elt === undefined
        ? { name: undefined, type: indexed(name, lbrack, args, end) }
        : { name, type: sizedArray(lbrack, args[0], elt) };
  }
  p.leave(1);
  return read;
};

const sizedArray = (pos: number, len: Expr | undefined, elt: Expr): ArrayType => ({
  kind: Kind.ArrayType,
  pos,
  end: elt.end,
  len,
  elt,
});

/** `func(...) ...`; the current token is `func`. */
export const parseFuncType = (p: Parser): FuncType => {
  const pos = p.pos;
  p.next();
  if (p.tok === Token.LBRACK) {
    p.error(p.pos, 'function type must have no type parameters');
    parseTypeParameters(p);
  }
  const params = parseParameters(p, true);
  return funcType(pos, undefined, params, parseResults(p));
};

const tagOf = (p: Parser): BasicLit | undefined => {
  if (p.tok !== Token.STRING) return undefined;
  const pos = p.pos;
  p.next();
  return { kind: Kind.BasicLit, pos, end: p.prevEnd, tok: Token.STRING };
};

/** `T`, `*T`, or either in parentheses, which is an error. */
const embedded = (p: Parser): Expr => {
  const pos = p.pos;
  if (p.tok === Token.LPAREN) {
    p.error(pos, 'cannot parenthesize embedded type');
    p.next();
    const type = p.tok === Token.MUL ? embedded(p) : qualifiedName(p, p.ident());
    if (p.tok === Token.RPAREN) p.next();
    return type;
  }
  p.next();
  if (p.tok !== Token.LPAREN) return star(pos, qualifiedName(p, p.ident()));
  p.error(p.pos, 'cannot parenthesize embedded type');
  p.next();
  const type = qualifiedName(p, p.ident());
  if (p.tok === Token.RPAREN) p.next();
  return star(pos, type);
};

const structField = (p: Parser): Field => {
  let names: readonly Ident[] = none;
  let type: Expr;
  if (p.tok === Token.IDENT) {
    const name = p.ident();
    const tok = p.tok;
    if (tok === Token.PERIOD) type = qualifiedName(p, name);
    else if (tok === Token.STRING || tok === Token.SEMICOLON || tok === Token.RBRACE) type = name;
    else if (tok === Token.LBRACK) {
      const read = arrayFieldOrInstance(p, name);
      if (read.name !== undefined) names = [name];
      type = read.type;
    } else {
      const mark = p.mark();
      p.push(name);
      while (p.tok === Token.COMMA) {
        p.next();
        p.push(p.ident());
      }
      names = p.take<Ident>(mark);
      type = parseType(p);
    }
  } else if (p.tok === Token.MUL || p.tok === Token.LPAREN) type = embedded(p);
  else type = p.badOperand('field name or embedded type');
  const read = field(names, type, tagOf(p));
  p.expectSemicolon();
  return read;
};

const structType = (p: Parser): Expr => {
  const pos = p.pos;
  p.next();
  const fields = members(p, structField);
  return { kind: Kind.StructType, pos, end: fields.end, fields };
};

const interfaceType = (p: Parser): Expr => {
  const pos = p.pos;
  p.next();
  const methods = members(p, interfaceElement);
  return { kind: Kind.InterfaceType, pos, end: methods.end, methods };
};

/** `{ one; one; ... }` */
const members = (p: Parser, one: (p: Parser) => Field) => {
  const pos = p.pos;
  if (p.tok !== Token.LBRACE) {
    p.errorExpected("'{'");
    return fieldList(pos, pos, none);
  }
  p.next();
  const mark = p.mark();
  while (p.tok !== Token.RBRACE && p.tok !== Token.EOF && !p.outOfPlace()) {
    const before = p.pos;
    p.push(one(p));
    if (p.pos === before) p.next();
  }
  const list = p.take<Field>(mark);
  p.expect(Token.RBRACE);
  return fieldList(pos, Math.max(pos, p.prevEnd), list);
};

const signature = (p: Parser, typeParams: FuncType['typeParams']): FuncType => {
  const pos = p.pos;
  const params = parseParameters(p, true);
  return funcType(pos, typeParams, params, parseResults(p));
};

/** `name[...]` in an interface: an embedded instantiation, or a method with type parameters (an error, but kept). */
const bracketed = (p: Parser, name: Ident): Field => {
  const lbrack = p.pos;
  if (!p.enter(1)) return field(none, p.tooDeep(), undefined);
  p.next();
  p.exprLevel++;
  const x = parseExpr(p);
  p.exprLevel--;
  p.leave(1);
  if (x.kind === Kind.Ident && p.tok !== Token.COMMA && p.tok !== Token.RBRACK) {
    p.error(lbrack, 'interface method must have no type parameters');
    const list = parameterList(p, Token.RBRACK, false, x, undefined);
    p.expectClosing(Token.RBRACK, 'type parameter list');
    return field([name], signature(p, fieldList(lbrack, p.prevEnd, list)), undefined);
  }
  const mark = p.mark();
  p.push(x);
  if (p.tok === Token.COMMA) p.next();
  const type = indexed(name, lbrack, typeArguments(p, mark), p.prevEnd);
  return field(none, embeddedElement(p, type), undefined);
};

const interfaceElement = (p: Parser): Field => {
  let read: Field;
  if (p.tok === Token.IDENT) {
    const name = p.ident();
    if (p.tok === Token.LPAREN) read = field([name], signature(p, undefined), undefined);
    else if (p.tok === Token.LBRACK) read = bracketed(p, name);
    else read = field(none, embeddedElement(p, qualifiedName(p, name)), undefined);
  } else read = field(none, embeddedElement(p, undefined), undefined);
  p.expectSemicolon();
  return read;
};

/** `~A | B | ...`; `first` is the first term, if it has been read. */
export const embeddedElement = (p: Parser, first: Expr | undefined): Expr => {
  let x = first ?? embeddedTerm(p);
  const outer = p.deepest;
  p.deepest = p.nesting;
  while (p.tok === Token.OR) {
    if (!p.deepen()) {
      p.tooDeep();
      break;
    }
    const opPos = p.pos;
    p.next();
    const y = embeddedTerm(p);
    x = { kind: Kind.BinaryExpr, pos: x.pos, end: y.end, op: Token.OR, opPos, x, y };
  }
  if (outer > p.deepest) p.deepest = outer;
  return x;
};

const embeddedTerm = (p: Parser): Expr => {
  const pos = p.pos;
  if (p.tok !== Token.TILDE) return tryType(p) ?? p.badOperand('~ term or type');
  p.next();
  return unary(pos, Token.TILDE, parseType(p));
};
