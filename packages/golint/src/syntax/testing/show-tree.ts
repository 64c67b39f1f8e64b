/** Trees on one line, for golden tests: `(CallExpr f [1 x])`. */
import { Kind, kindNames, type Node } from '../ast.ts';
import { parseFile } from '../parse.ts';
import { tokenTexts } from '../tokens.ts';

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'kind' in value && 'pos' in value;

/** Names and literals as they are, other nodes in parentheses with their parts; `_` for an absent part. */
export const showTree = (node: Node, source: string): string => {
  const show = (value: unknown, key: string): string => {
    if (value === undefined) return '_';
    if (Array.isArray(value)) return `[${value.map((one) => show(one, '')).join(' ')}]`;
    if (key === 'tok' || key === 'op') return tokenTexts[value as number] ?? '?';
    return isNode(value) ? showTree(value, source) : String(value);
  };
  if (node.kind === Kind.Ident) return node.name;
  if (node.kind === Kind.BasicLit) return source.slice(node.pos, node.end);
  const skipped = new Set([
    'kind',
    'pos',
    'end',
    'opPos',
    'tokPos',
    'lparen',
    'lbrack',
    'lbrace',
    'range',
    'value',
  ]);
  if (node.kind !== Kind.ImportSpec) skipped.delete('value');
  const parts = Object.entries(node)
    .filter(
      ([key, value]) => !skipped.has(key) && !((key === 'ellipsis' || key === 'assign') && value === -1),
    )
    .map(([key, value]) =>
      key === 'ellipsis' ? '...' : key === 'assign' && !isNode(value) ? '=' : show(value, key),
    );
  return `(${[kindNames[node.kind], ...parts].join(' ')})`;
};

/** The first declaration of a file that holds `declaration`; throws on a syntax error. */
export const showDecl = (declaration: string): string => {
  const source = `package p\n${declaration}\n`;
  const { file, errors } = parseFile(source);
  if (errors.length > 0) throw new Error(`${declaration}: ${JSON.stringify(errors)}`);
  return showTree(file.decls[0]!, source);
};

/** The statements of a function with that body; throws on a syntax error. */
export const showStatements = (body: string): string => {
  const source = `package p\nfunc f() {\n${body}\n}\n`;
  const { file, errors } = parseFile(source);
  if (errors.length > 0) throw new Error(`${body}: ${JSON.stringify(errors)}`);
  const decl = file.decls[0]!;
  if (decl.kind !== Kind.FuncDecl || decl.body === undefined) throw new Error(`${body}: no function`);
  return decl.body.list.map((stmt) => showTree(stmt, source)).join(' ');
};

/** The expression on the right of `_ = `; throws on a syntax error. */
export const showExpr = (expr: string): string => {
  const shown = showStatements(`_ = ${expr}`);
  return shown.slice('(AssignStmt [_] = ['.length, -2);
};
