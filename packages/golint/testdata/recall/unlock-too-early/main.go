// The lock is released before the write.
package main

import "sync"

type quota struct {
	mu   sync.Mutex
	used map[string]int
}

func (q *quota) take(user string) {
	q.mu.Lock()
	n := q.used[user]
	q.mu.Unlock()
	q.used[user] = n + 1
}

func main() {
	q := &quota{used: map[string]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			q.take("u")
		}()
	}
	wg.Wait()
}
