// A named map type with methods; every goroutine adds to the same set.
package main

import "sync"

type stringSet map[string]struct{}

func (s stringSet) add(v string)      { s[v] = struct{}{} }
func (s stringSet) has(v string) bool { _, ok := s[v]; return ok }

func main() {
	seen := stringSet{}
	var wg sync.WaitGroup
	for _, v := range []string{"a", "b", "a", "c"} {
		wg.Add(1)
		go func(v string) {
			defer wg.Done()
			if !seen.has(v) {
				seen.add(v)
			}
		}(v)
	}
	wg.Wait()
}
