import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportsOf } from '../testing/check.ts';
import { ngg008 } from './ngg008.ts';
import { goldenCases } from './testing/cases.ts';

const head = `import "sync"
type entry struct{ at int }
type cache struct {
	mu sync.Mutex
	m  sync.Map
}
`;

goldenCases(
  ngg008,
  [
    {
      name: 'a value tested, then deleted',
      source: `${head}func (c *cache) evict(key string, now int) {
	if v, ok := c.m.Load(key); ok && v.(*entry).at < now {
		c.m.Delete(key) // want: Use c.m.CompareAndDelete(key, v)
	}
}`,
    },
    {
      name: 'a missing entry stored',
      source: `${head}func (c *cache) get(key string) any {
	v, ok := c.m.Load(key)
	if !ok {
		v = &entry{}
		c.m.Store(key, v) // want: Use c.m.LoadOrStore(key, value)
	}
	return v
}`,
    },
    {
      name: 'an early return and a type assertion between',
      source: `${head}func (c *cache) evict(key string, now int) {
	v, ok := c.m.Load(key)
	if !ok {
		return
	}
	e := v.(*entry)
	if e.at < now {
		c.m.Delete(key) // want: CompareAndDelete
	}
}`,
    },
    {
      name: 'a counter',
      source: `${head}func (c *cache) count(key string) {
	v, _ := c.m.Load(key)
	n, _ := v.(int)
	c.m.Store(key, n+1) // want: CompareAndSwap(key, v, new)
}`,
    },
    {
      name: 'the sweep in Range',
      source: `${head}func (c *cache) sweep(now int) {
	c.m.Range(func(k, v any) bool {
		if v.(*entry).at < now {
			c.m.Delete(k) // want: Range itself is safe; the decision is not
		}
		return true
	})
}`,
    },
    {
      name: 'the sweep in range over Range, with continue',
      source: `${head}func (c *cache) sweep(now int) {
	for k, v := range c.m.Range {
		e := v.(*entry)
		if e.at >= now {
			continue
		}
		c.m.Delete(k) // want: CompareAndDelete(k, v)
	}
}`,
    },
    {
      name: 'taken by two',
      source: `${head}func (c *cache) take(key string) any {
	v, ok := c.m.Load(key)
	if ok {
		c.m.Delete(key) // want: LoadAndDelete(key)
	}
	return v
}`,
    },
    {
      name: 'before Go 1.20',
      options: { goMinor: 19 },
      source: `${head}func (c *cache) evict(key string, now int) {
	if v, ok := c.m.Load(key); ok && v.(*entry).at < now {
		c.m.Delete(key) // want: Guard both calls with one mutex
	}
}`,
    },
  ],
  [
    {
      name: 'another key',
      source: `${head}func (c *cache) f(a, b string) {
	if v, ok := c.m.Load(a); ok && v != nil {
		c.m.Delete(b)
	}
}`,
    },
    {
      name: 'under a mutex',
      source: `${head}func (c *cache) f(key string, now int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.m.Load(key); ok && v.(*entry).at < now {
		c.m.Delete(key)
	}
}`,
    },
    {
      name: 'the atomic methods',
      source: `${head}func (c *cache) f(key string, now int) {
	v, ok := c.m.Load(key)
	if ok && v.(*entry).at < now {
		c.m.CompareAndDelete(key, v)
	}
	if !ok {
		c.m.LoadOrStore(key, &entry{})
	}
}`,
    },
    {
      name: 'Range that empties the map',
      source: `${head}func (c *cache) reset() {
	c.m.Range(func(k, v any) bool {
		c.m.Delete(k)
		return true
	})
}`,
    },
    {
      name: 'a test of the key alone',
      source: `${head}func (c *cache) drop(prefix string) {
	c.m.Range(func(k, v any) bool {
		if k.(string) == prefix {
			c.m.Delete(k)
		}
		return true
	})
}`,
    },
    {
      name: 'a store that does not depend on the load',
      source: `${head}func (c *cache) f(key string, e *entry) any {
	old, _ := c.m.Load(key)
	c.m.Store(key, e)
	return old
}`,
    },
    {
      name: 'LoadOrStore in between has settled it',
      source: `${head}func (c *cache) f(key string) any {
	if v, ok := c.m.Load(key); ok {
		return v
	}
	e := &entry{}
	if v, loaded := c.m.LoadOrStore(key, e); loaded {
		return v
	}
	c.m.Store(key, e)
	return e
}`,
    },
    {
      name: 'another map',
      source: `${head}func f(a, b *cache, key string) {
	if v, ok := a.m.Load(key); ok && v != nil {
		b.m.Delete(key)
	}
}`,
    },
    {
      name: 'a type of its own with such methods',
      source: `import "sync"
var used sync.Map
type store struct{}
func (s *store) Load(k string) (any, bool) { return nil, false }
func (s *store) Delete(k string) {}
func f(s *store, k string) {
	if v, ok := s.Load(k); ok && v != nil {
		s.Delete(k)
	}
}`,
    },
  ],
);

test('NGG008 is a note for a missing entry whose value is plain', () => {
  const levels = (value: string): (string | undefined)[] =>
    reportsOf(
      ngg008,
      `${head}func (c *cache) f(key string) { if _, ok := c.m.Load(key); !ok { c.m.Store(key, ${value}) } }`,
    ).map(({ level }) => level);
  assert.deepEqual(levels('len(key)'), ['note']);
  assert.deepEqual(levels('&entry{}'), [undefined]);
});
