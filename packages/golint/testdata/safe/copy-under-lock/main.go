// The accessor returns a copy made under the lock.
package main

import (
	"maps"
	"sync"
)

type config struct {
	mu sync.Mutex
	m  map[string]string
}

func (c *config) all() map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.m)
}

func (c *config) set(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m[k] = k
}

func main() {
	c := &config{m: map[string]string{}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.set("a")
	}()
	for k := range c.all() {
		_ = k
	}
	<-done
}
