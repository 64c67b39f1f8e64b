import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NightglassError } from '@nightglass/model';
import { parseConfig } from './config.ts';

const ids = ['NGG000', 'NGG004', 'NGG005', 'NGG012'];
const parse = (text: string) => parseConfig(text, 'lint.yaml', ids);
const issues = (text: string): string[] => {
  try {
    parse(text);
  } catch (error) {
    assert.ok(error instanceof NightglassError);
    assert.equal(error.code, 'NG_CONFIG_INVALID');
    return error.message.split('\n');
  }
  assert.fail(`no error for ${text}`);
};

test('a configuration with everything', () => {
  const config = parse(
    'profile: strict\nrules:\n  NGG005: error\n  NGG012: off\nexclude: ["mocks/**"]\ntests: false\ngenerated: true\ntags: [integration]\n',
  );
  assert.deepEqual(config, {
    profile: 'strict',
    levels: new Map([
      ['NGG005', 'error'],
      ['NGG012', 'off'],
    ]),
    exclude: ['mocks/**'],
    tests: false,
    generated: true,
    tags: ['integration'],
  });
  assert.deepEqual(parse('# nothing\n').exclude, []);
  assert.equal(parse('rules: {NGG012: false}').levels.get('NGG012'), 'off');
});

test('every mistake is told with its place and the nearest name', () => {
  assert.deepEqual(issues('profil: strict\nrules:\n  NGG04: off\n'), [
    'lint.yaml:1:1: "profil" is no key; did you mean "profile"?',
  ]);
  assert.deepEqual(issues('rules:\n  NGG04: off\n'), [
    'lint.yaml:2:3: "NGG04" is no rule; did you mean "NGG004"?',
  ]);
  assert.deepEqual(issues('profile: paranoid\n'), [
    'lint.yaml:1:1: "profile" is one of recommended, strict, all',
  ]);
  assert.deepEqual(issues('rules:\n  NGG004: fatal\n'), [
    'lint.yaml:2:3: "rules.NGG004" is one of off, note, warning, error',
  ]);
  assert.match(issues('a: [\n')[0] ?? '', /^lint\.yaml:\d+:\d+: /);
  assert.match(issues('- a\n')[0] ?? '', /the file: .*expected object/);
});

test('hostile YAML is refused or harmless', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
    .split('')
    .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
    .join('\n')}\n`;
  assert.ok(issues(bomb).length > 0);
  assert.ok(issues('__proto__: {profile: all}\n').length > 0);
});
