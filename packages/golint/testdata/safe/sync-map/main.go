// sync.Map from many goroutines, ranged with its own method.
package main

import (
	"sync"
)

func main() {
	var m sync.Map
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			m.Store(i, i)
			m.Range(func(k, v any) bool {
				m.Delete(k)
				return true
			})
		}()
	}
	wg.Wait()
}
