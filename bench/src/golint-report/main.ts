/**
 * `npm run report:golint [-- --all]`: which of the programs that Go's race detector convicts the lint finds, and whether it
 * keeps silent about those that only look racy. Needs no Go: what the race detector says was recorded with the programs,
 * and `npm run interop` asks it again. Exit code 1 below the target, or when a safe program has an error.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printTable } from '../lib/table.ts';
import { convictions, errorsOf, lintPrograms, type Program, raceRules, testdata } from './programs.ts';
import { percent, short } from './words.ts';

const target = 0.7;

const { values: options } = parseArgs({ options: { all: { type: 'boolean', default: false } } });
const started = performance.now();
const racy = lintPrograms(join(testdata, 'recall'));
const safe = lintPrograms(join(testdata, 'safe'));
const seconds = ((performance.now() - started) / 1000).toFixed(1);

const rowOf = (program: Program): string[] => {
  const found = convictions(program);
  return [
    program.name,
    short(program.shape, 84),
    found.length > 0 ? 'found' : 'missed',
    [...new Set(found.map(({ rule }) => rule))].join(' ') || '-',
    found.map(({ location }) => `${location.path}:${location.startLine}`).join(' ') || '-',
  ];
};

console.log(`Programs with a race of a map (go run -race convicts each): ${racy.length}\n`);
printTable(['program', 'shape', 'lint', 'rule', 'where'], racy.map(rowOf));

const found = racy.filter((program) => convictions(program).length > 0);
console.log('\nrecall');
printTable(
  ['rule', 'programs', 'of', ''],
  [
    ...raceRules.map((rule) => {
      const by = racy.filter((program) => convictions(program).some((one) => one.rule === rule)).length;
      return [rule, String(by), String(racy.length), percent(by, racy.length)];
    }),
    ['together', String(found.length), String(racy.length), percent(found.length, racy.length)],
  ],
);

const accused = safe.filter((program) => errorsOf(program).length > 0);
console.log(`\nPrograms that only look racy: ${safe.length}, with an error: ${accused.length}\n`);
const shown = options.all ? safe : accused;
if (shown.length > 0)
  printTable(
    ['program', 'shape', 'said'],
    shown.map((program) => [
      program.name,
      short(program.shape, 84),
      program.findings.map((one) => `${one.rule} ${one.level} line ${one.location.startLine}`).join(', ') ||
        '-',
    ]),
  );

const problems = [...racy, ...safe].flatMap((program) =>
  program.problems.map((problem) => `${program.name}/${problem}`),
);
for (const problem of problems) console.log(`not read: ${problem}`);

const enough = found.length >= target * racy.length;
const verdict = enough && accused.length === 0 && problems.length === 0;
console.log(
  `\n${verdict ? 'as required' : 'NOT as required'}: recall ${percent(found.length, racy.length)} (target ${percent(target, 1)}), ${accused.length} false (target 0), in ${seconds} s`,
);
process.exitCode = verdict ? 0 : 1;
