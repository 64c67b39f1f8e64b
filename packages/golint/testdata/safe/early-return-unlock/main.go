// Every path out of the function unlocks by hand.
package main

import (
	"sync"
)

type box struct {
	mu sync.Mutex
	m  map[string]int
}

func (b *box) add(k string) bool {
	b.mu.Lock()
	if _, ok := b.m[k]; ok {
		b.mu.Unlock()
		return false
	}
	b.m[k] = 1
	b.mu.Unlock()
	return true
}

func main() {
	b := &box{m: map[string]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.add("a")
		}()
	}
	wg.Wait()
}
