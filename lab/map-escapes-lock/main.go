// A map that a lock guards, handed out of the lock to what walks over it. Usage: json | fmt | copy.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"time"
)

type cache struct {
	mu   sync.Mutex
	data map[string]int
}

// all returns the map itself: the lock is gone when the caller uses it.
func (c *cache) all() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.data
}

func (c *cache) copied() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := make(map[string]int, len(c.data))
	for k, v := range c.data {
		list[k] = v
	}
	return list
}

func (c *cache) put(key string, value int) {
	c.mu.Lock()
	c.data[key] = value
	c.mu.Unlock()
}

func main() {
	c := &cache{data: map[string]int{}}
	keys := make([]string, 1000)
	for i := range keys {
		keys[i] = fmt.Sprint("key", i)
		c.put(keys[i], i)
	}
	use := map[string]func(){
		"json": func() { _, _ = json.Marshal(c.all()) },
		"fmt":  func() { _ = fmt.Sprint(c.all()) },
		"copy": func() { _, _ = json.Marshal(c.copied()) },
	}[os.Args[1]]
	go func() {
		for i := 0; ; i++ {
			c.put(keys[i%len(keys)], i)
		}
	}()
	length := 8 * time.Second
	if os.Args[1] == "copy" {
		length = time.Second
	}
	for end := time.Now().Add(length); time.Now().Before(end); {
		use()
	}
	fact("survived", true)
}
