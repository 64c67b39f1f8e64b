import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlameNode } from '@nightglass/model';
import fc from 'fast-check';
import type { Profile } from '../model.ts';
import { diffProfiles, whyNotComparable } from './difference.ts';
import { flameTree } from './flame.ts';
import { profileSummary, topTable } from './table.ts';
import { goVersions, makeProfile, profileArtifact, profileOf, totals } from './testing/fixtures.ts';

const samples = fc.array(
  fc.record({
    stack: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 6 }),
    values: fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 0, max: 1000 })),
    labels: fc.constantFrom<Record<string, string>>({}, { shard: '1' }, { shard: '2', zone: 'a' }),
  }),
  { maxLength: 30 },
);
const types = [
  ['inuse_objects', 'count'],
  ['inuse_space', 'bytes'],
] as const;
const made = samples.map((list) => profileOf(makeProfile(list, types)));

/** Values by stack and labels. */
const content = (...profiles: Profile[]): Map<string, number[]> => {
  const sums = new Map<string, number[]>();
  for (const profile of profiles)
    for (let s = 0; s < profile.labels.length; s++) {
      const stack = profile.stackOf.subarray(profile.stackStart[s], profile.stackStart[s + 1]);
      const key = JSON.stringify([Array.from(stack, (p) => profile.functions[p]), profile.labels[s]]);
      const width = profile.sampleTypes.length;
      const before = sums.get(key) ?? profile.sampleTypes.map(() => 0);
      sums.set(
        key,
        before.map((value, t) => value + (profile.values[s * width + t] as number)),
      );
    }
  for (const [key, values] of sums) if (values.every((value) => value === 0)) sums.delete(key);
  return sums;
};

test('a profile has no difference to itself', () => {
  fc.assert(fc.property(made, (profile) => assert.equal(diffProfiles(profile, profile).labels.length, 0)));
});

test('the difference and what was before are what is after', () => {
  fc.assert(
    fc.property(made, made, (before, after) => {
      const difference = diffProfiles(before, after);
      assert.equal(difference.difference, true);
      assert.deepEqual([...content(difference, before)].sort(), [...content(after)].sort());
    }),
  );
});

const nodes = (root: FlameNode): FlameNode[] => {
  const all = [root];
  for (let i = 0; i < all.length; i++) all.push(...(all[i] as FlameNode).children);
  return all;
};

test('every node of a flame tree holds its own value and its children, however small ones are merged', () => {
  fc.assert(
    fc.property(
      made,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 8 }),
      (profile, maxNodes, maxDepth) => {
        for (const sampleType of [0, 1]) {
          const flame = flameTree(profile, { sampleType, maxNodes, maxDepth });
          assert.equal(flame.total, totals(profile)[sampleType]);
          assert.equal(flame.root.value, flame.total);
          const all = nodes(flame.root);
          for (const node of all)
            assert.equal(node.value, node.self + node.children.reduce((sum, child) => sum + child.value, 0));
          const kept = all.filter((node) => !node.func.endsWith(' smaller)'));
          assert.ok(kept.length <= maxNodes + 1, `${kept.length} nodes`);
        }
      },
    ),
  );
});

test('recursion counts once per stack, and flat values add up', () => {
  const profile = profileOf(
    makeProfile([
      { stack: [1, 1, 2, 1], values: [10] },
      { stack: [2, 1], values: [5] },
    ]),
  );
  assert.deepEqual(
    topTable(profile).map((row) => [row.func, row.flat, row.cumulative]),
    [
      ['main.f1', 10, 15],
      ['main.f2', 5, 15],
    ],
  );
});

test('a stack of 100,000 calls costs no recursion', () => {
  const stack = Array.from({ length: 100_000 }, (_, i) => (i % 7) + 1);
  const read = profileOf(makeProfile([{ stack, values: [1] }]));
  const flame = flameTree(read);
  assert.equal(flame.root.value, 1);
  assert.equal(flame.notes[0]?.code, 'elided-frames');
  JSON.stringify(flame);
});

test('profiles of different things are not compared', () => {
  const heap = profileOf(makeProfile([{ stack: [1], values: [1] }]));
  const cpu = profileOf(makeProfile([{ stack: [1], values: [1] }], [['cpu', 'nanoseconds']]));
  assert.equal(whyNotComparable(heap, heap), null);
  assert.match(whyNotComparable(heap, cpu) ?? '', /inuse_space\/bytes and cpu\/nanoseconds/);
  assert.equal(diffProfiles(heap, cpu).labels.length, 0);
});

for (const version of goVersions)
  test(`the leak of Go ${version} stands first in the difference`, () => {
    const before = profileArtifact(`go${version}/mapleak/heap_0_start.pb.gz`).profile;
    const after = profileArtifact(`go${version}/mapleak/heap_2_leaked.pb.gz`).profile;
    const difference = diffProfiles(before, after);
    const [first] = topTable(difference);
    assert.equal(first?.func, 'main.updateUserSession');
    assert.equal(first?.line, 31);
    assert.ok((first?.flat ?? 0) > 150e6);
    assert.ok(difference.durationNano > 1e9);
    assert.equal(profileSummary(difference).totals[3], (totals(after)[3] ?? 0) - (totals(before)[3] ?? 0));
  });
