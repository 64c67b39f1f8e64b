// A generic cache whose loader goroutines write without a lock.
package main

import "sync"

type cache[K comparable, V any] struct {
	data map[K]V
	load func(K) V
}

func newCache[K comparable, V any](load func(K) V) *cache[K, V] {
	return &cache[K, V]{data: make(map[K]V), load: load}
}

func (c *cache[K, V]) get(k K) V {
	if v, ok := c.data[k]; ok {
		return v
	}
	v := c.load(k)
	c.data[k] = v
	return v
}

func main() {
	c := newCache(func(n int) string { return string(rune('a' + n)) })
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c.get(i)
		}()
	}
	wg.Wait()
}
