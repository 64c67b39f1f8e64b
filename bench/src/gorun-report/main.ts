/**
 * `npm run report:gorun [-- --data DIR] [--wrong]`: every recorded output of packages/gorun/testdata/go is read, what is
 * found is printed beside what is expected, then a table of versions by formats. Exit code 1 when anything is wrong.
 * DIR holds folders `goX.YY` made by the same programs; `--wrong` prints only the files that are wrong.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explain, explainTogether, type ReadResult, readArtifacts } from '@nightglass/gorun';
import type { RuntimeArtifact } from '@nightglass/model';
import { printTable } from '../lib/table.ts';
import { type Expected, expectationFor, together } from './expectations.ts';
import { judge, missingFindings } from './judge.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: join(import.meta.dirname, '../../../packages/gorun/testdata/go') },
    wrong: { type: 'boolean', default: false },
  },
});

interface Row {
  version: string;
  path: string;
  /** Column of the matrix. */
  format: string;
  cells: string[];
  wrong: string[];
}

/** `nilderef GOTRACEBACK=crash exit=134`, `string 2` -> file stem to code. */
const exitCodes = (folder: string): Map<string, number> => {
  const codes = new Map<string, number>();
  const file = join(folder, 'EXIT_CODES.txt');
  if (!existsSync(file)) return codes;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const match = /^(\S+)(?: GOTRACEBACK=(\w+))? (?:exit=)?(\d+)$/.exec(line);
    if (match === null) continue;
    // `crash` ends in SIGABRT; what it prints is no different from `system`.
    if (match[2] === 'crash') continue;
    const stem = match[2] === undefined ? match[1] : `${match[1]}.GOTRACEBACK_${match[2]}`;
    codes.set(`${stem}.txt`, Number(match[3]));
  }
  return codes;
};

const short = (text: string, most: number): string => {
  const clean = text.replace(/\p{Cc}+/gu, ' ');
  return clean.length <= most ? clean : `${clean.slice(0, most - 1)}…`;
};

const cellsOf = (said: readonly RuntimeArtifact[], read: ReadResult): string[] => [
  said.map((a) => `${a.format} ${a.variant}`).join(' + ') || 'nothing',
  [...new Set(said.map((a) => a.goVersion ?? '?'))].join(' ') || '-',
  said.map((a) => a.goroutineCount).join(' + ') || '0',
  said.flatMap((a) => (a.crash === null ? [] : [`${a.crash.kind}/${a.crash.reason}`])).join(' + ') || '-',
  [...new Set(said.flatMap((a) => a.findings.map((f) => f.id)))].join(' ') || '-',
  [...new Set([...read.notes, ...said.flatMap((a) => a.notes)].map((n) => n.code))].join(' ') || '-',
];

const formatOf = (expected: Expected): string => expected.formats.at(-1) ?? '(nothing)';

const readFileRow = (
  folder: string,
  version: string,
  minor: number,
  path: string,
  exitCode: number | null,
): Row => {
  const bytes = readFileSync(join(folder, path));
  const expected = expectationFor(path, minor);
  if (expected === null)
    return { version, path, format: '(no rule)', cells: [], wrong: ['no expectation speaks of this file'] };
  try {
    const read = readArtifacts(bytes, { name: path });
    const said = explain(read, { name: path });
    const wrong = judge(expected, said, read, bytes.toString('latin1'), minor, exitCode);
    return { version, path, format: formatOf(expected), cells: cellsOf(said, read), wrong };
  } catch (error) {
    const wrong = [`it threw ${error instanceof Error ? error.stack : error}`];
    return { version, path, format: formatOf(expected), cells: [], wrong };
  }
};

const togetherRows = (folder: string, version: string): Row[] =>
  together.flatMap((rule) => {
    const path = join(folder, rule.folder);
    if (!existsSync(path)) return [];
    const inputs = readdirSync(path)
      .filter((name) => rule.files.test(name))
      .sort()
      .map((name) => ({ name, result: readArtifacts(readFileSync(join(path, name)), { name }) }));
    const findings = explainTogether(inputs);
    return [
      {
        version,
        path: `${rule.folder}/* together`,
        format: 'together',
        cells: [`${inputs.length} files`, '-', '-', '-', findings.map((f) => f.id).join(' ') || '-', '-'],
        wrong: missingFindings(findings, rule),
      },
    ];
  });

const versionRows = (root: string, version: string): Row[] => {
  const folder = join(root, version);
  const minor = Number(/^go1\.(\d+)/.exec(version)?.[1]);
  const rows: Row[] = [];
  for (const part of readdirSync(folder).sort()) {
    const codes = exitCodes(join(folder, part));
    for (const name of readdirSync(join(folder, part)).sort())
      rows.push(readFileRow(folder, version, minor, `${part}/${name}`, codes.get(name) ?? null));
  }
  return [...rows, ...togetherRows(folder, version)];
};

const versions = readdirSync(options.data)
  .filter((name) => /^go1\.\d+$/.test(name))
  .sort((a, b) => Number(a.slice(4)) - Number(b.slice(4)));
if (versions.length === 0) {
  console.error(`${options.data} holds no folder goX.YY`);
  process.exit(2);
}
const rows = versions.flatMap((version) => versionRows(options.data, version));

printTable(
  ['file', 'read as', 'go', 'goroutines', 'crash', 'findings', 'notes', 'verdict'],
  rows
    .filter((row) => !options.wrong || row.wrong.length > 0)
    .map((row) => [
      `${row.version}/${row.path}`,
      ...Array.from({ length: 6 }, (_, i) => short(row.cells[i] ?? '-', 60)),
      row.wrong.length === 0 ? 'ok' : `WRONG: ${short(row.wrong.join('; '), 400)}`,
    ]),
);

const formats = [...new Set(rows.map((row) => row.format))].sort();
console.log('\nread right / expected');
printTable(
  ['', ...formats],
  versions.map((version) => [
    version,
    ...formats.map((format) => {
      const of = rows.filter((row) => row.version === version && row.format === format);
      return of.length === 0 ? '' : `${of.filter((row) => row.wrong.length === 0).length}/${of.length}`;
    }),
  ]),
);
const wrong = rows.filter((row) => row.wrong.length > 0).length;
console.log(`\n${rows.length - wrong} of ${rows.length} as expected`);
process.exitCode = wrong === 0 ? 0 : 1;
