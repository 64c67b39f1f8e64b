// encoding/json walks the map while another goroutine writes to it.
package main

import (
	"encoding/json"
	"sync"
)

type stats struct {
	mu     sync.Mutex
	counts map[string]int
}

func (s *stats) inc(k string) {
	s.mu.Lock()
	s.counts[k]++
	s.mu.Unlock()
}

func (s *stats) dump() []byte {
	b, _ := json.Marshal(s.counts)
	return b
}

func main() {
	s := &stats{counts: map[string]int{"a": 1}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; i < 200; i++ {
			s.inc("a")
		}
	}()
	for i := 0; i < 50; i++ {
		s.dump()
	}
	<-done
}
