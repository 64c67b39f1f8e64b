// The goroutine locks around the write, the caller around the read.
package main

import (
	"sync"
)

func main() {
	var mu sync.Mutex
	m := map[int]int{}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			m[i] = i
			mu.Unlock()
		}()
	}
	mu.Lock()
	_ = len(m)
	mu.Unlock()
	wg.Wait()
}
