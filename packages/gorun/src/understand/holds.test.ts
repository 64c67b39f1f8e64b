import assert from 'node:assert/strict';
import test from 'node:test';
import { explain } from './explain.ts';
import { whatItHolds } from './holds.ts';
import { recorded } from './testing/dumps.ts';

const plain = (value: number, unit: string) => `${value} ${unit}`;
const said = (path: string) => {
  const [artifact] = explain(recorded('1.26', path));
  return artifact === undefined ? null : whatItHolds(artifact, plain);
};

test('a profile says how much it holds and its largest site outside the runtime, a trace how the heap went', () => {
  assert.match(
    said('fleet/heap_t0.pb.gz') ?? '',
    /^heap profile: \d+ bytes inuse_space, the largest site is main\.\(\*sessionStore\)\.updateUserSession at main\.go:43/,
  );
  assert.equal(said('extra/gctrace2.log'), '13 GC cycles over 0.5 s, live heap from 3 MB to 160 MB');
  assert.equal(said('fleet/heap_delta_seconds20.pb.gz'), null);
  assert.equal(said('fleet/goroutine.debug2.txt'), null);
});
