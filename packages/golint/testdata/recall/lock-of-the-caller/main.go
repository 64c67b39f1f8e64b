// Each goroutine passes a mutex of its own to the function that locks.
package main

import "sync"

func put(mu *sync.Mutex, m map[string]int, key string) {
	mu.Lock()
	defer mu.Unlock()
	m[key]++
}

func main() {
	m := map[string]int{}
	var wg sync.WaitGroup
	for _, key := range []string{"a", "b", "c"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var mu sync.Mutex
			put(&mu, m, key)
		}()
	}
	wg.Wait()
}
