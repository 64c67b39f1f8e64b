// An unexported helper without a telling name, only ever called under the lock.
package main

import (
	"sync"
)

type box struct {
	mu sync.RWMutex
	m  map[int]int
}

func (b *box) store(i int) { b.m[i] = i }

func (b *box) Put(i int) {
	b.mu.Lock()
	b.store(i)
	b.mu.Unlock()
}

func (b *box) Get(i int) int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.m[i]
}

func main() {
	b := &box{m: map[int]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.Put(i)
			b.Get(i)
		}()
	}
	wg.Wait()
}
