// The writer locks, the reader forgot.
package main

import (
	"sync"
	"time"
)

type inventory struct {
	mu    sync.RWMutex
	stock map[string]int
}

func (i *inventory) reserve(sku string) {
	i.mu.Lock()
	i.stock[sku]--
	i.mu.Unlock()
}

func (i *inventory) available(sku string) bool {
	return i.stock[sku] > 0
}

func main() {
	inv := &inventory{stock: map[string]int{"a": 1000}}
	go func() {
		for {
			inv.reserve("a")
		}
	}()
	for i := 0; i < 1000; i++ {
		inv.available("a")
	}
	time.Sleep(10 * time.Millisecond)
}
