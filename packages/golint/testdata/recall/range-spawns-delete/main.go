// The loop ranges over the map while its goroutines delete under a lock that the loop does not hold.
package main

import "sync"

type daemon struct {
	mu         sync.Mutex
	containers map[string]bool
}

func (d *daemon) restore() {
	var wg sync.WaitGroup
	for id, broken := range d.containers {
		wg.Add(1)
		go func(id string, broken bool) {
			defer wg.Done()
			if broken {
				d.mu.Lock()
				delete(d.containers, id)
				d.mu.Unlock()
			}
		}(id, broken)
	}
	wg.Wait()
}

func main() {
	d := &daemon{containers: map[string]bool{}}
	for i := 0; i < 64; i++ {
		d.containers[string(rune('A'+i))] = true
	}
	d.restore()
}
