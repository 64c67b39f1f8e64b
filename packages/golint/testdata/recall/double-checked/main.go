// Double-checked without a lock around the first look.
package main

import "sync"

type templates struct {
	mu     sync.Mutex
	parsed map[string]string
}

func (t *templates) get(name string) string {
	if v, ok := t.parsed[name]; ok {
		return v
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if v, ok := t.parsed[name]; ok {
		return v
	}
	t.parsed[name] = "<" + name + ">"
	return t.parsed[name]
}

func main() {
	t := &templates{parsed: map[string]string{}}
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			t.get(string(rune('a' + i%3)))
		}(i)
	}
	wg.Wait()
}
