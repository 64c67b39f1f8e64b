// The dispatcher holds its lock around the function in its field.
package main

import "sync"

type dispatcher struct {
	mu      sync.Mutex
	onEvent func(kind string)
}

func (d *dispatcher) dispatch(kind string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.onEvent(kind)
}

func main() {
	counts := map[string]int{}
	d := &dispatcher{onEvent: func(kind string) { counts[kind]++ }}
	var wg sync.WaitGroup
	for _, kind := range []string{"a", "b", "a"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			d.dispatch(kind)
		}()
	}
	wg.Wait()
}
