/** Parameter lists: of functions, of types, and results; the grammar needs the whole list to tell names from types. */
import { type Expr, type Field, type FieldList, type Ident, Kind } from './ast.ts';
import { field, fieldList } from './make.ts';
import { none, type Parser } from './state.ts';
import { Token, type TokenCode } from './tokens.ts';
import {
  arrayFieldOrInstance,
  embeddedElement,
  parseType,
  qualifiedName,
  tryType,
  typeBegins,
} from './types.ts';

/** A parameter as it stands there: a lone `a` is a name until the list has been seen. */
interface Parameter {
  name: Ident | undefined;
  type: Expr | undefined;
}

const dotsType = (p: Parser): Expr => {
  const pos = p.pos;
  p.next();
  const elt = parseType(p);
  return { kind: Kind.Ellipsis, pos, end: elt.end, elt };
};

/** What follows the name of a parameter, or the name itself as a type. */
const afterName = (p: Parser, name: Ident, typeSets: boolean): Parameter => {
  switch (p.tok) {
    case Token.LBRACK:
      return arrayFieldOrInstance(p, name);
    case Token.ELLIPSIS:
      return { name, type: dotsType(p) };
    case Token.PERIOD:
      return { name: undefined, type: qualifiedName(p, name) };
    case Token.TILDE:
      return { name, type: typeSets ? embeddedElement(p, undefined) : undefined };
    case Token.OR:
      return typeSets ? { name: undefined, type: embeddedElement(p, name) } : { name, type: undefined };
    default:
      return { name, type: typeBegins[p.tok] === 1 ? parseType(p) : undefined };
  }
};

const parameter = (p: Parser, known: Ident | undefined, typeSets: boolean): Parameter => {
  let read: Parameter;
  if (known !== undefined || p.tok === Token.IDENT) read = afterName(p, known ?? p.ident(), typeSets);
  else if (p.tok === Token.ELLIPSIS) return { name: undefined, type: dotsType(p) };
  else if (p.tok === Token.TILDE && typeSets) return { name: undefined, type: embeddedElement(p, undefined) };
  else if (typeBegins[p.tok] === 1) read = { name: undefined, type: parseType(p) };
  else return { name: undefined, type: p.badOperand(typeSets ? "']'" : "')'") };
  if (typeSets && p.tok === Token.OR && read.type !== undefined && read.type.kind !== Kind.Ellipsis)
    read.type = embeddedElement(p, read.type);
  return read;
};

/** All are types: `func(int, string)`. */
const unnamed = (p: Parser, list: Parameter[], ofTypes: boolean, start: number): readonly Field[] => {
  if (ofTypes) {
    if (list.every((one) => one.type === undefined)) p.error(p.pos, 'missing type constraint');
    else p.error(start, `missing type parameter name${list.length === 1 ? ' or invalid array length' : ''}`);
  }
  const mark = p.mark();
  for (const { name, type } of list) p.push(field(none, (type ?? name)!, undefined));
  return p.take<Field>(mark);
};

/** Gives every name the type that stands behind it, and reports what has none. */
const spreadTypes = (p: Parser, list: Parameter[], ofTypes: boolean): void => {
  let errorAt = -1;
  let untypedEnd = false;
  let type: Expr | undefined;
  for (let i = list.length - 1; i >= 0; i--) {
    const one = list[i]!;
    if (one.type !== undefined) {
      type = one.type;
      if (one.name === undefined) {
        errorAt = type.pos;
        one.name = { kind: Kind.Ident, pos: type.pos, end: type.pos, name: '_' };
      }
    } else if (type !== undefined) one.type = type;
    else {
      untypedEnd = true;
      errorAt = one.name!.pos;
      one.type = p.badExpr(one.name!.end, one.name!.end);
    }
  }
  if (errorAt < 0) return;
  if (untypedEnd) p.error(p.pos, ofTypes ? 'missing type constraint' : 'missing parameter type');
  else p.error(errorAt, ofTypes ? 'missing type parameter name' : 'missing parameter name');
};

/** `...T` stands only at the end of the parameters of a function. */
const checkDots = (p: Parser, list: Parameter[], allowed: boolean): void => {
  for (let i = 0; i < list.length; i++) {
    const type = list[i]!.type;
    if (type === undefined || type.kind !== Kind.Ellipsis || (allowed && i === list.length - 1)) continue;
    p.error(type.pos, allowed ? 'can only use ... with final parameter' : 'invalid use of ...');
    return;
  }
};

/** Names in a row that share one type node become one field. */
const grouped = (p: Parser, list: Parameter[]): readonly Field[] => {
  const fields = p.mark();
  let i = 0;
  while (i < list.length) {
    const type = list[i]!.type!;
    let end = i + 1;
    while (end < list.length && list[end]!.type === type) end++;
    const names = p.mark();
    for (; i < end; i++) p.push(list[i]!.name!);
    p.push(field(p.take<Ident>(names), type, undefined));
  }
  return p.take<Field>(fields);
};

/**
 * The list up to (not with) `closing`: `]` for type parameters, `)` for the others. `name` and `type` were read already,
 * when a type declaration was found out to be generic.
 */
export const parameterList = (
  p: Parser,
  closing: TokenCode,
  dotsAllowed: boolean,
  name: Ident | undefined,
  type: Expr | undefined,
): readonly Field[] => {
  const ofTypes = closing === Token.RBRACK;
  const start = name?.pos ?? p.pos;
  const list: Parameter[] = [];
  let named = 0;
  let dots = false;
  if (name === undefined && (p.tok === closing || p.tok === Token.EOF)) return none;
  let known = name;
  let knownType = type;
  do {
    const one: Parameter =
      knownType === undefined
        ? parameter(p, known, ofTypes)
        : { name: known, type: embeddedElement(p, knownType) };
    known = undefined;
    knownType = undefined;
    list.push(one);
    if (one.name !== undefined && one.type !== undefined) named++;
    if (one.type !== undefined && one.type.kind === Kind.Ellipsis) dots = true;
  } while (p.anotherElement(closing, ofTypes ? 'type parameter list' : 'parameter list', false));
  if (dots) checkDots(p, list, dotsAllowed);
  if (named === 0) return unnamed(p, list, ofTypes, start);
  if (named !== list.length) spreadTypes(p, list, ofTypes);
  return grouped(p, list);
};

/** `(a, b int, rest ...string)` */
export const parseParameters = (p: Parser, dotsAllowed: boolean): FieldList => {
  const pos = p.pos;
  if (p.tok !== Token.LPAREN) {
    p.errorExpected("'('");
    return fieldList(pos, pos, none);
  }
  p.next();
  const list = parameterList(p, Token.RPAREN, dotsAllowed, undefined, undefined);
  p.expectClosing(Token.RPAREN, 'parameter list');
  return fieldList(pos, p.prevEnd, list);
};

/** The result of a function: a list in parentheses, one type, or nothing. */
export const parseResults = (p: Parser): FieldList | undefined => {
  if (p.tok === Token.LPAREN) return parseParameters(p, false);
  if (typeBegins[p.tok] === 0) return undefined;
  const type = tryType(p);
  return type && fieldList(type.pos, type.end, [field(none, type, undefined)]);
};

/** `[T any, N ~int | ~string]`; the current token is `[`. */
export const parseTypeParameters = (p: Parser): FieldList | undefined => {
  const pos = p.pos;
  p.next();
  const list = parameterList(p, Token.RBRACK, false, undefined, undefined);
  if (list.length === 0) p.error(p.pos, 'empty type parameter list');
  p.expectClosing(Token.RBRACK, 'type parameter list');
  return list.length === 0 ? undefined : fieldList(pos, p.prevEnd, list);
};
