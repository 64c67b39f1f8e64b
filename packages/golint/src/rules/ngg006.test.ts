import { ngg006 } from './ngg006.ts';
import { goldenCases } from './testing/cases.ts';

const cache = 'import "sync"\ntype cache struct {\n\tmu sync.Mutex\n\tm  sync.Map\n}\n';

goldenCases(
  ngg006,
  [
    {
      name: 'a parameter',
      source: `import "sync"\nfunc f(m sync.Map) { // want: The parameter m copies a sync.Map\n}`,
    },
    { name: 'a struct parameter', source: `${cache}func f(c cache) { // want: The parameter c\n}` },
    {
      name: 'a value receiver',
      source: `${cache}func (c cache) get(k string) any { // want: The value receiver c
	v, _ := c.m.Load(k)
	return v
}`,
    },
    {
      name: 'a dereference returned',
      source: `${cache}func f(c *cache) cache {
	return *c // want: Returning *c
}`,
    },
    {
      name: 'an assignment',
      source: `${cache}func f(c *cache) {
	d := *c // want: Assigning *c
	var e cache
	e = d // want: Assigning d
	e.m.Store(1, 2)
}`,
    },
    {
      name: 'a loop variable',
      source: `${cache}func f(list []cache) {
	for _, c := range list { // want: The loop variable c
		c.m.Store(1, 2)
	}
}`,
    },
    {
      name: 'a composite literal',
      source: `import "sync"
type outer struct{ m sync.Map }
func f(m *sync.Map) *outer {
	return &outer{m: *m} // want: The literal around *m
}`,
    },
    {
      name: 'nested and by array',
      source: `import "sync"
type shard struct{ sync.Map }
type table struct{ shards [4]shard }
func f(t *table) {
	s := t.shards[0] // want: Assigning t.shards[0]
	s.Store(1, 2)
}`,
    },
    {
      name: 'an argument',
      source: `${cache}func show(v any) {}
func f(c *cache) {
	show(*c) // want: Passing *c
}`,
    },
  ],
  [
    {
      name: 'pointers',
      source: `${cache}func (c *cache) get() *sync.Map { return &c.m }
func f(c *cache) {
	d := c
	m := &d.m
	m.Store(1, 2)
}`,
    },
    {
      name: 'zero values',
      source: `${cache}func f() {
	var m sync.Map
	c := cache{}
	d := &cache{}
	var e = new(cache)
	m.Store(c.mu.TryLock(), d)
	_ = e
}`,
    },
    {
      name: 'a literal that is returned or stored',
      source: `${cache}func f() cache { return cache{} }
func g(c *cache) { *c = cache{} }`,
    },
    {
      name: 'loops over pointers and indexes',
      source: `${cache}func f(list []*cache, values []cache) {
	for _, c := range list {
		c.m.Store(1, 2)
	}
	for i := range values {
		values[i].m.Store(1, 2)
	}
}`,
    },
    {
      name: 'a struct that holds a pointer to a sync.Map',
      source: `import "sync"
type view struct{ m *sync.Map }
func f(v view) view {
	w := v
	return w
}`,
    },
    {
      name: 'another type of that name',
      source: `import "sync"
type Map struct{ n int }
var used sync.Map // sync.Map
func f(m Map) Map { return m }`,
    },
    {
      name: 'a plain map',
      source: `import "sync"
var used sync.Map
func f(m map[string]int) map[string]int { n := m; return n }`,
    },
    {
      name: 'a struct with a slice of them',
      source: `${cache}type group struct{ list []cache }
func f(g group) group { return g }`,
    },
  ],
);
