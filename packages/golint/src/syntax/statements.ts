/** Statements and blocks. */
import {
  type BlockStmt,
  type CallExpr,
  type CaseClause,
  type CommClause,
  type Expr,
  type IfStmt,
  Kind,
  type Stmt,
} from './ast.ts';
import { parseDecl } from './declarations.ts';
import { parseExpr } from './expressions.ts';
import { parseFor } from './for-statements.ts';
import { block } from './make.ts';
import { none, type Parser } from './state.ts';
import { assigns, startsExpression, Token, type TokenCode } from './tokens.ts';

/** `{ ... }` */
export const parseBlock = (p: Parser): BlockStmt => {
  const pos = p.pos;
  if (p.tok !== Token.LBRACE) {
    p.errorExpected("'{'");
    return block(pos, pos, none);
  }
  p.next();
  const list = statements(p);
  p.expect(Token.RBRACE);
  return block(pos, Math.max(p.prevEnd, pos + 1), list);
};

/** The statements up to `}`, `case`, `default`, the end, or a declaration whose place is not in here. */
const statements = (p: Parser): readonly Stmt[] => {
  const mark = p.mark();
  while (p.tok !== Token.RBRACE && p.tok !== Token.EOF && p.tok !== Token.CASE && p.tok !== Token.DEFAULT) {
    if (p.outOfPlace()) break;
    const before = p.pos;
    p.push(statement(p));
    if (p.pos === before && p.tok !== Token.RBRACE && !p.atFuncDecl()) p.next();
  }
  return p.take<Stmt>(mark);
};

const statement = (p: Parser): Stmt => {
  const pos = p.pos;
  if (!p.enter(2)) {
    p.skipStatement();
    return { kind: Kind.BadStmt, pos, end: Math.max(pos, p.prevEnd) };
  }
  const read = startsExpression[p.tok] === 1 ? simpleWithSemicolon(p) : keywordStatement(p);
  p.leave(2);
  return read;
};

const simpleWithSemicolon = (p: Parser): Stmt => {
  const read = simpleStatement(p, true);
  if (read.kind !== Kind.LabeledStmt) p.expectSemicolon();
  return read;
};

const keywordStatement = (p: Parser): Stmt => {
  const pos = p.pos;
  const tok = p.tok;
  switch (tok) {
    case Token.IF:
      return ifStatement(p);
    case Token.RETURN: {
      p.next();
      const ends = p.tok === Token.SEMICOLON || p.tok === Token.RBRACE;
      const results = ends ? none : p.listOf(parseExpr);
      const end = ends ? p.prevEnd : results[results.length - 1]!.end;
      p.expectSemicolon();
      return { kind: Kind.ReturnStmt, pos, end, results };
    }
    case Token.FOR:
      return parseFor(p);
    case Token.LBRACE: {
      const read = parseBlock(p);
      p.expectSemicolon();
      return read;
    }
    case Token.VAR:
    case Token.CONST:
    case Token.TYPE: {
      const decl = parseDecl(p);
      return { kind: Kind.DeclStmt, pos, end: decl.end, decl };
    }
    case Token.GO:
    case Token.DEFER:
      return goOrDefer(p);
    case Token.SWITCH:
      return switchStatement(p);
    case Token.SELECT:
      return selectStatement(p);
    case Token.BREAK:
    case Token.CONTINUE:
    case Token.GOTO:
    case Token.FALLTHROUGH: {
      p.next();
      let end = p.prevEnd;
      const labelled = tok === Token.GOTO || (tok !== Token.FALLTHROUGH && p.tok === Token.IDENT);
      const label = labelled ? p.ident() : undefined;
      if (label !== undefined) end = Math.max(end, label.end);
      p.expectSemicolon();
      return { kind: Kind.BranchStmt, pos, end, tok, label };
    }
    case Token.SEMICOLON:
      p.next();
      return { kind: Kind.EmptyStmt, pos, end: p.prevEnd };
    default:
      p.errorExpected('statement');
      p.skipStatement();
      return { kind: Kind.BadStmt, pos, end: Math.max(pos, p.prevEnd) };
  }
};

/** An expression, send, `++`, assignment or (`labels`) label with its statement; without the semicolon behind it. */
export const simpleStatement = (p: Parser, labels: boolean): Stmt =>
  simpleAfter(p, p.pos, p.listOf(parseExpr), labels);

/** The right side of an assignment whose operator (`tok` at `tokPos`) has been read. */
export const assignment = (
  p: Parser,
  pos: number,
  lhs: readonly Expr[],
  tok: TokenCode,
  tokPos: number,
): Stmt => {
  const rhs = p.listOf(parseExpr);
  return { kind: Kind.AssignStmt, pos, end: rhs[rhs.length - 1]!.end, lhs, tok, tokPos, rhs };
};

/** The rest of a simple statement that begins with the expressions `lhs`. */
export const simpleAfter = (p: Parser, pos: number, lhs: readonly Expr[], labels: boolean): Stmt => {
  const tok = p.tok;
  if (assigns[tok] === 1) {
    const tokPos = p.pos;
    p.next();
    return assignment(p, pos, lhs, tok, tokPos);
  }
  const x = lhs[0]!;
  if (lhs.length > 1) p.error(pos, 'expected 1 expression');
  switch (tok) {
    case Token.COLON:
      if (!labels) break;
      p.next();
      if (x.kind === Kind.Ident) {
        const stmt = p.tok === Token.RBRACE ? emptyAt(p.pos) : statement(p);
        return { kind: Kind.LabeledStmt, pos, end: Math.max(stmt.end, x.end), label: x, stmt };
      }
      p.error(p.prevEnd - 1, 'illegal label declaration');
      return { kind: Kind.BadStmt, pos, end: p.prevEnd };
    case Token.ARROW: {
      p.next();
      const value = parseExpr(p);
      return { kind: Kind.SendStmt, pos, end: value.end, chan: x, value };
    }
    case Token.INC:
    case Token.DEC:
      p.next();
      return { kind: Kind.IncDecStmt, pos, end: p.prevEnd, x, tok };
  }
  return { kind: Kind.ExprStmt, pos, end: x.end, x };
};

/** What stands behind a label at the end of a block. */
const emptyAt = (pos: number): Stmt => ({ kind: Kind.EmptyStmt, pos, end: pos });

const goOrDefer = (p: Parser): Stmt => {
  const pos = p.pos;
  const isGo = p.tok === Token.GO;
  const word = isGo ? 'go' : 'defer';
  p.next();
  let x = parseExpr(p);
  if (x.kind === Kind.ParenExpr) p.error(x.pos, `expression in ${word} must not be parenthesized`);
  while (x.kind === Kind.ParenExpr) x = x.x;
  if (x.kind !== Kind.CallExpr && x.kind !== Kind.BadExpr)
    p.error(x.end, `expression in ${word} must be function call`);
  p.expectSemicolon();
  if (x.kind !== Kind.CallExpr) return { kind: Kind.BadStmt, pos, end: x.end };
  const call: CallExpr = x;
  return isGo
    ? { kind: Kind.GoStmt, pos, end: call.end, call }
    : { kind: Kind.DeferStmt, pos, end: call.end, call };
};

/** A statement of a head that must be an expression. */
export const asExpr = (p: Parser, stmt: Stmt | undefined, want: string): Expr | undefined => {
  if (stmt === undefined) return undefined;
  if (stmt.kind === Kind.ExprStmt) return stmt.x;
  const found = stmt.kind === Kind.AssignStmt ? 'assignment' : 'simple statement';
  p.error(stmt.pos, `expected ${want}, found ${found} (missing parentheses around composite literal?)`);
  return p.badExpr(stmt.pos, stmt.end);
};

/** The head of `if`: [init;] condition. */
const ifHead = (p: Parser): { init: Stmt | undefined; cond: Expr } => {
  if (p.tok === Token.LBRACE) {
    p.error(p.pos, 'missing condition in if statement');
    return { init: undefined, cond: p.badExpr(p.pos, p.pos) };
  }
  const level = p.exprLevel;
  p.exprLevel = -1;
  let init: Stmt | undefined;
  let condition: Stmt | undefined;
  if (p.tok === Token.VAR) {
    p.error(p.pos, 'var declaration not allowed in if initializer');
    p.next();
  }
  if (p.tok !== Token.SEMICOLON) init = simpleStatement(p, false);
  if (p.tok === Token.SEMICOLON) {
    const at = p.pos;
    const isLineEnd = p.autoSemicolon;
    p.next();
    if (p.tok !== Token.LBRACE) condition = simpleStatement(p, false);
    else if (isLineEnd) p.error(at, 'unexpected newline, expecting { after if clause');
    else p.error(at, 'missing condition in if statement');
  } else {
    condition = init;
    init = undefined;
  }
  const cond = asExpr(p, condition, 'boolean expression') ?? p.badExpr(p.pos, p.pos);
  p.exprLevel = level;
  return { init, cond };
};

const ifStatement = (p: Parser): IfStmt => {
  const pos = p.pos;
  p.next();
  const { init, cond } = ifHead(p);
  const body = parseBlock(p);
  let otherwise: Stmt | undefined;
  if (p.tok === Token.ELSE) {
    p.next();
    otherwise = elseBranch(p);
  } else p.expectSemicolon();
  const end = otherwise === undefined ? body.end : otherwise.end;
  return { kind: Kind.IfStmt, pos, end, init, cond, body, else: otherwise };
};

const elseBranch = (p: Parser): Stmt => {
  const pos = p.pos;
  if (p.tok === Token.IF) {
    if (p.enter(1)) {
      const read = ifStatement(p);
      p.leave(1);
      return read;
    }
    p.next();
    p.skipStatement();
  } else if (p.tok === Token.LBRACE) {
    const read = parseBlock(p);
    p.expectSemicolon();
    return read;
  } else {
    p.errorExpected('if statement or block');
    p.skipStatement();
  }
  return { kind: Kind.BadStmt, pos, end: Math.max(pos, p.prevEnd) };
};

/** `{` clauses `}` of `switch` and `select`, with the semicolon. */
const clauses = (p: Parser, one: (p: Parser) => Stmt): BlockStmt => {
  const pos = p.pos;
  if (p.tok !== Token.LBRACE) {
    p.errorExpected("'{'");
    return block(pos, pos, none);
  }
  p.next();
  const mark = p.mark();
  while (p.tok !== Token.RBRACE && p.tok !== Token.EOF && !p.outOfPlace()) {
    if (p.tok === Token.CASE || p.tok === Token.DEFAULT) p.push(one(p));
    else {
      p.errorExpected("'case' or 'default' or '}'");
      const before = p.pos;
      p.skipStatement();
      if (p.pos === before && p.tok !== Token.RBRACE) p.next();
    }
  }
  const list = p.take<Stmt>(mark);
  p.expect(Token.RBRACE);
  const end = Math.max(p.prevEnd, pos);
  p.expectSemicolon();
  return block(pos, end, list);
};

const caseClause = (p: Parser): CaseClause => {
  const pos = p.pos;
  const isDefault = p.tok === Token.DEFAULT;
  p.next();
  const list = isDefault ? undefined : p.listOf(parseExpr);
  p.expect(Token.COLON);
  const colonEnd = p.prevEnd;
  const body = statements(p);
  const end = body.length > 0 ? body[body.length - 1]!.end : colonEnd;
  return { kind: Kind.CaseClause, pos, end, list, body };
};

const isTypeSwitch = (p: Parser, head: Stmt | undefined): head is Stmt => {
  const asserts = (x: Expr | undefined): boolean => x?.kind === Kind.TypeAssertExpr && x.type === undefined;
  if (head?.kind === Kind.ExprStmt) return asserts(head.x);
  if (head?.kind !== Kind.AssignStmt || head.lhs.length !== 1 || head.rhs.length !== 1) return false;
  if (!asserts(head.rhs[0])) return false;
  if (head.tok === Token.ASSIGN) p.error(head.tokPos, "expected ':=', found '='");
  return head.tok === Token.ASSIGN || head.tok === Token.DEFINE;
};

const switchStatement = (p: Parser): Stmt => {
  const pos = p.pos;
  p.next();
  let init: Stmt | undefined;
  let head: Stmt | undefined;
  if (p.tok !== Token.LBRACE) {
    const level = p.exprLevel;
    p.exprLevel = -1;
    if (p.tok !== Token.SEMICOLON) head = simpleStatement(p, false);
    if (p.tok === Token.SEMICOLON) {
      p.next();
      init = head;
      head = p.tok === Token.LBRACE ? undefined : simpleStatement(p, false);
    }
    p.exprLevel = level;
  }
  if (isTypeSwitch(p, head)) {
    const body = clauses(p, caseClause);
    return { kind: Kind.TypeSwitchStmt, pos, end: body.end, init, assign: head, body };
  }
  const tag = asExpr(p, head, 'switch expression');
  const body = clauses(p, caseClause);
  return { kind: Kind.SwitchStmt, pos, end: body.end, init, tag, body };
};

const commClause = (p: Parser): CommClause => {
  const pos = p.pos;
  const isDefault = p.tok === Token.DEFAULT;
  p.next();
  const comm = isDefault ? undefined : simpleStatement(p, false);
  p.expect(Token.COLON);
  const colonEnd = p.prevEnd;
  const body = statements(p);
  const end = body.length > 0 ? body[body.length - 1]!.end : colonEnd;
  return { kind: Kind.CommClause, pos, end, comm, body };
};

const selectStatement = (p: Parser): Stmt => {
  const pos = p.pos;
  p.next();
  const body = clauses(p, commClause);
  return { kind: Kind.SelectStmt, pos, end: body.end, body };
};
