/** The lexer: one token of look-ahead over UTF-16 code units, with Go's automatic semicolons. */
import type { Comment } from './ast.ts';
import { numberClass, numberEnd, runeEnd, stringEnd } from './literals.ts';
import { endsStatement, firstKeyword, keywords, Token, type TokenCode } from './tokens.ts';
import { codePointAt, isUnicodeDigit, isUnicodeLetter, unitsOf } from './units.ts';

/** 1: letter or `_`; 2: digit; of the first 128 code units. */
const classes = Uint8Array.from({ length: 128 }, (_, c) => {
  if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95) return 1;
  return c >= 48 && c <= 57 ? 2 : 0;
});

/** cmd/compile's perfect hash of the keywords. */
const keywordSlot = (first: number, second: number, length: number): number =>
  (((first << 4) ^ second) + length) & 63;
const keywordCodes = new Uint8Array(64);
for (const [i, word] of keywords.entries())
  keywordCodes[keywordSlot(word.charCodeAt(0), word.charCodeAt(1), word.length)] = firstKeyword + i;

const byteOrderMark = 0xfeff;

const showIllegal = (codePoint: number): string => {
  if (codePoint === 0) return 'illegal character NUL';
  if (codePoint === byteOrderMark) return 'illegal byte order mark';
  const code = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  return `illegal character ${code}${codePoint < 32 ? '' : ` '${String.fromCodePoint(codePoint)}'`}`;
};

/** Holds the current token; the parser's state is built on it. */
export abstract class Scanner {
  readonly text: string;
  readonly units: Uint16Array;
  readonly length: number;
  /** The current token: its code and its place in the text. */
  tok: TokenCode;
  pos: number;
  tokEnd: number;
  /** Whether the current token is a semicolon that a line end stands for. */
  autoSemicolon: boolean;
  /** The end of the token before the current one. */
  prevEnd: number;
  /** Of the current token, if it is an identifier. */
  hash: number;
  readonly comments: Comment[];

  constructor(text: string) {
    this.text = text;
    this.units = unitsOf(text);
    this.length = text.length;
    this.tok = Token.ILLEGAL;
    this.pos = 0;
    this.tokEnd = text.charCodeAt(0) === byteOrderMark ? 1 : 0;
    this.autoSemicolon = false;
    this.prevEnd = 0;
    this.hash = 0;
    this.comments = [];
  }

  abstract error(pos: number, message: string): void;

  readonly report = (pos: number, message: string): void => this.error(pos, message);

  /** Goes on to the next token. At the end of the text that is EOF, as often as asked. */
  next(): void {
    const units = this.units;
    const semicolonIfLineEnds = endsStatement[this.tok] === 1;
    let semicolonAt = -1;
    let at = this.tokEnd;
    this.prevEnd = at;
    this.autoSemicolon = false;
    for (;;) {
      const c = units[at]!;
      if (c === 32 || c === 9 || c === 13) {
        at++;
      } else if (c === 10) {
        if (semicolonIfLineEnds) {
          this.putSemicolon(semicolonAt < 0 ? at : semicolonAt, at + 1);
          return;
        }
        at++;
      } else if (c === 47 && (units[at + 1] === 47 || units[at + 1] === 42)) {
        const end = units[at + 1] === 47 ? this.lineCommentEnd(at) : this.blockCommentEnd(at);
        this.comments.push({ pos: at, end });
        if (semicolonIfLineEnds) {
          if (semicolonAt < 0) semicolonAt = at;
          if (units[at + 1] === 42 && this.hasLineEnd(at, end)) {
            this.putSemicolon(semicolonAt, end);
            return;
          }
        }
        at = end;
      } else if (c < 128 ? classes[c] === 1 : isUnicodeLetter(codePointAt(units, at))) {
        this.name(at);
        return;
      } else if (at >= this.length) {
        if (semicolonIfLineEnds) {
          this.putSemicolon(semicolonAt < 0 ? this.length : semicolonAt, this.length);
          return;
        }
        this.put(Token.EOF, this.length, this.length);
        return;
      } else {
        const before = at;
        this.tok = Token.ILLEGAL;
        this.pos = at;
        at = this.literalOrOperator(at, c);
        if (this.tok !== Token.ILLEGAL) {
          this.tokEnd = at;
          return;
        }
        const codePoint = codePointAt(units, before);
        this.error(before, showIllegal(codePoint));
        at = before + (codePoint > 0xffff ? 2 : 1);
      }
    }
  }

  private put(tok: TokenCode, pos: number, end: number): void {
    this.tok = tok;
    this.pos = pos;
    this.tokEnd = end;
  }

  private putSemicolon(pos: number, end: number): void {
    this.put(Token.SEMICOLON, pos, end);
    this.autoSemicolon = true;
  }

  private lineCommentEnd(pos: number): number {
    const units = this.units;
    const length = this.length;
    let at = pos + 2;
    while (at < length && units[at] !== 10) at++;
    return units[at - 1] === 13 && at > pos + 2 ? at - 1 : at;
  }

  private blockCommentEnd(pos: number): number {
    const close = this.text.indexOf('*/', pos + 2);
    if (close >= 0) return close + 2;
    this.error(pos, 'comment not terminated');
    return this.length;
  }

  private hasLineEnd(pos: number, end: number): boolean {
    for (let at = pos; at < end; at++) if (this.units[at] === 10) return true;
    return false;
  }

  private name(pos: number): void {
    const units = this.units;
    let hash = 0;
    let at = pos;
    let onlyAscii = true;
    for (;;) {
      const c = units[at]!;
      if (c < 128) {
        if (classes[c] === 0) break;
        hash = (Math.imul(hash, 31) + c) | 0;
        at++;
      } else {
        const codePoint = codePointAt(units, at);
        if (!isUnicodeLetter(codePoint) && !isUnicodeDigit(codePoint)) break;
        hash = (Math.imul(hash, 31) + codePoint) | 0;
        at += codePoint > 0xffff ? 2 : 1;
        onlyAscii = false;
      }
    }
    this.pos = pos;
    this.tokEnd = at;
    this.hash = hash;
    this.tok = Token.IDENT;
    const length = at - pos;
    if (length < 2 || length > 11 || !onlyAscii) return;
    const code = keywordCodes[keywordSlot(units[pos]!, units[pos + 1]!, length)]!;
    if (code === 0) return;
    const word = keywords[code - firstKeyword]!;
    if (word.length !== length) return;
    for (let i = 0; i < length; i++) if (word.charCodeAt(i) !== units[pos + i]) return;
    this.tok = code;
  }

  private number(pos: number): number {
    const units = this.units;
    let at = pos;
    while (classes[units[at]! & 127] === 2 && units[at]! < 128) at++;
    const c = units[at]!;
    const plain = c !== 46 && c !== 95 && (c >= 128 || classes[c] === 0);
    if (plain && (units[pos] !== 48 || at === pos + 1)) {
      this.tok = Token.INT;
      return at;
    }
    at = numberEnd(units, pos, this.report);
    this.tok = numberClass === 'int' ? Token.INT : numberClass === 'float' ? Token.FLOAT : Token.IMAG;
    return at;
  }

  private rawStringEnd(pos: number): number {
    const close = this.text.indexOf('`', pos + 1);
    if (close >= 0) return close + 1;
    this.error(pos, 'raw string literal not terminated');
    return this.length;
  }

  /** `code`, or one of the operators that are longer by `=`; gives the end. */
  private operator(at: number, code: TokenCode, withEquals: TokenCode): number {
    if (this.units[at] === 61) {
      this.tok = withEquals;
      return at + 1;
    }
    this.tok = code;
    return at;
  }

  /** A token that is no name: sets `tok` and gives its end; leaves `tok` at ILLEGAL for what is none of Go's. */
  private literalOrOperator(pos: number, c: number): number {
    const units = this.units;
    const at = pos + 1;
    const second = units[at]!;
    switch (c) {
      case 46: // .
        if (second < 128 && classes[second] === 2) return this.number(pos);
        if (second === 46 && units[at + 1] === 46) {
          this.tok = Token.ELLIPSIS;
          return at + 2;
        }
        this.tok = Token.PERIOD;
        return at;
      case 40:
        this.tok = Token.LPAREN;
        return at;
      case 41:
        this.tok = Token.RPAREN;
        return at;
      case 44:
        this.tok = Token.COMMA;
        return at;
      case 123:
        this.tok = Token.LBRACE;
        return at;
      case 125:
        this.tok = Token.RBRACE;
        return at;
      case 91:
        this.tok = Token.LBRACK;
        return at;
      case 93:
        this.tok = Token.RBRACK;
        return at;
      case 59:
        this.tok = Token.SEMICOLON;
        return at;
      case 34:
        this.tok = Token.STRING;
        return stringEnd(units, pos, this.length, this.report);
      case 96:
        this.tok = Token.STRING;
        return this.rawStringEnd(pos);
      case 39:
        this.tok = Token.CHAR;
        return runeEnd(units, pos, this.length, this.report);
      case 58: // :
        return this.operator(at, Token.COLON, Token.DEFINE);
      case 61: // =
        return this.operator(at, Token.ASSIGN, Token.EQL);
      case 33: // !
        return this.operator(at, Token.NOT, Token.NEQ);
      case 43: // +
        if (second === 43) {
          this.tok = Token.INC;
          return at + 1;
        }
        return this.operator(at, Token.ADD, Token.ADD_ASSIGN);
      case 45: // -
        if (second === 45) {
          this.tok = Token.DEC;
          return at + 1;
        }
        return this.operator(at, Token.SUB, Token.SUB_ASSIGN);
      case 42: // *
        return this.operator(at, Token.MUL, Token.MUL_ASSIGN);
      case 47: // /
        return this.operator(at, Token.QUO, Token.QUO_ASSIGN);
      case 37: // %
        return this.operator(at, Token.REM, Token.REM_ASSIGN);
      case 94: // ^
        return this.operator(at, Token.XOR, Token.XOR_ASSIGN);
      case 126:
        this.tok = Token.TILDE;
        return at;
      case 38: // &
        if (second === 38) {
          this.tok = Token.LAND;
          return at + 1;
        }
        if (second === 94) return this.operator(at + 1, Token.AND_NOT, Token.AND_NOT_ASSIGN);
        return this.operator(at, Token.AND, Token.AND_ASSIGN);
      case 124: // |
        if (second === 124) {
          this.tok = Token.LOR;
          return at + 1;
        }
        return this.operator(at, Token.OR, Token.OR_ASSIGN);
      case 60: // <
        if (second === 45) {
          this.tok = Token.ARROW;
          return at + 1;
        }
        if (second === 60) return this.operator(at + 1, Token.SHL, Token.SHL_ASSIGN);
        return this.operator(at, Token.LSS, Token.LEQ);
      case 62: // >
        if (second === 62) return this.operator(at + 1, Token.SHR, Token.SHR_ASSIGN);
        return this.operator(at, Token.GTR, Token.GEQ);
      default:
        return c >= 48 && c <= 57 ? this.number(pos) : pos;
    }
  }
}
