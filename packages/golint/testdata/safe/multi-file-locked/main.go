// Goroutine, map and lock are in three files.
package main

import "sync"

func main() {
	r := newRegistry()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		r.expire()
	}()
	for _, name := range []string{"a", "b", "c"} {
		r.register(name)
	}
	wg.Wait()
}
