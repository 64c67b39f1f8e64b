// Map and mutex in an anonymous package struct.
package main

import (
	"sync"
)

var cache = struct {
	sync.RWMutex
	m map[string]int
}{m: map[string]int{}}

func get(k string) int {
	cache.RLock()
	v, ok := cache.m[k]
	cache.RUnlock()
	if !ok {
		cache.Lock()
		defer cache.Unlock()
		cache.m[k] = 1
	}
	return v
}

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			get("a")
		}()
	}
	wg.Wait()
}
