/** `parseFile`: the door of the parser. */
import { type BadDecl, type Decl, type File, type GoSyntaxError, type ImportSpec, Kind } from './ast.ts';
import { parseDecl, parseFuncDecl } from './declarations.ts';
import { Parser } from './state.ts';
import { startsDeclaration, Token } from './tokens.ts';

export interface Parsed {
  file: File;
  /** What is not Go, by position; empty for a file that go/parser accepts. At most one per line and 100 per file. */
  errors: readonly GoSyntaxError[];
}

/**
 * Parses one Go file (any syntax up to Go 1.27). Never throws, whatever the text: what is wrong is in `errors`, and what
 * could not be read is a BadExpr, BadStmt or BadDecl in the tree; the declarations around it are there.
 * Time and memory are linear in the length of the text.
 */
export const parseFile = (text: string): Parsed => {
  const p = new Parser(text);
  const start = p.pos;
  let name: File['name'] = { kind: Kind.Ident, pos: start, end: start, name: '_' };
  if (p.tok === Token.PACKAGE) {
    p.next();
    name = p.ident();
    p.expectSemicolon();
  } else p.errorExpected("'package'");
  const mark = p.mark();
  const imports: ImportSpec[] = [];
  let importsOver = false;
  while (p.tok !== Token.EOF) {
    if (p.tok !== Token.IMPORT) importsOver = true;
    else if (importsOver) p.error(p.pos, 'imports must appear before other declarations');
    const before = p.pos;
    const decl = topLevel(p);
    p.push(decl);
    if (decl.kind === Kind.GenDecl && decl.tok === Token.IMPORT)
      for (const spec of decl.specs) if (spec.kind === Kind.ImportSpec) imports.push(spec);
    if (p.pos === before) p.next();
  }
  const decls = p.take<Decl>(mark);
  const file: File = {
    kind: Kind.File,
    pos: 0,
    end: text.length,
    package: start,
    name,
    decls,
    imports,
    comments: p.comments,
  };
  return { file, errors: p.errors.sort((a, b) => a.pos - b.pos) };
};

const topLevel = (p: Parser): Decl => {
  if (p.tok === Token.FUNC) return parseFuncDecl(p);
  if (startsDeclaration[p.tok] === 1) return parseDecl(p);
  return badDeclaration(p);
};

const badDeclaration = (p: Parser): BadDecl => {
  const pos = p.pos;
  p.errorExpected('declaration');
  if (p.tok === Token.SEMICOLON) p.next();
  else p.skipDeclaration();
  return { kind: Kind.BadDecl, pos, end: Math.max(pos, p.prevEnd) };
};
