import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportsOf } from '../testing/check.ts';
import { ngg011 } from './ngg011.ts';
import { applied } from './testing/apply.ts';
import { goldenCases } from './testing/cases.ts';

const inserting = `import "maps"
func f(m map[string]int) {
	for k := range maps.Keys(m) { // want: is no snapshot
		m[k+"x"] = 1
	}
}`;
const held = `import "maps"
func f(m map[string]int) {
	keys := maps.Keys(m) // want: no snapshot
	m["later"] = 1
	for k := range keys {
		println(k)
	}
}`;
const all = `import "maps"
func f(m map[string]int, other string) {
	for k, v := range maps.All(m) { // want: maps.Clone(m)
		println(k, v)
		delete(m, other)
	}
}`;
const current = `import "maps"
func f(m map[string]int) {
	for k := range maps.Keys(m) { // want: Deleting the current key from it is legal and safe
		delete(m, k)
	}
}`;

goldenCases(
  ngg011,
  [
    { name: 'an insert', source: inserting },
    { name: 'a variable, and an insert before the loop', source: held },
    { name: 'maps.All', source: all },
    { name: 'the current key deleted', source: current },
    {
      name: 'maps.Values',
      source: `import "maps"
type s struct{ m map[string]int }
func (x *s) f() {
	for v := range maps.Values(x.m) { // want: slices.Collect(maps.Values(x.m))
		if v > 0 {
			x.m["n"] = v
		}
	}
}`,
    },
    {
      name: 'a variable, and a delete in the loop',
      options: { goMinor: 24 },
      source: `import "maps"
func f(m map[string]int, k2 string) {
	keys := maps.Keys(m) // want
	for k := range keys {
		println(k)
		delete(m, k2)
	}
}`,
    },
    {
      name: 'clear in the loop',
      source: `import "maps"
func f(m map[string]int) {
	for k := range maps.Keys(m) { // want
		println(k)
		clear(m)
	}
}`,
    },
  ],
  [
    {
      name: 'a snapshot',
      source: `import ("maps"; "slices")
func f(m map[string]int) {
	for _, k := range slices.Collect(maps.Keys(m)) {
		m[k+"x"] = 1
	}
	for _, k := range slices.Sorted(maps.Keys(m)) {
		delete(m, k)
	}
}`,
    },
    {
      name: 'the map stays as it is',
      source: `import "maps"
func f(m map[string]int) {
	for k := range maps.Keys(m) {
		println(k)
	}
}`,
    },
    {
      name: 'another map changes',
      source: `import "maps"
func f(m, n map[string]int) {
	for k := range maps.Keys(m) {
		n[k] = 1
	}
}`,
    },
    {
      name: 'golang.org/x/exp/maps gives a slice',
      source: `import "golang.org/x/exp/maps"
func f(m map[string]int) {
	for _, k := range maps.Keys(m) {
		m[k+"x"] = 1
	}
}`,
    },
    {
      name: 'before Go 1.23',
      options: { goMinor: 22 },
      source: inserting.replace(/ \/\/ want.*/, ''),
    },
    {
      name: 'the loop ends with the change',
      source: `import "maps"
func f(m map[string]int) {
	for k := range maps.Keys(m) {
		m[k+"x"] = 1
		break
	}
}`,
    },
    {
      name: 'a change after the loop',
      source: `import "maps"
func f(m map[string]int) {
	keys := maps.Keys(m)
	for k := range keys {
		println(k)
	}
	m["x"] = 1
}`,
    },
    {
      name: 'the current entry is updated',
      source: `import "maps"
func f(m map[string]int) {
	for k := range maps.Keys(m) {
		m[k] = 1
	}
}`,
    },
  ],
);

const fixed = (source: string): string => {
  const plain = source.replace(/ \/\/ want.*/, '');
  return applied(plain, reportsOf(ngg011, plain));
};

test('NGG011 collects the keys where the loop takes them', () => {
  assert.match(fixed(inserting), /for _, k := range slices\.Collect\(maps\.Keys\(m\)\) \{/);
  assert.match(fixed(held), /keys := slices\.Collect\(maps\.Keys\(m\)\)\n[\s\S]*for _, k := range keys \{/);
  assert.match(fixed(all), /for k, v := range maps\.Clone\(m\) \{/);
});

test('NGG011 is a note where the result is the same, and fixed code is found no more', () => {
  assert.equal(reportsOf(ngg011, current)[0]?.level, 'note');
  for (const source of [inserting, held, all, current])
    assert.deepEqual(reportsOf(ngg011, fixed(source)), []);
});
