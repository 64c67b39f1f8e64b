// Readers load the map; writers put a changed copy in its place.
package main

import (
	"maps"
	"sync"
	"sync/atomic"
)

type routes struct {
	mu    sync.Mutex
	table atomic.Value
}

func (r *routes) lookup(path string) string {
	table, _ := r.table.Load().(map[string]string)
	return table[path]
}

func (r *routes) add(path, target string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	old, _ := r.table.Load().(map[string]string)
	table := maps.Clone(old)
	if table == nil {
		table = map[string]string{}
	}
	table[path] = target
	r.table.Store(table)
}

func main() {
	r := &routes{}
	var wg sync.WaitGroup
	for _, path := range []string{"/a", "/b", "/c"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r.add(path, "x")
			r.lookup(path)
		}()
	}
	wg.Wait()
}
