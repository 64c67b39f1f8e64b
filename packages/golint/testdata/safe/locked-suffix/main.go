// Methods whose name ends in Locked are called with the lock held.
package main

import (
	"sync"
)

type box struct {
	mu sync.Mutex
	m  map[int]int
}

func (b *box) putLocked(i int) { b.m[i] = i }

func (b *box) put(i int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.putLocked(i)
}

func main() {
	b := &box{m: map[int]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.put(i)
		}()
	}
	wg.Wait()
}
