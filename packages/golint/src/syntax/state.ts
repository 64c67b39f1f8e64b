/** What every part of the parser shares: the tokens, the errors, the depth, and how to find one's feet after an error. */
import type { BadExpr, Expr, GoSyntaxError, Ident, Node } from './ast.ts';
import { Kind } from './ast.ts';
import { nameAt } from './names.ts';
import { Scanner } from './scanner.ts';
import {
  startsDeclaration,
  startsExpression,
  startsStatement,
  Token,
  type TokenCode,
  tokenTexts,
} from './tokens.ts';

/**
 * How deep operands and types may stand in each other, and statements half as deep. A tree is never deeper than about
 * three times this, so neither this parser nor recursive code over the tree runs out of stack.
 */
export const maxNesting = 500;

/** A file gives at most this many errors, as one that is not Go would give one per line. */
const maxErrors = 100;

/** Shared by all nodes without parts of a kind; never written to. */
export const none: readonly never[] = [];

export class Parser extends Scanner {
  errors: GoSyntaxError[];
  /** Below 0 in the head of `if`, `for` and `switch`, where `T {` is a type and then a block, not a literal. */
  exprLevel: number;
  /** The depth of what is being read, and the deepest of the current operand. */
  nesting: number;
  deepest: number;
  /** Elements of lists that are being read, innermost last. */
  private readonly stack: Node[];
  private height: number;
  /** The end of the line of the last error: another one up to there is a consequence of the first. */
  private errorLineEnd: number;
  /** Where a comma was last found missing: only once in a place, so that a list always gets on. */
  private missingAt: number;

  constructor(text: string) {
    super(text);
    this.errors = [];
    this.exprLevel = 0;
    this.nesting = 0;
    this.deepest = 0;
    this.stack = [];
    this.height = 0;
    this.errorLineEnd = -1;
    this.missingAt = -1;
    this.next();
  }

  error(pos: number, message: string): void {
    if (this.errors.length >= maxErrors || pos <= this.errorLineEnd) return;
    const end = this.text.indexOf('\n', pos);
    this.errorLineEnd = end < 0 ? this.length : end;
    this.errors.push({ pos, message });
  }

  /** How an error message names the current token. */
  private found(): string {
    if (this.tok === Token.SEMICOLON && this.autoSemicolon)
      return this.pos >= this.length ? "'EOF'" : 'newline';
    if (this.tok < Token.IDENT || this.tok > Token.STRING) return `'${tokenTexts[this.tok]}'`;
    const text = this.text.slice(this.pos, Math.min(this.tokEnd, this.pos + 40));
    return this.tokEnd - this.pos > 40 ? `${text}...` : text;
  }

  errorExpected(what: string): void {
    this.error(this.pos, `expected ${what}, found ${this.found()}`);
  }

  /** Takes the token if it is `tok`, otherwise reports it and leaves it. Gives the position either way. */
  expect(tok: TokenCode): number {
    const pos = this.pos;
    if (this.tok === tok) this.next();
    else this.errorExpected(`'${tokenTexts[tok]}'`);
    return pos;
  }

  /** Like `expect`, for the bracket that closes a list: a line end before it is missing a comma. */
  expectClosing(tok: TokenCode, context: string): void {
    if (this.tok === Token.SEMICOLON && this.autoSemicolon && this.pos < this.length) {
      this.error(this.pos, `missing ',' before newline in ${context}`);
      this.next();
    }
    this.expect(tok);
  }

  /** The semicolon behind a statement or declaration; may be missing before `)` and `}`. */
  expectSemicolon(): void {
    if (this.tok === Token.SEMICOLON) this.next();
    else if (this.tok !== Token.RPAREN && this.tok !== Token.RBRACE) {
      this.errorExpected("';'");
      if (this.tok === Token.COMMA) this.next();
      else this.skipStatement();
    }
  }

  /**
   * Between two elements of a list that `closing` ends: whether another one follows. A missing comma is reported, and
   * the list goes on if the next token can begin an element and (`acrossLines`) a line end may lie between them.
   */
  anotherElement(closing: TokenCode, context: string, acrossLines: boolean): boolean {
    if (this.tok === Token.COMMA) {
      this.next();
      return this.tok !== closing && this.tok !== Token.EOF;
    }
    if (this.tok === closing || this.tok === Token.EOF) return false;
    if (this.tok === Token.SEMICOLON && this.autoSemicolon) {
      this.error(this.pos, `missing ',' before newline in ${context}`);
      if (!acrossLines && !this.closesOnNextLine(closing)) return false;
      this.next();
    } else {
      this.error(this.pos, `missing ',' in ${context}`);
    }
    if (this.pos === this.missingAt || this.tok === closing) return false;
    this.missingAt = this.pos;
    return startsExpression[this.tok] === 1 && !this.atFuncDecl();
  }

  /** Whether the first character behind the line end is the closing bracket. */
  private closesOnNextLine(closing: TokenCode): boolean {
    let at = this.tokEnd;
    while (this.units[at] === 32 || this.units[at] === 9) at++;
    return this.units[at] === tokenTexts[closing]!.charCodeAt(0);
  }

  ident(): Ident {
    const pos = this.pos;
    if (this.tok !== Token.IDENT) {
      this.errorExpected("'IDENT'");
      return { kind: Kind.Ident, pos, end: pos, name: '_' };
    }
    const end = this.tokEnd;
    const name = nameAt(this.units, this.text, pos, end, this.hash);
    this.next();
    return { kind: Kind.Ident, pos, end, name };
  }

  badExpr(pos: number, end: number): BadExpr {
    return { kind: Kind.BadExpr, pos, end };
  }

  /** Reports that `what` was expected here, and skips to where the expression may end. */
  badOperand(what: string): BadExpr {
    const pos = this.pos;
    this.errorExpected(what);
    this.skipExpression(false);
    return this.badExpr(pos, Math.max(pos, this.prevEnd));
  }

  /** Skips an expression for which `enter` or `deepen` said no. */
  tooDeep(): BadExpr {
    const pos = this.pos;
    this.skipExpression(true);
    return this.badExpr(pos, Math.max(pos, this.prevEnd));
  }

  /**
   * Goes deeper by `levels`: false if that is too deep, which is reported; the caller then skips and does not `leave`.
   * What is several nodes or many stack frames per nesting counts as several levels.
   */
  enter(levels: number): boolean {
    if (this.nesting + levels > maxNesting) {
      this.error(this.pos, 'exceeded max nesting depth');
      return false;
    }
    this.nesting += levels;
    if (this.nesting > this.deepest) this.deepest = this.nesting;
    return true;
  }

  leave(levels: number): void {
    this.nesting -= levels;
  }

  /** Puts the operand read so far one level deeper (a chain such as `a.b.c`): false if that is too deep. */
  deepen(): boolean {
    if (this.deepest >= maxNesting) {
      this.error(this.pos, 'exceeded max nesting depth');
      return false;
    }
    this.deepest++;
    return true;
  }

  /** Whether a function declaration begins here that has no place inside a body: `func` at the start of a line, and a name. */
  atFuncDecl(): boolean {
    if (this.tok !== Token.FUNC || !this.atLineStart()) return false;
    const units = this.units;
    let at = this.tokEnd;
    while (units[at] === 32 || units[at] === 9) at++;
    if (units[at] !== 40) return at > this.tokEnd && units[at] !== 10;
    const limit = Math.min(this.length, at + 500);
    while (at < limit && units[at] !== 41 && units[at] !== 10) at++;
    if (units[at] !== 41) return false;
    at++;
    while (units[at] === 32) at++;
    const nameStart = at;
    while (at < limit && units[at] !== 40 && units[at] !== 32 && units[at] !== 123 && units[at] !== 10) at++;
    return at > nameStart && units[at] === 40;
  }

  atLineStart(): boolean {
    return this.pos === 0 || this.units[this.pos - 1] === 10;
  }

  /** Whether a top-level declaration begins here, judged by its place at the start of a line. */
  private atTopLevel(): boolean {
    return (
      startsDeclaration[this.tok] === 1 &&
      this.atLineStart() &&
      (this.tok !== Token.FUNC || this.atFuncDecl())
    );
  }

  /** Whether a list must end here because a declaration of the file begins: after an error `var` and the like count too. */
  outOfPlace(): boolean {
    return this.atFuncDecl() || (this.errors.length > 0 && this.atTopLevel());
  }

  /**
   * Skips the rest of a statement: to behind its semicolon, or to the bracket that closes what it stands in, or to a
   * keyword that begins another one. Brackets that open on the way are skipped with what they hold.
   */
  skipStatement(): void {
    for (let depth = 0; this.tok !== Token.EOF && !this.atTopLevel(); this.next()) {
      if (depth === 0) {
        if (this.tok === Token.SEMICOLON) {
          this.next();
          return;
        }
        if (startsStatement[this.tok] === 1 || this.tok === Token.CASE || this.tok === Token.DEFAULT) return;
      }
      if (this.tok >= Token.LPAREN && this.tok <= Token.LBRACE) depth++;
      else if (this.tok >= Token.RPAREN && this.tok <= Token.RBRACE && --depth < 0) {
        if (this.tok === Token.RBRACE) return;
        depth = 0;
      }
    }
  }

  /** Skips what should have been an expression, to a comma, colon, semicolon, closing bracket or (later) keyword. */
  private skipExpression(keywordFirst: boolean): void {
    const start = this.pos;
    for (let depth = 0; this.tok !== Token.EOF && !this.atTopLevel(); this.next()) {
      const tok = this.tok;
      if (tok >= Token.LPAREN && tok <= Token.LBRACE) depth++;
      else if (tok >= Token.RPAREN && tok <= Token.RBRACE && --depth < 0) return;
      else if (depth === 0) {
        const ends = tok === Token.COMMA || tok === Token.COLON || tok === Token.SEMICOLON;
        if (ends || (tok >= Token.BREAK && (!keywordFirst || this.pos !== start))) return;
      }
    }
  }

  /** Skips to the next declaration of the top level. */
  skipDeclaration(): void {
    for (; this.tok !== Token.EOF; this.next()) {
      if (startsDeclaration[this.tok] === 1 && (this.tok !== Token.FUNC || this.atFuncDecl())) return;
    }
  }

  /** Where a list begins on the stack of elements: give it to `take`. */
  mark(): number {
    return this.height;
  }

  push(node: Node): void {
    this.stack[this.height++] = node;
  }

  /** The elements pushed since `mark`, in an array of just their number. */
  take<T extends Node>(mark: number): readonly T[] {
    const stack = this.stack as T[];
    const count = this.height - mark;
    this.height = mark;
    switch (count) {
      case 0:
        return none;
      case 1:
        return [stack[mark]!];
      case 2:
        return [stack[mark]!, stack[mark + 1]!];
      case 3:
        return [stack[mark]!, stack[mark + 1]!, stack[mark + 2]!];
      default:
        return stack.slice(mark, mark + count);
    }
  }

  /** Reads `one, one, ...`. */
  listOf(one: (p: Parser) => Expr): readonly Expr[] {
    const first = one(this);
    if (this.tok !== Token.COMMA) return [first];
    const mark = this.mark();
    this.push(first);
    while (this.tok === Token.COMMA) {
      this.next();
      this.push(one(this));
    }
    return this.take<Expr>(mark);
  }
}
