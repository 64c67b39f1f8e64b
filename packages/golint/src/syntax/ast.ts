/**
 * The syntax tree of a Go file, in the words of go/ast (field names in lower camel case).
 *
 * Every node begins with `kind`, `pos` and `end`: offsets in UTF-16 code units into the text that was parsed, `end` is
 * exclusive. `LineIndex` turns them into lines and columns. A position that may be absent is -1; a part that may be
 * absent is undefined. Literals and comments hold no text of their own: slice it out of the source.
 * A tree is at most a few thousand nodes deep (see `maxNesting`), so recursive code over it is safe.
 */
import type { TokenCode } from './tokens.ts';

/** The discriminator of `Node`. Numbers, so that rules can be looked up in arrays; `kindNames` names them. */
export const Kind = {
  Ident: 1,
  BasicLit: 2,
  SelectorExpr: 3,
  CallExpr: 4,
  BinaryExpr: 5,
  UnaryExpr: 6,
  StarExpr: 7,
  IndexExpr: 8,
  IndexListExpr: 9,
  SliceExpr: 10,
  ParenExpr: 11,
  KeyValueExpr: 12,
  CompositeLit: 13,
  FuncLit: 14,
  TypeAssertExpr: 15,
  Ellipsis: 16,
  BadExpr: 17,
  ArrayType: 18,
  MapType: 19,
  ChanType: 20,
  FuncType: 21,
  StructType: 22,
  InterfaceType: 23,
  Field: 24,
  FieldList: 25,
  ExprStmt: 26,
  AssignStmt: 27,
  BlockStmt: 28,
  IfStmt: 29,
  ReturnStmt: 30,
  RangeStmt: 31,
  ForStmt: 32,
  IncDecStmt: 33,
  DeclStmt: 34,
  GoStmt: 35,
  DeferStmt: 36,
  SendStmt: 37,
  BranchStmt: 38,
  LabeledStmt: 39,
  SwitchStmt: 40,
  TypeSwitchStmt: 41,
  CaseClause: 42,
  SelectStmt: 43,
  CommClause: 44,
  EmptyStmt: 45,
  BadStmt: 46,
  GenDecl: 47,
  FuncDecl: 48,
  BadDecl: 49,
  ImportSpec: 50,
  ValueSpec: 51,
  TypeSpec: 52,
  File: 53,
} as const;

/** The name of a kind, by number: `kindNames[node.kind]`. */
export const kindNames: readonly string[] = Object.entries(Kind).reduce<string[]>((names, [name, kind]) => {
  names[kind] = name;
  return names;
}, []);

interface At<K extends number> {
  readonly kind: K;
  /** Offset of the first UTF-16 code unit. */
  readonly pos: number;
  /** Offset behind the last UTF-16 code unit. */
  readonly end: number;
}

export interface Ident extends At<typeof Kind.Ident> {
  readonly name: string;
}
/** INT, FLOAT, IMAG, CHAR or STRING. */
export interface BasicLit extends At<typeof Kind.BasicLit> {
  readonly tok: TokenCode;
}
export interface SelectorExpr extends At<typeof Kind.SelectorExpr> {
  readonly x: Expr;
  readonly sel: Ident;
}
/** A call or a conversion. `ellipsis` is the position of `...` behind the last argument, or -1. */
export interface CallExpr extends At<typeof Kind.CallExpr> {
  readonly fun: Expr;
  readonly lparen: number;
  readonly args: readonly Expr[];
  readonly ellipsis: number;
}
/** A chain of one operator with very many operands is kept as a balanced tree, a shorter one leans left as in go/ast. */
export interface BinaryExpr extends At<typeof Kind.BinaryExpr> {
  readonly op: TokenCode;
  readonly opPos: number;
  readonly x: Expr;
  readonly y: Expr;
}
/** `+ - ! ^ & ~` and `<-` (a receive). */
export interface UnaryExpr extends At<typeof Kind.UnaryExpr> {
  readonly op: TokenCode;
  readonly x: Expr;
}
/** `*x`: a pointer type or an indirection. */
export interface StarExpr extends At<typeof Kind.StarExpr> {
  readonly x: Expr;
}
/** `x[index]`: an element, or an instantiation with one type argument: only types can tell. */
export interface IndexExpr extends At<typeof Kind.IndexExpr> {
  readonly x: Expr;
  readonly lbrack: number;
  readonly index: Expr;
}
/** `x[A, B]`: an instantiation with several type arguments. */
export interface IndexListExpr extends At<typeof Kind.IndexListExpr> {
  readonly x: Expr;
  readonly lbrack: number;
  readonly indices: readonly Expr[];
}
export interface SliceExpr extends At<typeof Kind.SliceExpr> {
  readonly x: Expr;
  readonly low: Expr | undefined;
  readonly high: Expr | undefined;
  readonly max: Expr | undefined;
}
export interface ParenExpr extends At<typeof Kind.ParenExpr> {
  readonly x: Expr;
}
export interface KeyValueExpr extends At<typeof Kind.KeyValueExpr> {
  readonly key: Expr;
  readonly value: Expr;
}
/** `type` is undefined for an element whose type is left out: `{1, 2}` in `[][]int{{1, 2}}`. */
export interface CompositeLit extends At<typeof Kind.CompositeLit> {
  readonly type: Expr | undefined;
  readonly lbrace: number;
  readonly elts: readonly Expr[];
}
export interface FuncLit extends At<typeof Kind.FuncLit> {
  readonly type: FuncType;
  readonly body: BlockStmt;
}
/** `x.(type)` of a type switch has no `type`. */
export interface TypeAssertExpr extends At<typeof Kind.TypeAssertExpr> {
  readonly x: Expr;
  readonly type: Expr | undefined;
}
/** `...T` of a parameter, or `...` as the length of an array. */
export interface Ellipsis extends At<typeof Kind.Ellipsis> {
  readonly elt: Expr | undefined;
}
/** Text that is no expression; there is an error for it. */
export interface BadExpr extends At<typeof Kind.BadExpr> {}

/** `[]T` has no `len`, `[...]T` an Ellipsis. */
export interface ArrayType extends At<typeof Kind.ArrayType> {
  readonly len: Expr | undefined;
  readonly elt: Expr;
}
export interface MapType extends At<typeof Kind.MapType> {
  readonly key: Expr;
  readonly value: Expr;
}
export interface ChanType extends At<typeof Kind.ChanType> {
  readonly dir: 'both' | 'send' | 'recv';
  readonly value: Expr;
}
/** `pos` is that of `func`, or of the parameters where a method of an interface has no `func`. */
export interface FuncType extends At<typeof Kind.FuncType> {
  readonly typeParams: FieldList | undefined;
  readonly params: FieldList;
  readonly results: FieldList | undefined;
}
export interface StructType extends At<typeof Kind.StructType> {
  readonly fields: FieldList;
}
/** A method is a Field with one name and a FuncType; an embedded element is a Field without names. */
export interface InterfaceType extends At<typeof Kind.InterfaceType> {
  readonly methods: FieldList;
}
/** Fields, parameters or type parameters of one type. No names: an embedded field, or parameters without names. */
export interface Field extends At<typeof Kind.Field> {
  readonly names: readonly Ident[];
  readonly type: Expr;
  readonly tag: BasicLit | undefined;
}
/** `pos` and `end` take in the brackets, where there are any. */
export interface FieldList extends At<typeof Kind.FieldList> {
  readonly list: readonly Field[];
}

export interface ExprStmt extends At<typeof Kind.ExprStmt> {
  readonly x: Expr;
}
/** `tok` is ASSIGN, DEFINE or an operator with `=`. */
export interface AssignStmt extends At<typeof Kind.AssignStmt> {
  readonly lhs: readonly Expr[];
  readonly tok: TokenCode;
  readonly tokPos: number;
  readonly rhs: readonly Expr[];
}
export interface BlockStmt extends At<typeof Kind.BlockStmt> {
  readonly list: readonly Stmt[];
}
export interface IfStmt extends At<typeof Kind.IfStmt> {
  readonly init: Stmt | undefined;
  readonly cond: Expr;
  readonly body: BlockStmt;
  /** A BlockStmt or an IfStmt. */
  readonly else: Stmt | undefined;
}
export interface ReturnStmt extends At<typeof Kind.ReturnStmt> {
  readonly results: readonly Expr[];
}
/** `tok` is DEFINE or ASSIGN, or ILLEGAL where there is no key (`for range x`); `range` is the position of the keyword. */
export interface RangeStmt extends At<typeof Kind.RangeStmt> {
  readonly key: Expr | undefined;
  readonly value: Expr | undefined;
  readonly tok: TokenCode;
  readonly range: number;
  readonly x: Expr;
  readonly body: BlockStmt;
}
export interface ForStmt extends At<typeof Kind.ForStmt> {
  readonly init: Stmt | undefined;
  readonly cond: Expr | undefined;
  readonly post: Stmt | undefined;
  readonly body: BlockStmt;
}
/** `tok` is INC or DEC. */
export interface IncDecStmt extends At<typeof Kind.IncDecStmt> {
  readonly x: Expr;
  readonly tok: TokenCode;
}
export interface DeclStmt extends At<typeof Kind.DeclStmt> {
  readonly decl: GenDecl | FuncDecl | BadDecl;
}
export interface GoStmt extends At<typeof Kind.GoStmt> {
  readonly call: CallExpr;
}
export interface DeferStmt extends At<typeof Kind.DeferStmt> {
  readonly call: CallExpr;
}
export interface SendStmt extends At<typeof Kind.SendStmt> {
  readonly chan: Expr;
  readonly value: Expr;
}
/** `tok` is BREAK, CONTINUE, GOTO or FALLTHROUGH. */
export interface BranchStmt extends At<typeof Kind.BranchStmt> {
  readonly tok: TokenCode;
  readonly label: Ident | undefined;
}
export interface LabeledStmt extends At<typeof Kind.LabeledStmt> {
  readonly label: Ident;
  readonly stmt: Stmt;
}
/** `body` holds CaseClauses only. */
export interface SwitchStmt extends At<typeof Kind.SwitchStmt> {
  readonly init: Stmt | undefined;
  readonly tag: Expr | undefined;
  readonly body: BlockStmt;
}
/** `assign` is `v := x.(type)` or the ExprStmt `x.(type)`; `body` holds CaseClauses only. */
export interface TypeSwitchStmt extends At<typeof Kind.TypeSwitchStmt> {
  readonly init: Stmt | undefined;
  readonly assign: Stmt;
  readonly body: BlockStmt;
}
/** `list` is undefined for `default`. */
export interface CaseClause extends At<typeof Kind.CaseClause> {
  readonly list: readonly Expr[] | undefined;
  readonly body: readonly Stmt[];
}
/** `body` holds CommClauses only. */
export interface SelectStmt extends At<typeof Kind.SelectStmt> {
  readonly body: BlockStmt;
}
/** `comm` is a SendStmt, an ExprStmt or an AssignStmt; undefined for `default`. */
export interface CommClause extends At<typeof Kind.CommClause> {
  readonly comm: Stmt | undefined;
  readonly body: readonly Stmt[];
}
/** A lone semicolon. */
export interface EmptyStmt extends At<typeof Kind.EmptyStmt> {}
/** Text that is no statement; there is an error for it. */
export interface BadStmt extends At<typeof Kind.BadStmt> {}

/** `tok` is IMPORT, CONST, TYPE or VAR; `lparen` the position of `(`, or -1. */
export interface GenDecl extends At<typeof Kind.GenDecl> {
  readonly tok: TokenCode;
  readonly lparen: number;
  readonly specs: readonly Spec[];
}
/** A function (`recv` undefined) or a method; `body` is undefined where it is declared elsewhere (assembly). */
export interface FuncDecl extends At<typeof Kind.FuncDecl> {
  readonly recv: FieldList | undefined;
  readonly name: Ident;
  readonly type: FuncType;
  readonly body: BlockStmt | undefined;
}
/** Text that is no declaration; there is an error for it. */
export interface BadDecl extends At<typeof Kind.BadDecl> {}

/** `name` is the local name, also `_` or `.`; `value` the path without its quotes. */
export interface ImportSpec extends At<typeof Kind.ImportSpec> {
  readonly name: Ident | undefined;
  readonly path: BasicLit;
  readonly value: string;
}
/** A line of `const` or `var`. A const without type and values repeats those before it. */
export interface ValueSpec extends At<typeof Kind.ValueSpec> {
  readonly names: readonly Ident[];
  readonly type: Expr | undefined;
  readonly values: readonly Expr[];
}
/** `assign` is the position of the `=` of an alias, or -1. */
export interface TypeSpec extends At<typeof Kind.TypeSpec> {
  readonly name: Ident;
  readonly typeParams: FieldList | undefined;
  readonly assign: number;
  readonly type: Expr;
}

/** A comment with its markers (`//` without the line end, or `/ * ... * /`). Not a node: see `File.comments`. */
export interface Comment {
  readonly pos: number;
  readonly end: number;
}

export interface File extends At<typeof Kind.File> {
  /** The position of `package`. */
  readonly package: number;
  readonly name: Ident;
  readonly decls: readonly Decl[];
  readonly imports: readonly ImportSpec[];
  /** Every comment of the file, in order. */
  readonly comments: readonly Comment[];
}

type TypeExpr = ArrayType | MapType | ChanType | FuncType | StructType | InterfaceType;

/** An expression or a type. */
export type Expr =
  | (Ident | BasicLit | SelectorExpr | CallExpr | BinaryExpr | UnaryExpr | StarExpr | IndexExpr)
  | (
      | IndexListExpr
      | SliceExpr
      | ParenExpr
      | KeyValueExpr
      | CompositeLit
      | FuncLit
      | TypeAssertExpr
      | Ellipsis
    )
  | (BadExpr | TypeExpr);

export type Stmt =
  | (ExprStmt | AssignStmt | BlockStmt | IfStmt | ReturnStmt | RangeStmt | ForStmt | IncDecStmt | DeclStmt)
  | (GoStmt | DeferStmt | SendStmt | BranchStmt | LabeledStmt | SwitchStmt | TypeSwitchStmt | CaseClause)
  | (SelectStmt | CommClause | EmptyStmt | BadStmt);

export type Spec = ImportSpec | ValueSpec | TypeSpec;
export type Decl = GenDecl | FuncDecl | BadDecl;
export type Node = Expr | Stmt | Spec | Decl | Field | FieldList | File;

/** Something in the text that is not Go: where, and what, in the words of go/parser. */
export interface GoSyntaxError {
  readonly pos: number;
  readonly message: string;
}
