/** The edit that gives a Go file the imports a fix needs. */
import { type File, type GenDecl, Kind } from '../syntax/ast.ts';
import { LineIndex } from '../syntax/positions.ts';
import { Token } from '../syntax/tokens.ts';

export interface Insertion {
  at: number;
  text: string;
}

/** `undefined` when a path is imported under another name (or as `_` or `.`): the new text could not name it. */
export const importEdits = (file: File, source: string, paths: Iterable<string>): Insertion[] | undefined => {
  const missing: string[] = [];
  for (const path of [...new Set(paths)].sort()) {
    const spec = file.imports.find((one) => one.value === path);
    if (spec === undefined) missing.push(path);
    else if (spec.name !== undefined && spec.name.name !== lastPart(path)) return undefined;
  }
  // Another package of the same name would take the name away.
  const taken = (path: string): boolean =>
    file.imports.some((one) => (one.name?.name ?? lastPart(one.value)) === lastPart(path));
  if (missing.some(taken)) return undefined;
  return missing.length === 0 ? [] : insertions(file, source, missing);
};

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const insertions = (file: File, source: string, missing: readonly string[]): Insertion[] => {
  const lines = new LineIndex(source);
  const group = file.decls.find(
    (decl): decl is GenDecl => decl.kind === Kind.GenDecl && decl.tok === Token.IMPORT && decl.lparen >= 0,
  );
  if (group === undefined) {
    const last = file.imports.at(-1);
    const line = lines.line(last?.end ?? file.name.end);
    const text = missing.map((path) => `import ${JSON.stringify(path)}\n`).join('');
    return [{ at: lineEnd(lines, source, line), text: last === undefined ? `\n${text}` : text }];
  }
  const specs = group.specs.filter((spec) => spec.kind === Kind.ImportSpec);
  const first = specs[0];
  if (first === undefined || lines.line(first.pos) === lines.line(group.lparen))
    return [{ at: group.lparen + 1, text: `${missing.map((p) => JSON.stringify(p)).join('; ')}; ` }];
  // The standard library stands in the first block of lines; its order is that of gofmt.
  let block = specs.findIndex((spec, i) => i > 0 && gapBefore(lines, specs[i - 1]!.end, spec.pos));
  if (block < 0) block = specs.length;
  return missing.map((path) => {
    const after = specs.slice(0, block).findLast((spec) => spec.value < path);
    const at =
      after === undefined
        ? lines.lineStart(lines.line(first.pos))
        : lineEnd(lines, source, lines.line(after.end));
    return { at, text: `\t${JSON.stringify(path)}\n` };
  });
};

const gapBefore = (lines: LineIndex, end: number, next: number): boolean => {
  for (let line = lines.line(end) + 1; line < lines.line(next); line++)
    if (lines.lineText(line).trim() === '') return true;
  return false;
};

/** Behind the line end of a line. */
const lineEnd = (lines: LineIndex, source: string, line: number): number =>
  line < lines.lineCount ? lines.lineStart(line + 1) : source.length;
