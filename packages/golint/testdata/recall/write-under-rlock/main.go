// RLock does not keep other readers out, and this one writes.
package main

import "sync"

type hits struct {
	mu sync.RWMutex
	n  map[string]int
}

func (h *hits) get(key string) int {
	h.mu.RLock()
	defer h.mu.RUnlock()
	h.n[key]++
	return h.n[key]
}

func main() {
	h := &hits{n: map[string]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 100; j++ {
				h.get("k")
			}
		}()
	}
	wg.Wait()
}
