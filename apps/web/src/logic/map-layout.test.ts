import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServiceMapEdge, ServiceMapNode } from '@nightglass/model';
import { edgePath, layoutMap, type MapSizes } from './map-layout.ts';

const size: MapSizes = { nodeWidth: 100, nodeHeight: 40, gapX: 60, gapY: 20 };
const node = (name: string): ServiceMapNode => ({ name, kind: 'service', calls: 1, errors: 0, p95: null });
const edge = (client: string, server: string): ServiceMapEdge => ({
  client,
  server,
  calls: 1,
  errors: 0,
  p50: null,
  p95: null,
});

test('callers stand left of what they call, and nothing overlaps', () => {
  const layout = layoutMap(
    ['db', 'order', 'web', 'stock', 'risk', 'pay'].map(node),
    [
      edge('web', 'order'),
      edge('order', 'stock'),
      edge('order', 'pay'),
      edge('pay', 'risk'),
      edge('stock', 'db'),
    ],
    size,
  );
  const layer = (n: string): number | undefined => layout.byName.get(n)?.layer;
  assert.deepEqual(['web', 'order', 'stock', 'pay', 'db', 'risk'].map(layer), [0, 1, 2, 2, 3, 3]);
  const spots = layout.nodes.map((n) => `${n.x},${n.y}`);
  assert.equal(new Set(spots).size, 6);
  assert.equal(layout.width, 4 * 160 - 60);
  // pay calls risk, stock calls db: the sweeps keep the two lines from crossing.
  const y = (n: string): number => layout.byName.get(n)?.y ?? 0;
  assert.equal(y('pay') < y('stock'), y('risk') < y('db'));
});

test('cycles, self calls, unknown names and no nodes at all', () => {
  const layout = layoutMap(
    [node('a'), node('b')],
    [edge('a', 'b'), edge('b', 'a'), edge('a', 'a'), edge('a', 'x')],
    size,
  );
  assert.equal(layout.nodes.length, 2);
  assert.equal(layout.edges.length, 3);
  const [a, b] = layout.nodes;
  assert.ok(a && b);
  for (const [from, to] of [
    [a, b],
    [b, a],
    [a, a],
  ] as const)
    assert.match(edgePath(from, to, size), /^M[\d.]+ [\d.]+C/);
  assert.deepEqual(layoutMap([], [], size).nodes, []);
});
