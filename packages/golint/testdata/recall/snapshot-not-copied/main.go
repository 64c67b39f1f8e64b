// The "snapshot" is the map itself.
package main

import (
	"sync"
	"time"
)

type routes struct {
	mu    sync.RWMutex
	table map[string]string
}

func (r *routes) print() int {
	r.mu.RLock()
	snapshot := r.table
	r.mu.RUnlock()
	n := 0
	for range snapshot {
		n++
		time.Sleep(10 * time.Microsecond)
	}
	return n
}

func (r *routes) add(k, v string) {
	r.mu.Lock()
	r.table[k] = v
	r.mu.Unlock()
}

func main() {
	r := &routes{table: map[string]string{"a": "b"}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; i < 100; i++ {
			r.add(string(rune('a'+i%26)), "x")
			time.Sleep(100 * time.Microsecond)
		}
	}()
	for i := 0; i < 100; i++ {
		r.print()
	}
	<-done
}
