// The map in the atomic.Value is changed in place instead of replaced.
package main

import (
	"sync"
	"sync/atomic"
)

type routes struct {
	table atomic.Value
}

func (r *routes) lookup(path string) string {
	return r.table.Load().(map[string]string)[path]
}

func (r *routes) add(path, target string) {
	table := r.table.Load().(map[string]string)
	table[path] = target
	r.table.Store(table)
}

func main() {
	r := &routes{}
	r.table.Store(map[string]string{})
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
