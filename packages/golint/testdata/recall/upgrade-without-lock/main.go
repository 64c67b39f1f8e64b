// The read lock is given back, and the write comes without the write lock.
package main

import "sync"

type names struct {
	mu sync.RWMutex
	id map[string]int
}

func (n *names) idOf(name string) int {
	n.mu.RLock()
	id, ok := n.id[name]
	n.mu.RUnlock()
	if !ok {
		id = len(name)
		n.id[name] = id
	}
	return id
}

func main() {
	n := &names{id: map[string]int{}}
	var wg sync.WaitGroup
	for _, name := range []string{"a", "bb", "ccc"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n.idOf(name)
		}()
	}
	wg.Wait()
}
