// The second goroutine starts after the first has ended.
package main

import (
	"sync"
)

func main() {
	m := map[int]int{}
	for i := 0; i < 3; i++ {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			m[i] = i
		}()
		wg.Wait()
	}
}
