// Locks behind methods that take a function, and behind an unlock that a function returns.
package main

import "sync"

type table struct {
	mu   sync.RWMutex
	rows map[int]string
}

func (t *table) view(f func(map[int]string)) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	f(t.rows)
}

func (t *table) lock() (unlock func()) {
	t.mu.Lock()
	return t.mu.Unlock
}

func (t *table) set(id int, row string) {
	defer t.lock()()
	t.rows[id] = row
}

func main() {
	t := &table{rows: map[int]string{}}
	var wg sync.WaitGroup
	for id := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			t.set(id, "x")
			t.view(func(rows map[int]string) { _ = rows[id] })
		}()
	}
	wg.Wait()
}
