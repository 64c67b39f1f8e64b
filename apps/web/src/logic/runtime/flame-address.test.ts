import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlameNode } from '@nightglass/model';
import { flameAddress, flamePath } from './flame-address.ts';

const node = (func: string, line: number, ...children: FlameNode[]): FlameNode => ({
  func,
  file: '',
  line,
  self: 1,
  value: 1,
  children,
});

test('an address leads to the same calls in another profile, whatever order they stand in', () => {
  const before = node('root', 0, node('main', 1, node('a', 2), node('b', 3, node('c', 4))), node('gc', 9));
  const after = node('root', 0, node('gc', 9), node('main', 1, node('b', 3, node('x', 7), node('c', 4))));
  const address = flameAddress(before, '0.1.0');
  assert.match(address, /^[0-9a-z]{8,14}$/);
  assert.equal(flamePath(before, address), '0.1.0');
  assert.equal(flamePath(after, address), '1.0.1');
  assert.equal(flamePath(after, flameAddress(before, '0.0')), '', 'a is not called there');
});

test('the same function at another line, or below another caller, is another place', () => {
  const tree = node('root', 0, node('f', 1, node('g', 1)), node('f', 2, node('g', 1)));
  const all = ['0', '1', '0.0', '1.0'].map((path) => flameAddress(tree, path));
  assert.equal(new Set(all).size, 4);
  assert.deepEqual(
    all.map((a) => flamePath(tree, a)),
    ['0', '1', '0.0', '1.0'],
  );
});

test('the root and what does not exist have no address', () => {
  const tree = node('root', 0, node('f', 1));
  assert.equal(flameAddress(tree, ''), '');
  assert.equal(flameAddress(tree, '7'), '');
  assert.equal(flamePath(tree, ''), '');
  assert.equal(flamePath(tree, '0.0'), '');
});
