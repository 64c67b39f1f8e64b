/** The tokens of Go, in the order and with the spelling of go/token, and what the parser asks of each. */

/** [name, text, precedence of the binary operator (0: none)] */
const table = [
  ['ILLEGAL', 'ILLEGAL', 0],
  ['EOF', 'EOF', 0],
  ['IDENT', 'IDENT', 0],
  ['INT', 'INT', 0],
  ['FLOAT', 'FLOAT', 0],
  ['IMAG', 'IMAG', 0],
  ['CHAR', 'CHAR', 0],
  ['STRING', 'STRING', 0],
  ['ADD', '+', 4],
  ['SUB', '-', 4],
  ['MUL', '*', 5],
  ['QUO', '/', 5],
  ['REM', '%', 5],
  ['AND', '&', 5],
  ['OR', '|', 4],
  ['XOR', '^', 4],
  ['SHL', '<<', 5],
  ['SHR', '>>', 5],
  ['AND_NOT', '&^', 5],
  ['ADD_ASSIGN', '+=', 0],
  ['SUB_ASSIGN', '-=', 0],
  ['MUL_ASSIGN', '*=', 0],
  ['QUO_ASSIGN', '/=', 0],
  ['REM_ASSIGN', '%=', 0],
  ['AND_ASSIGN', '&=', 0],
  ['OR_ASSIGN', '|=', 0],
  ['XOR_ASSIGN', '^=', 0],
  ['SHL_ASSIGN', '<<=', 0],
  ['SHR_ASSIGN', '>>=', 0],
  ['AND_NOT_ASSIGN', '&^=', 0],
  ['ASSIGN', '=', 0],
  ['DEFINE', ':=', 0],
  ['LAND', '&&', 2],
  ['LOR', '||', 1],
  ['ARROW', '<-', 0],
  ['INC', '++', 0],
  ['DEC', '--', 0],
  ['EQL', '==', 3],
  ['NEQ', '!=', 3],
  ['LSS', '<', 3],
  ['LEQ', '<=', 3],
  ['GTR', '>', 3],
  ['GEQ', '>=', 3],
  ['NOT', '!', 0],
  ['TILDE', '~', 0],
  ['ELLIPSIS', '...', 0],
  ['LPAREN', '(', 0],
  ['LBRACK', '[', 0],
  ['LBRACE', '{', 0],
  ['RPAREN', ')', 0],
  ['RBRACK', ']', 0],
  ['RBRACE', '}', 0],
  ['COMMA', ',', 0],
  ['PERIOD', '.', 0],
  ['SEMICOLON', ';', 0],
  ['COLON', ':', 0],
  ['BREAK', 'break', 0],
  ['CASE', 'case', 0],
  ['CHAN', 'chan', 0],
  ['CONST', 'const', 0],
  ['CONTINUE', 'continue', 0],
  ['DEFAULT', 'default', 0],
  ['DEFER', 'defer', 0],
  ['ELSE', 'else', 0],
  ['FALLTHROUGH', 'fallthrough', 0],
  ['FOR', 'for', 0],
  ['FUNC', 'func', 0],
  ['GO', 'go', 0],
  ['GOTO', 'goto', 0],
  ['IF', 'if', 0],
  ['IMPORT', 'import', 0],
  ['INTERFACE', 'interface', 0],
  ['MAP', 'map', 0],
  ['PACKAGE', 'package', 0],
  ['RANGE', 'range', 0],
  ['RETURN', 'return', 0],
  ['SELECT', 'select', 0],
  ['STRUCT', 'struct', 0],
  ['SWITCH', 'switch', 0],
  ['TYPE', 'type', 0],
  ['VAR', 'var', 0],
] as const;

/** A token code: one of the values of `Token`. */
export type TokenCode = number;

/** Token codes by go/token's names: `Token.ADD_ASSIGN`. Plain numbers, so that a comparison never narrows the parser's state. */
export const Token = Object.fromEntries(table.map(([name], code) => [name, code])) as {
  readonly [Name in (typeof table)[number][0]]: TokenCode;
};

/** How the token is spelled, by code: `+=`, `func`; `IDENT`, `INT` and so on for classes of tokens. */
export const tokenTexts: readonly string[] = table.map(([, text]) => text);

/** Precedence of a binary operator (1 to 5), 0 for every other token. */
export const precedences = Uint8Array.from(table, ([, , precedence]) => precedence);

const flagsOf = (...codes: TokenCode[]): Uint8Array => {
  const flags = new Uint8Array(table.length);
  for (const code of codes) flags[code] = 1;
  return flags;
};

export const firstKeyword = Token.BREAK;
export const keywords = table.slice(firstKeyword).map(([, text]) => text);

/** Tokens after which a line end (or the end of the file) stands for a semicolon. */
export const endsStatement = flagsOf(
  Token.IDENT,
  Token.INT,
  Token.FLOAT,
  Token.IMAG,
  Token.CHAR,
  Token.STRING,
  Token.BREAK,
  Token.CONTINUE,
  Token.FALLTHROUGH,
  Token.RETURN,
  Token.INC,
  Token.DEC,
  Token.RPAREN,
  Token.RBRACK,
  Token.RBRACE,
);

/** Keywords that only ever start a statement: where the parser finds its feet again. */
export const startsStatement = flagsOf(
  Token.BREAK,
  Token.CONST,
  Token.CONTINUE,
  Token.DEFER,
  Token.FALLTHROUGH,
  Token.FOR,
  Token.GO,
  Token.GOTO,
  Token.IF,
  Token.RETURN,
  Token.SELECT,
  Token.SWITCH,
  Token.TYPE,
  Token.VAR,
);

export const startsDeclaration = flagsOf(Token.IMPORT, Token.CONST, Token.TYPE, Token.VAR, Token.FUNC);

/** `=`, `:=` and the operators with `=`. */
export const assigns = flagsOf(
  Token.DEFINE,
  ...table.flatMap(([name], code) => (name.endsWith('ASSIGN') ? [code] : [])),
);

/** Tokens that can begin an expression (types included). */
export const startsExpression = flagsOf(
  Token.IDENT,
  Token.INT,
  Token.FLOAT,
  Token.IMAG,
  Token.CHAR,
  Token.STRING,
  Token.FUNC,
  Token.LPAREN,
  Token.LBRACK,
  Token.STRUCT,
  Token.MAP,
  Token.CHAN,
  Token.INTERFACE,
  Token.ADD,
  Token.SUB,
  Token.MUL,
  Token.AND,
  Token.XOR,
  Token.ARROW,
  Token.NOT,
  Token.TILDE,
);
