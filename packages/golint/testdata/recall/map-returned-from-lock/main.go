// The accessor returns the live map; the caller ranges over it without the lock.
package main

import (
	"sync"
	"time"
)

type config struct {
	mu     sync.Mutex
	values map[string]string
}

func (c *config) all() map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.values
}

func (c *config) set(k, v string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.values[k] = v
}

func main() {
	c := &config{values: map[string]string{"a": "b"}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; i < 100; i++ {
			c.set("k", "v")
			time.Sleep(100 * time.Microsecond)
		}
	}()
	for i := 0; i < 100; i++ {
		for range c.all() {
		}
		time.Sleep(100 * time.Microsecond)
	}
	<-done
}
