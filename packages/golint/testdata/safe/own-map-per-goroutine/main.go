// Every goroutine makes a map of its own.
package main

import (
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			m := map[int]int{}
			for j := 0; j < 10; j++ {
				m[j]++
			}
		}()
	}
	wg.Wait()
}
