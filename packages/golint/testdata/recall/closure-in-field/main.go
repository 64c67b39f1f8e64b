// The function in a struct field captured a map; the dispatcher runs it once per event in goroutines.
package main

import "sync"

type dispatcher struct {
	onEvent func(kind string)
}

func (d *dispatcher) dispatch(kinds []string) {
	var wg sync.WaitGroup
	for _, kind := range kinds {
		wg.Add(1)
		go func() {
			defer wg.Done()
			d.onEvent(kind)
		}()
	}
	wg.Wait()
}

func main() {
	counts := map[string]int{}
	d := &dispatcher{onEvent: func(kind string) { counts[kind]++ }}
	d.dispatch([]string{"a", "b", "a"})
}
