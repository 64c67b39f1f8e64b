// TryLock holds the lock in the branch where it is true.
package main

import "sync"

type refresher struct {
	mu   sync.Mutex
	seen map[int]bool
}

func (r *refresher) refresh(n int) {
	if !r.mu.TryLock() {
		return
	}
	defer r.mu.Unlock()
	r.seen[n] = true
}

func (r *refresher) count() int {
	if r.mu.TryLock() {
		n := len(r.seen)
		delete(r.seen, n)
		r.mu.Unlock()
		return n
	}
	return 0
}

func main() {
	r := &refresher{seen: map[int]bool{}}
	var wg sync.WaitGroup
	for n := range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r.refresh(n)
			r.count()
		}()
	}
	wg.Wait()
}
