import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LintResult } from '../model.ts';
import type { Rule } from '../rules-model.ts';
import { defaultLintOptions, type LintOptions, lintPackage } from './lint-package.ts';

/** Finds every range over a variable. */
const ranges: Rule = {
  meta: {
    id: 'NGG901',
    name: 'a-range',
    level: 'warning',
    profiles: ['recommended', 'strict', 'all'],
    title: 'A loop.',
    go: 'legal',
    sinceMinor: null,
    fixable: false,
  },
  check({ facts, report }) {
    for (const { node, file, path } of facts.ranges)
      report({ file, node, message: `ranges over ${path}`, entity: path });
  },
};
const strictOnly: Rule = { ...ranges, meta: { ...ranges.meta, id: 'NGG902', profiles: ['strict', 'all'] } };
const newer: Rule = { ...ranges, meta: { ...ranges.meta, id: 'NGG903', sinceMinor: 23 } };
const broken: Rule = {
  meta: { ...ranges.meta, id: 'NGG904' },
  check() {
    throw new TypeError('no such thing');
  },
};

const lint = (
  files: string | Record<string, string>,
  options: Partial<LintOptions> & { goMinor?: number } = {},
): LintResult => {
  const texts = typeof files === 'string' ? { 'a.go': files } : files;
  return lintPackage(
    {
      dir: '.',
      importPath: 'example.org/p',
      goMinor: options.goMinor ?? null,
      files: Object.entries(texts).map(([path, text]) => ({ path, text })),
    },
    { ...defaultLintOptions, rules: [ranges], ...options },
  );
};
const said = ({ findings }: LintResult): string[] =>
  findings.map(({ rule, level, location, message }) => `${location.startLine} ${rule} ${level} ${message}`);

const loop =
  'package p\n\nfunc (c *cache) f(m map[int]int) {\n\tfor range m {\n\t}\n}\n\ntype cache struct{}\n';

test('a finding has place, function and fingerprint; the profile and the go line choose the rules', () => {
  const rules = [ranges, strictOnly, newer];
  const [finding] = lint(loop).findings;
  assert.deepEqual(
    { ...finding, fingerprint: finding?.fingerprint.length },
    {
      rule: 'NGG901',
      level: 'warning',
      message: 'ranges over m',
      location: { path: 'a.go', start: 47, end: 63, startLine: 4, startColumn: 2, endLine: 5, endColumn: 3 },
      related: [],
      entity: 'm',
      function: '(*cache).f',
      fingerprint: 16,
      fixes: [],
      goMinor: null,
    },
  );
  const ids = (options: Parameters<typeof lint>[1]) =>
    lint(loop, { rules, ...options }).findings.map((one) => one.rule);
  assert.deepEqual(ids({}), ['NGG901', 'NGG903']);
  assert.deepEqual(ids({ goMinor: 22 }), ['NGG901']);
  assert.deepEqual(ids({ goMinor: 23, profile: 'strict' }), ['NGG901', 'NGG902', 'NGG903']);
  assert.deepEqual(
    ids({
      levels: new Map([
        ['NGG901', 'off'],
        ['NGG902', 'note'],
      ]),
    }),
    ['NGG902', 'NGG903'],
  );
  assert.deepEqual(said(lint(loop, { levels: new Map([['NGG901', 'error']]) })), [
    '4 NGG901 error ranges over m',
  ]);
});

test('a fingerprint stays when lines move and differs for two alike', () => {
  const twice = loop.replace('}\n}', '}\n\tfor range m {\n\t}\n}');
  const before = lint(twice).findings.map((one) => one.fingerprint);
  const after = lint(`// moved\n\n${twice.replaceAll('for range m {', 'for  range m  {\n\t\tg()')}`).findings;
  assert.deepEqual(
    after.map((one) => one.fingerprint),
    before,
  );
  assert.equal(before[1], `${before[0]}:2`);
});

test('a rule that throws is a problem and the others go on; syntax errors are problems with their place', () => {
  const result = lint(loop, { rules: [broken, ranges] });
  assert.equal(result.findings.length, 1);
  assert.match(result.problems[0]?.message ?? '', /^NGG904 stopped .* TypeError: no such thing$/);
  const bad = lint(
    `${loop}\nfunc g() {\n\tx := = 3\n}\n\nfunc h(m map[int]int) {\n\tfor range m {\n\t}\n}\n`,
  );
  assert.deepEqual(said(bad).length, 2);
  assert.deepEqual([bad.problems[0]?.line, bad.problems[0]?.column], [11, 7]);
});

test('comments silence a line, the line below, and the declaration they document', () => {
  const body = (before: string, behind = ''): string =>
    `package p\n\nfunc f(m map[int]int) {\n${before}\tfor range m {${behind}\n\t}\n}\n`;
  const ignore = '//nightglass:ignore NGG901 it is short';
  for (const text of [
    body(`\t${ignore}\n`),
    body(`\t${ignore}\n\t// and more\n`),
    body('', ` ${ignore}`),
    body('').replace('func f', `// f does it.\n//\n${ignore}\nfunc f`),
  ]) {
    const result = lint(text);
    assert.deepEqual(said(result), [], text);
    assert.deepEqual(
      result.suppressed.map(({ by, reason }) => [by, reason]),
      [['comment', 'it is short']],
    );
  }
  assert.deepEqual(said(lint(body(`\t${ignore}\n\n\tg()\n`))), [
    '4 NGG000 note This comment silences nothing: NGG901 finds nothing here. Remove it.',
    '7 NGG901 warning ranges over m',
  ]);
});

test('a comment without a reason or with a rule that is none is not obeyed', () => {
  const text = (comment: string): string => loop.replace('\tfor', `\t${comment}\n\tfor`);
  assert.deepEqual(said(lint(text('//nightglass:ignore NGG901'))), [
    '4 NGG000 warning This comment is not obeyed: it gives no reason: write why NGG901 does not matter here.',
    '5 NGG901 warning ranges over m',
  ]);
  assert.match(
    said(lint(text('// nightglass:ignore NGG991 x')))[0] ?? '',
    /NGG991, which is no rule; did you mean NGG901\?/,
  );
  assert.match(said(lint(text('//nightglass:ignore')))[0] ?? '', /names no rule/);
  assert.equal(said(lint(text('//nightglass:ignored NGG901 x'))).length, 1);
  const off = { levels: new Map([['NGG000', 'off' as const]]) };
  assert.equal(said(lint(text('//nightglass:ignore NGG901'), off)).length, 1);
  // Nobody knows whether a rule that did not run would find something.
  const other = lint(text('//nightglass:ignore NGG902 strict'), { rules: [ranges, strictOnly] });
  assert.deepEqual(said(other), ['5 NGG901 warning ranges over m']);
});

test('generated and excluded files count for facts and are not reported', () => {
  const generated = `// Code generated by x. DO NOT EDIT.\n\n${loop}`;
  assert.deepEqual(said(lint(generated)), []);
  assert.equal(lint(generated).suppressed[0]?.reason, 'generated file');
  assert.equal(lint(generated, { generated: true }).findings.length, 1);
  const excluded = lint(loop, { excluded: new Map([['a.go', 'exclude: *.go']]) });
  assert.deepEqual([excluded.findings.length, excluded.suppressed[0]?.by], [0, 'config']);
});
