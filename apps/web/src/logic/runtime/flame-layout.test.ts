import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlameNode } from '@nightglass/model';
import { flameMatcher, layoutFlame, matchedValue, moveInFlame, nodeAt, trailOf } from './flame-layout.ts';

const node = (func: string, self: number, ...children: FlameNode[]): FlameNode => ({
  func,
  file: '',
  line: 0,
  self,
  value: self + children.reduce((sum, c) => sum + c.value, 0),
  children,
});
const tree = node('root', 0, node('a', 10, node('b', 30), node('c', 0, node('b', 10))), node('d', 50));

test('widths are shares, children stand under their parents in order', () => {
  const boxes = layoutFlame(tree, '', false);
  assert.deepEqual(
    boxes.map((b) => [b.path, b.depth, b.left, b.width]),
    [
      ['', 0, 0, 1],
      ['0', 1, 0, 0.5],
      ['1', 1, 0.5, 0.5],
      ['0.0', 2, 0, 0.3],
      ['0.1', 2, 0.3, 0.1],
      ['0.1.0', 3, 0.3, 0.1],
    ],
  );
});

test('zooming fills the width and keeps the callers above; an unknown place is the root', () => {
  const boxes = layoutFlame(tree, '0.1', false);
  assert.deepEqual(
    boxes.map((b) => [b.path, b.depth, b.width]),
    [
      ['', 0, 1],
      ['0', 1, 1],
      ['0.1', 2, 1],
      ['0.1.0', 3, 1],
    ],
  );
  assert.equal(layoutFlame(tree, '7.7', false).length, 6);
  assert.equal(nodeAt(tree, '0.x'), undefined);
  assert.deepEqual(
    trailOf(tree, '0.1').map((t) => t.node.func),
    ['root', 'a', 'c'],
  );
});

test('in a difference what grew and what shrank both have a width', () => {
  const change = node('root', 0, node('grew', 40), node('shrank', -40));
  assert.equal(change.value, 0);
  assert.deepEqual(
    layoutFlame(change, '', true).map((b) => b.width),
    [1, 0.5, 0.5],
  );
});

test('a tree of zeroes or of a depth of 100,000 is laid out', () => {
  assert.equal(layoutFlame(node('root', 0, node('x', 0)), '', false).length, 1);
  let deep = node('leaf', 1);
  for (let i = 0; i < 100_000; i++) deep = { ...deep, func: `f${i}`, self: 0, children: [deep] };
  assert.ok(layoutFlame(deep, '', false).length >= 6000);
});

test('arrows move along rows and between callers and callees', () => {
  const boxes = layoutFlame(tree, '', false);
  assert.equal(moveInFlame(boxes, '', 'ArrowDown'), '0');
  assert.equal(moveInFlame(boxes, '0', 'ArrowDown'), '0.0');
  assert.equal(moveInFlame(boxes, '0.0', 'ArrowRight'), '0.1');
  assert.equal(moveInFlame(boxes, '0.1', 'ArrowUp'), '0');
  assert.equal(moveInFlame(boxes, '0', 'ArrowUp'), '');
  assert.equal(moveInFlame(boxes, '1', 'ArrowRight'), '1');
  assert.equal(moveInFlame(boxes, 'gone', 'Home'), '');
});

test('the cost of what is searched is counted once per stack', () => {
  const matches = flameMatcher(' B ');
  assert.ok(matches !== undefined);
  assert.equal(matchedValue(tree, matches), 40);
  const recursive = node('root', 0, node('f', 1, node('f', 2)));
  assert.equal(
    matchedValue(recursive, (f) => f === 'f'),
    3,
  );
  assert.equal(flameMatcher('  '), undefined);
});
