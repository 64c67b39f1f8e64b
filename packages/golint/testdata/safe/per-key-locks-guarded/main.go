// Locks per key in a map that has a lock of its own; what a key guards is reached through the key.
package main

import "sync"

type account struct {
	mu      sync.Mutex
	history map[string]int
}

type accounts struct {
	mu   sync.Mutex
	byID map[int]*account
}

func (a *accounts) get(id int) *account {
	a.mu.Lock()
	defer a.mu.Unlock()
	acc, ok := a.byID[id]
	if !ok {
		acc = &account{history: map[string]int{}}
		a.byID[id] = acc
	}
	return acc
}

func (a *accounts) deposit(id, amount int) {
	acc := a.get(id)
	acc.mu.Lock()
	defer acc.mu.Unlock()
	acc.history["deposit"] += amount
}

func main() {
	a := &accounts{byID: map[int]*account{}}
	var wg sync.WaitGroup
	for id := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			a.deposit(id%2, 10)
		}()
	}
	wg.Wait()
}
