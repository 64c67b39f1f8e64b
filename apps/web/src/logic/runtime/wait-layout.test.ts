import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WaitEdge, WaitGraph, WaitNode } from '@nightglass/model';
import { labelParts, layoutWaits, waitGroups } from './wait-layout.ts';

const size = { nodeWidth: 100, nodeHeight: 40, gapX: 60, gapY: 20 };
const node = (id: string, kind: WaitNode['kind'] = 'goroutines', count = 1): WaitNode => ({
  id,
  kind,
  label: id,
  count,
  bucket: '',
  function: '',
  file: '',
  line: 0,
  maxWaitMinutes: 0,
});
const edge = (from: string, to: string, kind: WaitEdge['kind'], count = 1): WaitEdge => ({
  from,
  to,
  kind,
  confidence: kind === 'holds' ? 'likely' : 'proved',
  why: '',
  count,
});
const graph = (nodes: WaitNode[], edges: WaitEdge[]): WaitGraph => ({ nodes, edges, truncated: false });

const store = graph(
  [
    node('sleepers'),
    node('chan', 'channel'),
    node('readers', 'goroutines', 10),
    node('writer'),
    node('rw', 'rwmutex'),
    node('slow', 'goroutines', 6),
  ],
  [
    edge('sleepers', 'chan', 'waits', 120),
    edge('readers', 'rw', 'waits', 10),
    edge('writer', 'rw', 'waits'),
    edge('rw', 'slow', 'holds', 6),
  ],
);

test('holders stand left of what they hold, waiters right of it', () => {
  const { nodes, edges, width, height } = layoutWaits(store, size);
  const x = Object.fromEntries(nodes.map((n) => [n.node.id, n.x]));
  assert.deepEqual([x.slow, x.rw, x.readers, x.writer], [0, 160, 320, 320]);
  assert.equal(width, 420);
  assert.equal(edges.length, 4);
  assert.ok(edges.every((e) => e.path.startsWith('M')));
  for (const a of nodes)
    for (const b of nodes)
      if (a !== b) assert.ok(a.x !== b.x || Math.abs(a.y - b.y) >= size.nodeHeight, 'nodes overlap');
  assert.ok(nodes.every((n) => n.y >= 0 && n.y + size.nodeHeight <= height));
});

test('the group with a holder comes first, though more wait elsewhere', () => {
  assert.deepEqual(
    waitGroups(store).map((g) => g.nodes.length),
    [4, 2],
  );
});

test('the order of the input does not change the picture', () => {
  const turned = graph(store.nodes.toReversed(), store.edges.toReversed());
  const places = (g: WaitGraph): string[] =>
    layoutWaits(g, size)
      .nodes.map((n) => `${n.node.id} ${n.x} ${n.y}`)
      .toSorted();
  assert.deepEqual(places(turned), places(store));
});

test('two that wait for each other, edges to nowhere and nothing at all are drawn', () => {
  const ring = graph(
    [node('a'), node('m1', 'mutex'), node('b'), node('m2', 'mutex')],
    [
      edge('a', 'm1', 'waits'),
      edge('m1', 'b', 'holds'),
      edge('b', 'm2', 'waits'),
      edge('m2', 'a', 'holds'),
      edge('a', 'gone', 'waits'),
    ],
  );
  const { nodes, edges } = layoutWaits(ring, size);
  assert.equal(nodes.length, 4);
  assert.equal(edges.length, 4);
  assert.ok(nodes.every((n) => Number.isFinite(n.x) && n.x <= 3 * 160));
  assert.deepEqual(layoutWaits(graph([], []), size), { nodes: [], edges: [], width: 0, height: 0 });
});

test('a label is cut into what and where', () => {
  assert.deepEqual(labelParts('sync.Mutex 0xa7f270, asked for at main.go:132'), [
    'sync.Mutex 0xa7f270',
    'asked for at main.go:132',
  ]);
  assert.deepEqual(labelParts('network or file in main.f at main.go:9'), [
    'network or file',
    'in main.f at main.go:9',
  ]);
  assert.deepEqual(labelParts('sleep at main.go:1'), ['sleep', 'at main.go:1']);
  assert.deepEqual(labelParts('store.mu (sync.RWMutex)'), ['store.mu (sync.RWMutex)', '']);
});
