import { ngg007 } from './ngg007.ts';
import { goldenCases } from './testing/cases.ts';

goldenCases(
  ngg007,
  [
    {
      name: 'range over a pointer',
      source: `import "sync"
var payments = &sync.Map{}
func f() {
	for k, v := range payments { // want: does not compile
		_, _ = k, v
	}
}`,
    },
    {
      name: 'range over a field',
      source: `import "sync"
type s struct{ m sync.Map }
func (x *s) f() {
	for k := range x.m { // want: range over x.m does not compile
		_ = k
	}
}`,
    },
    {
      name: 'delete',
      source: `import "sync"
func f(m *sync.Map) {
	delete(m, "k") // want: Use m.Delete("k")
}`,
    },
    {
      name: 'len',
      source: `import "sync"
func f(m *sync.Map) int {
	return len(m) // want: does not know its length
}`,
    },
    {
      name: 'index',
      source: `import "sync"
var m sync.Map
func f() any {
	m["a"] = 1 // want: Use m.Load("a") or m.Store("a", value)
	return m["b"] // want: m["b"] does not compile
}`,
    },
    {
      name: 'clear',
      source: `import "sync"
func f(m *sync.Map) {
	clear(m) // want: m.Clear()
}`,
    },
    {
      name: 'range over the method before Go 1.23',
      options: { goMinor: 22 },
      source: `import "sync"
func f(m *sync.Map) {
	for k, v := range m.Range { // want: needs \`go 1.23\`
		_, _ = k, v
	}
}`,
    },
    {
      name: 'inside a function literal',
      source: `import "sync"
func f(m *sync.Map) {
	go func() {
		delete(m, 1) // want
	}()
}`,
    },
  ],
  [
    {
      name: 'range over the method',
      options: { goMinor: 23 },
      source: `import "sync"
func f(m *sync.Map) {
	for k := range m.Range {
		m.Delete(k)
	}
}`,
    },
    {
      name: 'range over the method, go.mod unknown',
      source: `import "sync"
func f(m *sync.Map) {
	for k, v := range m.Range {
		_, _ = k, v
	}
}`,
    },
    {
      name: 'the methods',
      source: `import "sync"
func f(m *sync.Map) {
	m.Range(func(k, v any) bool { m.Delete(k); return true })
	m.Clear()
}`,
    },
    {
      name: 'plain maps beside it',
      source: `import "sync"
var s sync.Map
func f(m map[string]int) int {
	for k := range m {
		delete(m, k)
	}
	m["a"] = 1
	return len(m)
}`,
    },
    {
      name: 'a map of sync.Maps',
      source: `import "sync"
func f(m map[string]*sync.Map, list []sync.Map) int {
	for k := range m {
		delete(m, k)
	}
	list[0].Store(1, 2)
	return len(m) + len(list)
}`,
    },
    {
      name: 'an own type named Map',
      source: `import "sync"
type Map map[string]int
var other sync.Map
func f(m Map) {
	for k := range m {
		delete(m, k)
	}
}`,
    },
    {
      name: 'an own function named delete',
      source: `import "sync"
func delete(m *sync.Map, k string) { m.Delete(k) }
func f(m *sync.Map) { delete(m, "a") }`,
    },
  ],
);
