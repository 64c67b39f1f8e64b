// A generic cache with its lock in a generic guard.
package main

import "sync"

type guarded[T any] struct {
	mu    sync.Mutex
	value T
}

func (g *guarded[T]) with(f func(T)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f(g.value)
}

func main() {
	g := &guarded[map[int]int]{value: map[int]int{}}
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			g.with(func(m map[int]int) { m[i]++ })
		}()
	}
	wg.Wait()
}
