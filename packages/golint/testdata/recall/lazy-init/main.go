// Lazy initialisation: the first caller makes the map, every caller writes to it.
package main

import "sync"

type registry struct {
	handlers map[string]func()
}

func (r *registry) handle(name string, f func()) {
	if r.handlers == nil {
		r.handlers = make(map[string]func())
	}
	r.handlers[name] = f
}

func main() {
	r := &registry{}
	var wg sync.WaitGroup
	for _, name := range []string{"a", "b", "c", "d"} {
		wg.Add(1)
		go func(name string) {
			defer wg.Done()
			r.handle(name, func() {})
		}(name)
	}
	wg.Wait()
}
