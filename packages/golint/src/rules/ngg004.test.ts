import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportsOf } from '../testing/check.ts';
import { ngg004 } from './ngg004.ts';
import { goldenCases } from './testing/cases.ts';

const evictRange = `type cache struct{ entries map[string]int }
func inRange(k, from, to string) bool { return k >= from && k < to }
func (lc *cache) EvictRange(key, end string) {
	for k := range lc.entries {
		if inRange(k, key, end) {
			delete(lc.entries, key) // want: tests k, but key is deleted
		}
	}
}`;

goldenCases(
  ngg004,
  [
    { name: 'the range key is tested and another variable deleted', source: evictRange },
    {
      name: 'a variable from outside',
      source: `func f(m map[string]int, other string) {
	for k := range m {
		println(k)
		delete(m, other) // want: Go allows it
	}
}`,
    },
    {
      name: 'a key computed from the current one',
      source: `func f(m map[string]int) {
	for k := range m {
		delete(m, k+"x") // want: deletes k+"x"
	}
}`,
    },
    {
      name: 'what the value points to',
      source: `type node struct{ next string }
func f(m map[string]node) {
	for _, n := range m {
		delete(m, n.next) // want: n.next
	}
}`,
    },
    {
      name: 'through a helper',
      source: `func safeDelete(m map[string]int, k string) {
	if m != nil {
		delete(m, k)
	}
}
func f(m map[string]int, other string) {
	for k := range m {
		if k != "" {
			safeDelete(m, other) // want: tests k, but other is deleted
		}
	}
}`,
    },
    {
      name: 'the key of an inner loop',
      source: `func f(m map[string]int, list []string) {
	for k, v := range m {
		if v > 0 {
			println(k)
			for _, name := range list {
				delete(m, name) // want: name
			}
		}
	}
}`,
    },
    {
      name: 'the key is tested by a set',
      source: `func f(m map[string]int, expired map[string]bool, id string) {
	for k := range m {
		if expired[k] {
			delete(m, id) // want: tests k, but id
		}
	}
}`,
    },
  ],
  [
    {
      name: 'the current key',
      source: `func f(m map[string]int) {
	for k := range m {
		delete(m, k)
	}
}`,
    },
    {
      name: 'the current key behind a condition',
      source: `func f(m map[string]int, now int) {
	for k, v := range m {
		if v < now {
			delete(m, k)
		}
	}
}`,
    },
    {
      name: 'the current key through a helper',
      source: `func safeDelete(m map[string]int, k string) { delete(m, k) }
func f(m map[string]int) {
	for k := range m {
		safeDelete(m, k)
	}
}`,
    },
    {
      name: 'an alias of the current key',
      source: `func f(m map[string]int) {
	for k := range m {
		k := k
		delete(m, k)
	}
}`,
    },
    {
      name: 'a variable that equals the current key',
      source: `func f(m map[string]int, other string) {
	for k, v := range m {
		if v > 0 && k == other {
			delete(m, other)
		}
	}
}`,
    },
    {
      name: 'the loop ends',
      source: `func f(m map[string]int, other string) {
	for k := range m {
		if k != other {
			delete(m, other)
			return
		}
	}
}`,
    },
    {
      name: 'another map',
      source: `func f(m, n map[string]int, other string) {
	for k := range m {
		println(k)
		delete(n, other)
	}
}`,
    },
    {
      name: 'keys collected first',
      source: `func f(m map[string]int) {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	for _, k := range keys {
		delete(m, k)
	}
}`,
    },
  ],
);

test('NGG004 is a warning where the condition is about the key that stays', () => {
  assert.deepEqual(
    reportsOf(ngg004, evictRange).map(({ level }) => level),
    ['warning'],
  );
});
