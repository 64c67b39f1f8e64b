package syncmaps

import "sync"

type cache struct{ rows sync.Map }

func found(m *sync.Map, c *cache) int {
	for k := range m { // want `NGG007: range over m does not compile`
		delete(c.rows, k) // want `NGG007: delete of c.rows does not compile`
	}
	c.rows["x"] = 1    // want `NGG007: an index of c.rows`
	return len(c.rows) // want `NGG007: len of c.rows`
}

func legal(m *sync.Map, plain map[string]int) int {
	m.Range(func(k, v any) bool { m.Delete(k); return true })
	for k := range plain {
		delete(plain, k)
	}
	return len(plain)
}
