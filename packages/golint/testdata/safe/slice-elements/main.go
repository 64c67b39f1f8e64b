// Goroutines write to different elements of a slice, not to a map.
package main

import (
	"sync"
)

func main() {
	results := make([]int, 8)
	var wg sync.WaitGroup
	for i := range results {
		wg.Add(1)
		go func() {
			defer wg.Done()
			results[i] = i
		}()
	}
	wg.Wait()
}
