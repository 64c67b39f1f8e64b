/** `for` in its three forms, and `range`. */
import { type Expr, Kind, type RangeStmt, type Stmt } from './ast.ts';
import { parseExpr } from './expressions.ts';
import { none, type Parser } from './state.ts';
import { asExpr, assignment, parseBlock, simpleAfter, simpleStatement } from './statements.ts';
import { Token, type TokenCode } from './tokens.ts';

/** The statement from its `for`. */
export const parseFor = (p: Parser): Stmt => {
  const pos = p.pos;
  p.next();
  const level = p.exprLevel;
  p.exprLevel = -1;
  if (p.tok === Token.RANGE) return range(p, pos, none, Token.ILLEGAL, level);
  let first: Stmt | undefined;
  if (p.tok !== Token.SEMICOLON && p.tok !== Token.LBRACE) {
    const start = p.pos;
    const lhs = p.listOf(parseExpr);
    const tok = p.tok;
    if (tok === Token.DEFINE || tok === Token.ASSIGN) {
      const tokPos = p.pos;
      p.next();
      if (p.tok === Token.RANGE) return range(p, pos, lhs, tok, level);
      first = assignment(p, start, lhs, tok, tokPos);
    } else first = simpleAfter(p, start, lhs, false);
  }
  let init: Stmt | undefined;
  let condition = first;
  let post: Stmt | undefined;
  if (p.tok === Token.SEMICOLON) {
    init = first;
    p.next();
    condition = p.tok === Token.SEMICOLON || p.tok === Token.LBRACE ? undefined : simpleStatement(p, false);
    if (p.tok === Token.SEMICOLON) p.next();
    else p.errorExpected("';'");
    if (p.tok !== Token.LBRACE) post = simpleStatement(p, false);
  }
  p.exprLevel = level;
  const cond = asExpr(p, condition, 'boolean or range expression');
  const body = parseBlock(p);
  p.expectSemicolon();
  return { kind: Kind.ForStmt, pos, end: body.end, init, cond, post, body };
};

const range = (p: Parser, pos: number, lhs: readonly Expr[], tok: TokenCode, level: number): RangeStmt => {
  const keyword = p.pos;
  p.next();
  const x = parseExpr(p);
  p.exprLevel = level;
  if (lhs.length > 2) p.error(lhs[2]!.pos, 'expected at most 2 expressions');
  const body = parseBlock(p);
  p.expectSemicolon();
  return {
    kind: Kind.RangeStmt,
    pos,
    end: body.end,
    key: lhs[0],
    value: lhs[1],
    tok,
    range: keyword,
    x,
    body,
  };
};
