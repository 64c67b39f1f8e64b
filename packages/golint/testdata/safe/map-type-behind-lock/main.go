// A named map type with methods that a lock outside guards.
package main

import "sync"

type stringSet map[string]struct{}

func (s stringSet) add(v string) { s[v] = struct{}{} }

type collector struct {
	sync.Mutex
	seen stringSet
}

func (c *collector) note(v string) {
	c.Lock()
	c.seen.add(v)
	c.Unlock()
}

func main() {
	c := &collector{seen: stringSet{}}
	var wg sync.WaitGroup
	for _, v := range []string{"a", "b", "a"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c.note(v)
		}()
	}
	wg.Wait()
}
