import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNotes, restoreAttributes, restoreBody, restoreDouble, restoreValue } from './attributes.ts';

test('every type comes back as what it was', () => {
  const notes = readNotes([
    'i:n',
    'd:x',
    'b:yes',
    'x:raw',
    'j:list',
    'e:none',
    'e0.i:n',
    'l2.b:n',
    'body.j:',
    'i:a:b',
  ]);
  const map = {
    s: 'text',
    n: '-5',
    x: '1.5',
    yes: 'true',
    raw: 'AAE=',
    list: '{"arrayValue":{"values":[]}}',
    none: '',
    'a:b': '7',
  };
  assert.deepEqual(restoreAttributes(map, notes), [
    { key: 's', value: { stringValue: 'text' } },
    { key: 'n', value: { intValue: '-5' } },
    { key: 'x', value: { doubleValue: 1.5 } },
    { key: 'yes', value: { boolValue: true } },
    { key: 'raw', value: { bytesValue: 'AAE=' } },
    { key: 'list', value: { arrayValue: { values: [] } } },
    { key: 'none', value: {} },
    { key: 'a:b', value: { intValue: '7' } },
  ]);
  assert.deepEqual(restoreAttributes({ n: '5' }, notes, 'e0'), [{ key: 'n', value: { intValue: '5' } }]);
  assert.deepEqual(restoreAttributes({ n: '5' }, notes, 'e1'), [{ key: 'n', value: { stringValue: '5' } }]);
  assert.deepEqual(restoreBody('{"kvlistValue":{"values":[]}}', notes), { kvlistValue: { values: [] } });
});

test('keys with line breaks and odd names', () => {
  const notes = readNotes(['i:a\nb', 'b:__proto__']);
  const map = JSON.parse('{"a\\nb":"1","__proto__":"false"}') as Record<string, string>;
  assert.deepEqual(restoreAttributes(map, notes), [
    { key: 'a\nb', value: { intValue: '1' } },
    { key: '__proto__', value: { boolValue: false } },
  ]);
});

test('what JSON cannot say of a double stays text', () => {
  assert.deepEqual(['nan', 'inf', '-inf', '-0', '0', '1e300'].map(restoreDouble), [
    'NaN',
    'Infinity',
    '-Infinity',
    '-0',
    0,
    1e300,
  ]);
});

test('a nested value that was cut is shown as the text that is left', () => {
  assert.deepEqual(restoreValue('{"arrayValue":{"val', 'j'), { stringValue: '{"arrayValue":{"val' });
});
