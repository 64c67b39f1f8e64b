// The goroutine starts in one file, the map is declared in a second and changed in a third.
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
