import { ngg003 } from './ngg003.ts';
import { goldenCases } from './testing/cases.ts';

goldenCases(
  ngg003,
  [
    {
      name: 'a computed key',
      source: `func f(m map[string]int) {
	for k, v := range m {
		m[k+"x"] = v // want: whether the new entry is visited is unspecified
	}
}`,
    },
    {
      name: 'a variable key in a field of the receiver',
      source: `type s struct{ data map[int]int }
func (c *s) f(n int) {
	for range c.data {
		c.data[n]++ // want: memory-safe
	}
}`,
    },
    {
      name: 'a package variable',
      source: `var seen = map[string]bool{}
func f(more []string) {
	for k := range seen {
		for _, name := range more {
			if name != k {
				seen[name] = true // want: insert name into seen
			}
		}
	}
}`,
    },
    {
      name: 'the key variable after it was changed',
      source: `func f(m map[string]int) {
	for k, v := range m {
		k = "lower" + k
		m[k] = v // want
	}
}`,
    },
    {
      name: 'through a helper',
      source: `func put(m map[string]int, key string) { m[key] = 1 }
func f(m map[string]int) {
	for k := range m {
		put(m, k+"!") // want: through put
	}
}`,
    },
    {
      name: 'through a method',
      source: `type box struct{ m map[string]int }
func (c *box) put(key string) { c.m[key] = 1 }
func (c *box) f() {
	for k := range c.m {
		c.put("x" + k) // want: through (*box).put
	}
}`,
    },
    {
      name: 'a shadowed key variable',
      source: `func f(m map[string]int, other []string) {
	for k := range m {
		_ = k
		for _, k := range other {
			m[k] = 1 // want
		}
	}
}`,
    },
    {
      name: 'a break that leaves only the switch',
      source: `func f(m map[string]int, n int) {
	for k := range m {
		switch n {
		case 1:
			m["x"+k] = 1 // want
			break
		}
	}
}`,
    },
  ],
  [
    {
      name: 'the current key',
      source: `func f(m map[string]int) {
	for k, v := range m {
		m[k] = v + 1
	}
}`,
    },
    {
      name: 'the current key by another name',
      source: `func f(m map[string]int) {
	for k, v := range m {
		name := k
		m[name] = v + 1
	}
}`,
    },
    {
      name: 'an insert that ends the loop',
      source: `func f(m map[string]int) {
	for k, v := range m {
		if v == 0 {
			m[k+"x"] = v
			break
		}
	}
}`,
    },
    {
      name: 'an insert before a return',
      source: `func f(m map[string]int) {
	for k, v := range m {
		if v == 0 {
			m[k+"x"] = v
			println(k)
			return
		}
	}
}`,
    },
    {
      name: 'an entry that is known to be there',
      source: `func f(m map[string]int, next func(string) string) {
	for k := range m {
		n := next(k)
		if _, ok := m[n]; ok {
			m[n] = 0
		}
	}
}`,
    },
    {
      name: 'another map',
      source: `func f(m, other map[string]int) {
	for k, v := range m {
		other[k+"x"] = v
	}
}`,
    },
    {
      name: 'a slice',
      source: `func f(m []int) {
	for i := range m {
		m[i+1] = 0
	}
}`,
    },
    {
      name: 'the same field of another object',
      source: `type box struct{ m map[string]int }
func f(a, b *box) {
	for k := range a.m {
		b.m[k+"x"] = 1
	}
}`,
    },
    {
      name: 'a helper that is given the current key',
      source: `func put(m map[string]int, key string) { m[key] = 1 }
func f(m map[string]int) {
	for k := range m {
		put(m, k)
	}
}`,
    },
    {
      name: 'after the loop',
      source: `func f(m map[string]int) {
	var more []string
	for k := range m {
		more = append(more, k+"x")
	}
	for _, k := range more {
		m[k] = 1
	}
}`,
    },
  ],
);
