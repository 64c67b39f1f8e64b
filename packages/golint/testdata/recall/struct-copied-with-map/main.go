// The struct is copied with its mutex: both copies share one map, each locks its own mutex.
package main

import "sync"

type counters struct {
	mu sync.Mutex
	m  map[string]int
}

func (c counters) add(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m[name]++
}

func main() {
	c := counters{m: map[string]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c.add("x")
		}()
	}
	wg.Wait()
}
