// sync.Once orders the writer before every reader.
package main

import (
	"sync"
)

var (
	once  sync.Once
	table map[string]int
)

func get(k string) int {
	once.Do(func() {
		table = map[string]int{}
		table["a"] = 1
	})
	return table[k]
}

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			get("a")
		}()
	}
	wg.Wait()
}
