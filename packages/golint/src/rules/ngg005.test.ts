import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportsOf } from '../testing/check.ts';
import { ngg005 } from './ngg005.ts';
import { applied } from './testing/apply.ts';
import { goldenCases } from './testing/cases.ts';

const conditional = `func f(m map[string]int, now int) {
	for k, v := range m {
		if v < now {
			delete(m, k) // want: legal Go
		}
	}
}`;

goldenCases(
  ngg005,
  [
    {
      name: 'direct',
      source: `func f(m map[string]int) {
	for k := range m {
		delete(m, k) // want: This is legal Go and safe in one goroutine in every version
	}
}`,
    },
    { name: 'behind a condition', source: conditional },
    {
      name: 'through a helper',
      source: `func safeDelete(m map[string]int, k string) {
	if _, ok := m[k]; ok {
		delete(m, k)
	}
}
func f(m map[string]int) {
	for k := range m {
		safeDelete(m, k) // want: through safeDelete
	}
}`,
    },
    {
      name: 'through two helpers',
      source: `func drop(m map[string]int, k string) { delete(m, k) }
func safeDelete(m map[string]int, k string) { drop(m, k) }
func f(m map[string]int) {
	for k := range m {
		safeDelete(m, k) // want: k is deleted from m (through drop)
	}
}`,
    },
    {
      name: 'another key',
      source: `func f(m map[string]int, other string) {
	for range m {
		delete(m, other) // want
	}
}`,
    },
    {
      name: 'a field through a method',
      source: `type box struct{ m map[string]int }
func (c *box) drop(k string) { delete(c.m, k) }
func (c *box) sweep() {
	for k := range c.m {
		c.drop(k) // want: deleted from c.m
	}
}`,
    },
    {
      name: 'before the loop ends',
      source: `func f(m map[string]int) {
	for k := range m {
		delete(m, k) // want
		break
	}
}`,
    },
  ],
  [
    {
      name: 'keys collected first',
      source: `func f(m map[string]int) {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	for _, k := range keys {
		delete(m, k)
	}
}`,
    },
    {
      name: 'maps.DeleteFunc',
      source: `import "maps"
func f(m map[string]int) {
	maps.DeleteFunc(m, func(k string, v int) bool { return v == 0 })
}`,
    },
    {
      name: 'another map',
      source: `func f(m, n map[string]int) {
	for k := range m {
		delete(n, k)
	}
}`,
    },
    {
      name: 'a helper on another map',
      source: `func safeDelete(m map[string]int, k string) { delete(m, k) }
func f(m, n map[string]int) {
	for k := range m {
		safeDelete(n, k)
	}
}`,
    },
    {
      name: 'an update',
      source: `func f(m map[string]int) {
	for k := range m {
		m[k] = 0
	}
}`,
    },
    {
      name: 'sync.Map',
      source: `import "sync"
func f(m *sync.Map) {
	m.Range(func(k, v any) bool { m.Delete(k); return true })
}`,
    },
    {
      name: 'a helper that only reads',
      source: `func has(m map[string]int, k string) bool { _, ok := m[k]; return ok }
func f(m map[string]int) {
	for k := range m {
		has(m, k)
	}
}`,
    },
  ],
);

test('NGG005 is on in strict, not in recommended', () => {
  assert.deepEqual(ngg005.meta.profiles, ['strict', 'all']);
});

test('NGG005 offers maps.DeleteFunc where the loop is one', () => {
  const source = conditional.replace(/ \/\/ want.*/, '');
  assert.equal(
    applied(source, reportsOf(ngg005, source)),
    `func f(m map[string]int, now int) {
	maps.DeleteFunc(m, func(k string, v int) bool {
		return v < now
	})
}`,
  );
});

test('NGG005 leaves loops with comments or more statements to the author', () => {
  for (const body of [
    '// stale\n\t\tif v < now {\n\t\t\tdelete(m, k)\n\t\t}',
    'println(k)\n\t\tif v < now {\n\t\t\tdelete(m, k)\n\t\t}',
  ]) {
    const source = `func f(m map[string]int, now int) {\n\tfor k, v := range m {\n\t\t${body}\n\t}\n}`;
    assert.deepEqual(
      reportsOf(ngg005, source).map(({ fixes }) => fixes),
      [undefined],
    );
  }
  const hidden = `type entry struct{ at int }
func f(m map[string]entry, entry int) {
	for k, v := range m {
		if v.at < entry {
			delete(m, k)
		}
	}
}`;
  assert.deepEqual(
    reportsOf(ngg005, hidden).map(({ fixes }) => fixes),
    [undefined],
    'the type has no name where a parameter hides it',
  );
  assert.deepEqual(
    reportsOf(ngg005, conditional, { goMinor: 20 }).map(({ fixes }) => fixes),
    [undefined],
  );
});
