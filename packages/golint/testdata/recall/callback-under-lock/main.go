// The callback runs in a goroutine after the lock is gone.
package main

import "sync"

type bus struct {
	mu   sync.Mutex
	subs map[string]int
}

func (b *bus) withLock(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	go f()
}

func main() {
	b := &bus{subs: map[string]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		b.withLock(func() {
			defer wg.Done()
			b.subs["x"]++
		})
	}
	wg.Wait()
}
