/**
 * `npm run bench:golint-parse [-- --source DIR] [--rounds N] [--json]`: how fast Go is read, by our parser and by
 * tree-sitter-go in WebAssembly (ADR 004). Lines per CPU second of this process; each case alone, the best round counts,
 * as the machine may be shared. Without `--source`: the source of the Go on PATH; tree-sitter reads its `net` only.
 */
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseFile, walk } from '@nightglass/golint';
import { goSource, readTree, type Tree } from './sources.ts';
import { loadTreeSitter } from './tree-sitter.ts';

const { values } = parseArgs({
  options: {
    source: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});

const folder = values.source ?? goSource();
if (folder === undefined) {
  console.error('no Go on PATH: name a folder of Go files with --source DIR');
  process.exit(2);
}

/** Thousands of lines per CPU second of the best of `rounds` after one to warm up. */
const speedOf = (tree: Tree, rounds: number, run: (text: string) => void): number => {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= rounds; round++) {
    const before = process.cpuUsage();
    for (const text of tree.texts) run(text);
    const { user, system } = process.cpuUsage(before);
    if (round > 0) best = Math.min(best, user + system);
  }
  return Math.round((tree.lines * 1000) / best);
};

/** Bytes of heap per line that the trees of up to 300 k lines hold; undefined without `--expose-gc`. */
const memoryOf = (tree: Tree): number | undefined => {
  const collect = globalThis.gc;
  if (collect === undefined) return undefined;
  const kept: unknown[] = [];
  let lines = 0;
  collect();
  const before = process.memoryUsage().heapUsed;
  for (const text of tree.texts) {
    if (lines > 300_000) break;
    kept.push(parseFile(text).file);
    lines += text.split('\n').length;
  }
  collect();
  const held = process.memoryUsage().heapUsed - before;
  return kept.length === 0 ? undefined : Math.round(held / lines);
};

const all = readTree(folder);
const part = join(folder, 'net');
const small = values.source === undefined && existsSync(part) ? readTree(part) : all;
const rounds = Number(values.rounds);
const sitter = await loadTreeSitter();
let visited = 0;
const count = () => {
  visited++;
};
const newSyntax = {
  'new(expr), Go 1.26': 'package p\nvar x = new(f(1) + 2)\n',
  'generic method, Go 1.27': 'package p\nfunc (s *S) m[P any](p P) {}\n',
};
const result = {
  machine: `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} CPUs, Node ${process.versions.node}`,
  lines: all.lines,
  megabytes: Math.round(all.megabytes),
  thousandLinesPerCpuSecond: {
    'ours, parse': speedOf(all, rounds, parseFile),
    'ours, parse and walk': speedOf(all, rounds, (text) => walk(parseFile(text).file, count)),
    'ours, parse, the same files as below': speedOf(small, rounds, parseFile),
    'tree-sitter, parse': speedOf(small, Math.min(rounds, 3), sitter.parse),
    'tree-sitter, parse and walk': speedOf(small, Math.min(rounds, 3), (text) => {
      visited += sitter.parseAndWalk(text);
    }),
  },
  heapBytesPerLine: memoryOf(all),
  filesWithErrors: {
    ours: all.texts.filter((text) => parseFile(text).errors.length > 0).length,
    'tree-sitter, of its part': small.texts.filter(sitter.hasError).length,
  },
  rejectedByTreeSitter: Object.entries(newSyntax).flatMap(([name, text]) =>
    sitter.hasError(text) ? [name] : [],
  ),
  rejectedByOurs: Object.entries(newSyntax).flatMap(([name, text]) =>
    parseFile(text).errors.length > 0 ? [name] : [],
  ),
  visited,
};

if (values.json) console.log(JSON.stringify(result, null, 2));
else {
  console.log(`${result.machine}; ${result.lines} lines, ${result.megabytes} MB in ${folder}\n`);
  for (const [name, speed] of Object.entries(result.thousandLinesPerCpuSecond))
    console.log(`${String(speed).padStart(6)} k lines/s  ${name}`);
  const memory = result.heapBytesPerLine;
  console.log(
    `${memory === undefined ? '  (run node with --expose-gc)' : `${String(memory).padStart(6)} B of heap per line`} for a tree that is kept`,
  );
  for (const [name, files] of Object.entries(result.filesWithErrors))
    console.log(`${String(files).padStart(6)} files with errors, ${name}`);
  console.log(`       tree-sitter rejects: ${result.rejectedByTreeSitter.join('; ') || 'nothing'}`);
  console.log(`       ours rejects: ${result.rejectedByOurs.join('; ') || 'nothing'}`);
}
