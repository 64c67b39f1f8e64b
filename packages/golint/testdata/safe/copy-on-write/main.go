// A pointer to an immutable map, swapped whole.
package main

import (
	"maps"
	"sync"
	"sync/atomic"
)

type routes struct {
	mu    sync.Mutex
	table atomic.Pointer[map[string]int]
}

func (r *routes) add(k string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	next := maps.Clone(*r.table.Load())
	next[k] = 1
	r.table.Store(&next)
}

func (r *routes) get(k string) int { return (*r.table.Load())[k] }

func main() {
	r := &routes{}
	r.table.Store(&map[string]int{})
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(2)
		go func() { defer wg.Done(); r.add("a") }()
		go func() { defer wg.Done(); r.get("a") }()
	}
	wg.Wait()
}
