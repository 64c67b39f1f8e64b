// One goroutine writes, the caller reads after Wait.
package main

import (
	"sync"
)

func main() {
	m := map[int]int{}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for i := 0; i < 100; i++ {
			m[i] = i
		}
	}()
	wg.Wait()
	for k := range m {
		delete(m, k)
	}
}
