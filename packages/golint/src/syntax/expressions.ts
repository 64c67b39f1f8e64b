/** Expressions. A type may stand where an expression is expected: conversions, literals, arguments of make. */
import { type ChanType, type Expr, Kind, type SliceExpr } from './ast.ts';
import { indexed, paren, selector, star, unary } from './make.ts';
import { type Chain, chainDepth, endChain, extendChain, startChain } from './operator-chain.ts';
import { maxNesting, none, type Parser } from './state.ts';
import { parseBlock } from './statements.ts';
import { precedences, Token } from './tokens.ts';
import { parseFuncType, parseType, tryType, typeBegins } from './types.ts';

/** An expression or a type. */
export const parseExpr = (p: Parser): Expr => binaryExpr(p, 1);

/** An operand and the operators of at least the precedence `lowest` behind it. */
const binaryExpr = (p: Parser, lowest: number): Expr => {
  const outer = p.deepest;
  p.deepest = p.nesting;
  let x = unaryExpr(p);
  if (precedences[p.tok]! >= lowest) x = operators(p, x, lowest);
  if (outer > p.deepest) p.deepest = outer;
  return x;
};

/** Goes on behind the operand `x`: one of the operators stands here. */
const operators = (p: Parser, x: Expr, lowest: number): Expr => {
  const chain: Chain = startChain(x);
  for (let precedence = precedences[p.tok]!; precedence >= lowest; precedence = precedences[p.tok]!) {
    const op = p.tok;
    const opPos = p.pos;
    p.next();
    extendChain(chain, precedence, op, opPos, binaryExpr(p, precedence + 1));
  }
  const read = endChain(chain);
  p.deepest += chainDepth(chain);
  if (p.deepest <= maxNesting) return read;
  p.error(read.pos, 'exceeded max nesting depth');
  return p.badExpr(read.pos, read.end);
};

/** An expression whose first name has been read. */
export const exprAfterName = (p: Parser, name: Expr): Expr => {
  const outer = p.deepest;
  p.deepest = p.nesting;
  let x = primaryAfter(p, name);
  if (precedences[p.tok]! >= 1) x = operators(p, x, 1);
  if (outer > p.deepest) p.deepest = outer;
  return x;
};

const unaryExpr = (p: Parser): Expr => {
  const op = p.tok;
  switch (op) {
    case Token.AND:
    case Token.NOT:
    case Token.MUL:
    case Token.SUB:
    case Token.ARROW:
    case Token.ADD:
    case Token.XOR:
    case Token.TILDE: {
      const pos = p.pos;
      if (!p.enter(1)) return p.tooDeep();
      p.next();
      const x = unaryExpr(p);
      p.leave(1);
      if (op === Token.MUL) return star(pos, x);
      return op === Token.ARROW && x.kind === Kind.ChanType ? receiving(p, pos, x) : unary(pos, op, x);
    }
    default:
      return primaryAfter(p, operand(p));
  }
};

/** `<-` before a channel type that was read as an operand belongs to the type: `<-chan T`, `<-chan<- chan T`. */
const receiving = (p: Parser, pos: number, type: ChanType): ChanType => {
  let value = type.value;
  if (type.dir === 'recv') p.error(pos, "expected 'chan', found '<-'");
  else if (type.dir === 'send') {
    if (value.kind === Kind.ChanType) value = receiving(p, value.pos - 2, value);
    else p.error(value.pos, 'expected channel type');
  }
  return { kind: Kind.ChanType, pos, end: type.end, dir: 'recv', value };
};

const operand = (p: Parser): Expr => {
  const tok = p.tok;
  const pos = p.pos;
  if (tok === Token.IDENT) return p.ident();
  if (tok >= Token.INT && tok <= Token.STRING) {
    p.next();
    return { kind: Kind.BasicLit, pos, end: p.prevEnd, tok };
  }
  if (tok === Token.LPAREN) {
    if (!p.enter(1)) return p.tooDeep();
    p.next();
    p.exprLevel++;
    const x = parseExpr(p);
    p.exprLevel--;
    p.expect(Token.RPAREN);
    p.leave(1);
    return paren(pos, x, p.prevEnd);
  }
  if (tok === Token.FUNC && !p.atFuncDecl()) return funcTypeOrLit(p);
  return (typeBegins[tok] === 1 ? tryType(p) : undefined) ?? p.badOperand('operand');
};

const funcTypeOrLit = (p: Parser): Expr => {
  if (!p.enter(2)) return p.tooDeep();
  const type = parseFuncType(p);
  let read: Expr = type;
  if (p.tok === Token.LBRACE) {
    const level = p.exprLevel;
    p.exprLevel = 0;
    const body = parseBlock(p);
    p.exprLevel = level;
    read = { kind: Kind.FuncLit, pos: type.pos, end: body.end, type, body };
  }
  p.leave(2);
  return read;
};

/** Selectors, indices, calls, assertions and literal values behind an operand. */
const primaryAfter = (p: Parser, first: Expr): Expr => {
  let x = first;
  for (;;) {
    const tok = p.tok;
    if (tok !== Token.PERIOD && tok !== Token.LPAREN && tok !== Token.LBRACK) {
      if (tok !== Token.LBRACE || !isLiteralType(p, x)) return x;
    }
    if (!p.deepen()) {
      p.tooDeep();
      return p.badExpr(x.pos, p.prevEnd);
    }
    if (tok === Token.PERIOD) {
      p.next();
      x = p.tok === Token.LPAREN ? typeAssertion(p, x) : selection(p, x);
      continue;
    }
    if (!p.enter(1)) return p.tooDeep();
    p.exprLevel++;
    if (tok === Token.LPAREN) x = call(p, x);
    else if (tok === Token.LBRACK) x = indexOrSlice(p, x);
    else x = literalValue(p, x);
    p.exprLevel--;
    p.leave(1);
  }
};

const selection = (p: Parser, x: Expr): Expr => {
  if (p.tok === Token.IDENT) return selector(x, p.ident());
  p.errorExpected('selector or type assertion');
  return selector(x, { kind: Kind.Ident, pos: p.prevEnd, end: p.prevEnd, name: '_' });
};

const typeAssertion = (p: Parser, x: Expr): Expr => {
  if (!p.enter(1)) return p.tooDeep();
  p.next();
  let type: Expr | undefined;
  if (p.tok === Token.TYPE) p.next();
  else type = parseType(p);
  p.expect(Token.RPAREN);
  p.leave(1);
  return { kind: Kind.TypeAssertExpr, pos: x.pos, end: p.prevEnd, x, type };
};

/** Whether `x` before `{` is the type of a literal, and not the end of the head of a statement. */
const isLiteralType = (p: Parser, x: Expr): boolean => {
  let type = x;
  while (type.kind === Kind.ParenExpr) type = type.x;
  switch (type.kind) {
    case Kind.Ident:
    case Kind.SelectorExpr:
    case Kind.IndexExpr:
    case Kind.IndexListExpr:
    case Kind.BadExpr:
      if (p.exprLevel < 0) return false;
      break;
    case Kind.ArrayType:
    case Kind.StructType:
    case Kind.MapType:
      break;
    default:
      return false;
  }
  if (type !== x) p.error(type.pos, 'cannot parenthesize type in composite literal');
  return true;
};

const call = (p: Parser, fun: Expr): Expr => {
  const lparen = p.pos;
  p.next();
  let ellipsis = -1;
  let args: readonly Expr[] = none;
  if (p.tok !== Token.RPAREN) {
    const mark = p.mark();
    do {
      p.push(parseExpr(p));
      if (p.tok === Token.ELLIPSIS) {
        ellipsis = p.pos;
        p.next();
      }
    } while (p.anotherElement(Token.RPAREN, 'argument list', false));
    args = p.take<Expr>(mark);
  }
  p.expectClosing(Token.RPAREN, 'argument list');
  return {
    kind: Kind.CallExpr,
    pos: fun.pos,
    end: Math.max(p.prevEnd, lparen + 1),
    fun,
    lparen,
    args,
    ellipsis,
  };
};

const indexOrSlice = (p: Parser, x: Expr): Expr => {
  const lbrack = p.pos;
  p.next();
  if (p.tok === Token.RBRACK) {
    p.errorExpected('operand');
    const missing = p.badExpr(p.pos, p.pos);
    p.next();
    return indexed(x, lbrack, [missing], p.prevEnd);
  }
  const first = p.tok === Token.COLON ? undefined : parseExpr(p);
  if (p.tok === Token.COLON) return slice(p, x, first);
  if (p.tok !== Token.COMMA) {
    p.expectClosing(Token.RBRACK, 'index');
    return { kind: Kind.IndexExpr, pos: x.pos, end: p.prevEnd, x, lbrack, index: first! };
  }
  const mark = p.mark();
  p.push(first!);
  while (p.anotherElement(Token.RBRACK, 'type argument list', false)) p.push(parseType(p));
  const indices = p.take<Expr>(mark);
  p.expectClosing(Token.RBRACK, 'type argument list');
  return indexed(x, lbrack, indices, p.prevEnd);
};

const slice = (p: Parser, x: Expr, low: Expr | undefined): SliceExpr => {
  const bound = (): Expr | undefined =>
    p.tok === Token.COLON || p.tok === Token.RBRACK || p.tok === Token.EOF ? undefined : parseExpr(p);
  const firstColon = p.pos;
  p.next();
  let high = bound();
  let max: Expr | undefined;
  if (p.tok === Token.COLON) {
    const secondColon = p.pos;
    p.next();
    max = bound();
    if (high === undefined) p.error(firstColon, 'middle index required in 3-index slice');
    if (max === undefined) p.error(secondColon, 'final index required in 3-index slice');
    high ??= p.badExpr(firstColon + 1, secondColon);
    max ??= p.badExpr(secondColon + 1, p.pos);
  }
  p.expect(Token.RBRACK);
  return { kind: Kind.SliceExpr, pos: x.pos, end: p.prevEnd, x, low, high, max };
};

/** `{...}` of a literal; `type` is undefined where it is left out. The caller has gone one level deeper. */
const literalValue = (p: Parser, type: Expr | undefined): Expr => {
  const lbrace = p.pos;
  p.next();
  let elts: readonly Expr[] = none;
  if (p.tok !== Token.RBRACE) {
    const mark = p.mark();
    do p.push(element(p));
    while (p.anotherElement(Token.RBRACE, 'composite literal', true));
    elts = p.take<Expr>(mark);
  }
  p.expectClosing(Token.RBRACE, 'composite literal');
  return {
    kind: Kind.CompositeLit,
    pos: type === undefined ? lbrace : type.pos,
    end: p.prevEnd,
    type,
    lbrace,
    elts,
  };
};

const element = (p: Parser): Expr => {
  const key = elementValue(p);
  if (p.tok !== Token.COLON) return key;
  p.next();
  const value = elementValue(p);
  return { kind: Kind.KeyValueExpr, pos: key.pos, end: value.end, key, value };
};

const elementValue = (p: Parser): Expr => {
  if (p.tok !== Token.LBRACE) return parseExpr(p);
  if (!p.enter(1)) return p.tooDeep();
  const value = literalValue(p, undefined);
  p.leave(1);
  return value;
};
