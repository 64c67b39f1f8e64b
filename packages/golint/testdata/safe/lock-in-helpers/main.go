// The lock is taken in helper methods lock and unlock.
package main

import (
	"sync"
)

type box struct {
	mu sync.Mutex
	m  map[int]int
}

func (b *box) lock()   { b.mu.Lock() }
func (b *box) unlock() { b.mu.Unlock() }

func (b *box) put(i int) {
	b.lock()
	defer b.unlock()
	b.m[i] = i
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
