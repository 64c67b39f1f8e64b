// The struct embeds its mutex.
package main

import (
	"sync"
)

type counters struct {
	sync.Mutex
	m map[string]int
}

func (c *counters) inc(k string) {
	c.Lock()
	defer c.Unlock()
	c.m[k]++
}

func main() {
	c := &counters{m: map[string]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c.inc("a")
		}()
	}
	wg.Wait()
}
