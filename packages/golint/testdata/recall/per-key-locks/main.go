// The lock of the key is held, the map that all keys share is not locked.
package main

import "sync"

type accounts struct {
	locks   [4]sync.Mutex
	balance map[int]int
}

func (a *accounts) deposit(id, amount int) {
	lock := &a.locks[id%len(a.locks)]
	lock.Lock()
	defer lock.Unlock()
	a.balance[id] += amount
}

func main() {
	a := &accounts{balance: map[int]int{}}
	var wg sync.WaitGroup
	for id := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			a.deposit(id, 10)
		}()
	}
	wg.Wait()
}
