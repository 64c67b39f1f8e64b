/** The pages in docs/lint say what the rules say, and their examples are examples. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { RuleMeta } from '../model.ts';
import { check } from '../testing/check.ts';
import { rules } from './index.ts';

const folder = new URL('../../../../docs/lint/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

const goSays: Record<RuleMeta['go'], string> = {
  legal: 'legal',
  race: 'data race',
  'does-not-compile': 'does not compile',
  'unspecified-result': 'unspecified result',
  configuration: 'configuration',
};

const factsOf = ({ level, profiles, go, sinceMinor, fixable }: RuleMeta): [string, string][] => [
  ['Level', level],
  ['Profiles', profiles.join(', ')],
  ['Go says', goSays[go]],
  ['From Go', sinceMinor === null ? 'any' : `1.${sinceMinor}`],
  ['Autofix', fixable ? 'yes' : 'no'],
];

const sections = [
  ...['What it finds', 'Why it matters', 'Is it legal Go?', 'Example', 'Fix', 'When to suppress'],
];

const codeUnder = (page: string, title: string): string =>
  new RegExp(`## ${title}\\n[^#]*?\`\`\`go\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';

for (const rule of rules) {
  const { meta } = rule;
  test(`${meta.id} has a page with its facts and an example that it finds`, () => {
    const page = read(`${meta.id}.md`);
    assert.equal(page.split('\n', 1)[0], `# ${meta.id} ${meta.name}`);
    for (const [name, value] of factsOf(meta)) assert.ok(page.includes(`| ${name} | ${value} |`), name);
    assert.deepEqual(
      [...page.matchAll(/^## (.*)$/gm)].map((match) => match[1]),
      sections,
    );
    assert.equal(check(rule, codeUnder(page, 'Example')).length > 0, true, 'the example is not found');
    assert.deepEqual(check(rule, codeUnder(page, 'Fix')), []);
  });
}

test('docs/lint/README.md has a row for every rule and no others', () => {
  const rows = read('README.md')
    .split('\n')
    .filter((line) => line.startsWith('| ['));
  assert.deepEqual(
    rows,
    rules.map(({ meta }) => {
      const facts = factsOf(meta).map(([, value]) => value);
      return `| [${meta.id}](${meta.id}.md) | ${meta.name} | ${facts.join(' | ')} |`;
    }),
  );
  assert.deepEqual(
    readdirSync(folder)
      .filter((name) => name.startsWith('NGG') && name !== 'NGG000.md')
      .sort(),
    rules.map(({ meta }) => `${meta.id}.md`),
  );
});
