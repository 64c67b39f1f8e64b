// A local map, ranged here and changed in the goroutines.
package main

import (
	"sync"
	"time"
)

func main() {
	pending := map[int]bool{}
	for i := 0; i < 50; i++ {
		pending[i] = true
	}
	var mu sync.Mutex
	for id := range pending {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			delete(pending, id)
		}()
		time.Sleep(10 * time.Microsecond)
	}
	time.Sleep(5 * time.Millisecond)
}
