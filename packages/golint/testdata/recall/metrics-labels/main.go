// A package-level cache of label sets, filled from goroutines.
package main

import "sync"

var cache = make(map[string][]string)

func labels(name string) []string {
	if ls, ok := cache[name]; ok {
		return ls
	}
	ls := []string{name}
	cache[name] = ls
	return ls
}

func worker(wg *sync.WaitGroup, names []string) {
	defer wg.Done()
	for _, n := range names {
		labels(n)
	}
}

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go worker(&wg, []string{"a", "b", "c"})
	}
	wg.Wait()
}
