// A TTL cache whose janitor runs in a goroutine of its own; nobody locks.
package main

import (
	"strconv"
	"time"
)

type item struct {
	value   string
	expires time.Time
}

type Cache struct {
	items map[string]item
	stop  chan struct{}
}

func New() *Cache {
	c := &Cache{items: make(map[string]item), stop: make(chan struct{})}
	go c.janitor()
	return c
}

func (c *Cache) Set(key, value string) {
	c.items[key] = item{value, time.Now().Add(time.Millisecond)}
}

func (c *Cache) janitor() {
	for {
		select {
		case <-c.stop:
			return
		case <-time.After(time.Millisecond):
			for key, it := range c.items {
				if time.Now().After(it.expires) {
					delete(c.items, key)
				}
			}
		}
	}
}

func main() {
	c := New()
	for i := 0; i < 200; i++ {
		c.Set("k"+strconv.Itoa(i), "v")
		time.Sleep(50 * time.Microsecond)
	}
	close(c.stop)
}
