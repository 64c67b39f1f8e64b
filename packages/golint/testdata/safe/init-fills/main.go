// A package variable filled by init and by its literal, read from goroutines.
package main

import (
	"sync"
)

var names = map[int]string{1: "one"}

func init() {
	names[2] = "two"
}

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_ = names[i]
		}()
	}
	wg.Wait()
}
