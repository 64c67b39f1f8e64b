/** Our parser of Go against go/parser, file by file: the same declarations, nodes, lines and rejections. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type File, Kind, kindNames, LineIndex, parseFile, Token, walk } from '@nightglass/golint';
import { runCommand } from '../command.ts';

/** What both sides tell about a file; a kind has its number of nodes, and the sums of their first and last lines. */
interface Facts {
  file: string;
  error?: string;
  decls: string[];
  comments: number;
  kinds: Record<string, [number, number, number]>;
}

export interface Comparison {
  files: number;
  lines: number;
  nodes: number;
  /** Files that both reject. */
  rejected: number;
  /** Files that go/parser rejects and we accept: looser, which harms no lint. */
  onlyGoRejects: string[];
  /** Files we reject and go/parser accepts. */
  onlyWeReject: string[];
  /** Files both accept but read differently, and how. */
  different: string[];
  /** Our CPU time, reading of files not included. */
  parseMs: number;
}

const declsOf = (file: File): string[] =>
  file.decls.flatMap((decl) => {
    if (decl.kind === Kind.FuncDecl) return [`func ${decl.name.name}`];
    if (decl.kind !== Kind.GenDecl) return [];
    const word = decl.tok === Token.CONST ? 'const' : 'var';
    return decl.specs.flatMap((spec) => {
      if (spec.kind === Kind.ImportSpec) return [`import ${spec.value}`];
      if (spec.kind === Kind.TypeSpec) return [`type ${spec.name.name}`];
      return spec.names.map((name) => `${word} ${name.name}`);
    });
  });

const kindsOf = (file: File, lines: LineIndex): Facts['kinds'] => {
  const kinds: Facts['kinds'] = {};
  walk(file, (node) => {
    if (node.kind === Kind.File) return;
    const name = kindNames[node.kind] ?? '';
    kinds[name] ??= [0, 0, 0];
    const sums = kinds[name];
    sums[0]++;
    // A long chain is balanced here and leans left there: its operators are the same in the same places.
    const isBinary = node.kind === Kind.BinaryExpr;
    sums[1] += lines.line(isBinary ? node.opPos : node.pos);
    sums[2] += lines.line(isBinary ? node.opPos : node.end);
  });
  return kinds;
};

const difference = (theirs: Facts, file: File, lines: LineIndex): string | undefined => {
  if (theirs.comments !== file.comments.length)
    return `${theirs.comments} comments, ours ${file.comments.length}`;
  const decls = declsOf(file);
  const odd = theirs.decls.findIndex((decl, i) => decl !== decls[i]);
  if (odd >= 0 || decls.length !== theirs.decls.length)
    return `declaration ${odd}: ${theirs.decls[odd]}, ours ${decls[odd]}`;
  const ours = kindsOf(file, lines);
  for (const kind of new Set([...Object.keys(theirs.kinds), ...Object.keys(ours)])) {
    const pair = [String(theirs.kinds[kind] ?? 'none'), String(ours[kind] ?? 'none')];
    if (pair[0] !== pair[1]) return `${kind} (nodes, first lines, last lines): ${pair[0]}, ours ${pair[1]}`;
  }
  return undefined;
};

/** Builds the Go side inside `folder`, and gives its path. */
export const buildGoParse = async (go: string, folder: string): Promise<string> => {
  const source = join(folder, 'go-parse');
  cpSync(join(import.meta.dirname, '../../go-parse'), source, { recursive: true });
  const program = join(folder, 'go-parse-program');
  const built = await runCommand(go, ['build', '-o', program, 'main.go'], {
    cwd: source,
    timeoutMs: 120_000,
  });
  if (built.code !== 0) throw new Error(`go build failed:\n${built.stderr}`);
  return program;
};

/** Compares every Go file below `root`. */
export const compareTree = async (program: string, root: string): Promise<Comparison> => {
  const ran = await runCommand(program, [root], { timeoutMs: 300_000 });
  if (ran.code !== 0) throw new Error(`go-parse failed:\n${ran.stderr}`);
  const result: Comparison = {
    files: 0,
    lines: 0,
    nodes: 0,
    rejected: 0,
    onlyGoRejects: [],
    onlyWeReject: [],
    different: [],
    parseMs: 0,
  };
  for (const row of ran.stdout.split('\n')) {
    if (row !== '') compareFile(JSON.parse(row) as Facts, result);
  }
  return result;
};

const compareFile = (theirs: Facts, result: Comparison): void => {
  const text = readFileSync(theirs.file, 'utf8');
  const start = process.cpuUsage();
  const { file, errors } = parseFile(text);
  const { user, system } = process.cpuUsage(start);
  result.parseMs += (user + system) / 1000;
  const lines = new LineIndex(text);
  result.files++;
  result.lines += lines.lineCount - 1;
  const ours = errors[0];
  const where = ours && `${theirs.file}:${lines.line(ours.pos)}: ${ours.message}`;
  if (theirs.error !== undefined) {
    if (ours === undefined) result.onlyGoRejects.push(theirs.error);
    else result.rejected++;
  } else if (where !== undefined) result.onlyWeReject.push(where);
  else {
    for (const [count] of Object.values(theirs.kinds)) result.nodes += count;
    const how = difference(theirs, file, lines);
    if (how !== undefined) result.different.push(`${theirs.file}: ${how}`);
  }
};
