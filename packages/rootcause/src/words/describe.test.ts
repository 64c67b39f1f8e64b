import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entityKinds, faultClasses } from '@nightglass/model';
import { describe } from './describe.ts';
import { english } from './en/index.ts';
import { chinese } from './zh/index.ts';

const payment = { kind: 'service', name: 'payment' } as const;

const sentences = (parts: Parameters<typeof describe>[0]): string[] => {
  const { title, nextCheck, remediation } = describe(parts);
  return [title, nextCheck, remediation].flatMap(({ en, zh }) => [en, zh]);
};

test('every class has all sentences in both languages, and the title names the entity', () => {
  for (const faultClass of faultClasses)
    for (const kind of entityKinds) {
      const parts = { faultClass, detail: '', entity: { kind, name: 'orders' }, operation: 'POST /orders' };
      for (const sentence of sentences(parts)) {
        assert.ok(sentence.length > 10, `${faultClass}: "${sentence}"`);
        assert.ok(!/undefined|NaN|\[object/.test(sentence), sentence);
      }
      const { title } = describe(parts);
      assert.match(title.en, /orders/, faultClass);
      assert.match(title.zh, /orders/, faultClass);
    }
});

test('both languages know the same details, of classes that exist, and none takes a sentence away', () => {
  assert.deepEqual(Object.keys(english).sort(), Object.keys(chinese).sort());
  for (const key of Object.keys(english)) {
    const [faultClass = '', detail = ''] = key.split('/');
    assert.ok((faultClasses as readonly string[]).includes(faultClass), key);
    const parts = {
      faultClass: faultClass as (typeof faultClasses)[number],
      detail,
      entity: payment,
      operation: '',
    };
    for (const sentence of sentences(parts)) assert.ok(sentence.length > 10, key);
    const { title } = describe(parts);
    assert.match(title.zh, /\p{Script=Han}/u, key);
    assert.doesNotMatch(title.en, /\p{Script=Han}/u, key);
    assert.equal(
      english[key]?.({ who: 'a', operation: '', inOperation: '', arg: 'a' }).nextCheck === undefined,
      chinese[key]?.({ who: 'a', operation: '', inOperation: '', arg: 'a' }).nextCheck === undefined,
      key,
    );
    assert.equal(
      english[key]?.({ who: 'a', operation: '', inOperation: '', arg: 'a' }).remediation === undefined,
      chinese[key]?.({ who: 'a', operation: '', inOperation: '', arg: 'a' }).remediation === undefined,
      key,
    );
  }
});

test('an unknown detail, also one that names a member of every object, gives the words of the class', () => {
  const known = describe({ faultClass: 'tls', detail: '', entity: payment, operation: '' });
  for (const detail of ['never_heard_of', '__proto__', 'constructor', '../tls'])
    assert.deepEqual(describe({ faultClass: 'tls', detail, entity: payment, operation: '' }), known);
});

test('the operation is named where there is one', () => {
  const { title } = describe({
    faultClass: 'slow_code',
    detail: '',
    entity: { kind: 'service', name: 'inventory' },
    operation: 'allocate',
  });
  assert.equal(title.en, 'inventory: its own work in `allocate` became slow');
  assert.equal(title.zh, 'inventory（`allocate`）自身的处理变慢');
});

test('a hostile name is bounded, without control characters, in quotes, and never in a command', () => {
  const name = `x"; rm -rf / #\u001b[31m\u202e\n${'y'.repeat(500)}`;
  for (const faultClass of faultClasses)
    for (const sentence of sentences({
      faultClass,
      detail: '',
      entity: { kind: 'service', name },
      operation: '`$(reboot)`\u0007',
    })) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      assert.doesNotMatch(sentence, /[\u0000-\u001f\u007f-\u009f\u202e]/);
      assert.ok(sentence.length < 900);
      for (const [, command = ''] of sentence.matchAll(/`([^`]*)`/g))
        assert.ok(!command.includes('rm -rf'), sentence);
    }
});
