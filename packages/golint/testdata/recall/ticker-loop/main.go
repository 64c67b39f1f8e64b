// A ticker flushes the counters that request goroutines increment.
package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

type stats struct {
	counts map[string]int
	done   chan struct{}
	out    io.Writer
}

func newStats() *stats {
	s := &stats{counts: map[string]int{}, done: make(chan struct{}), out: io.Discard}
	go s.flushLoop()
	return s
}

func (s *stats) flushLoop() {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			for name, n := range s.counts {
				fmt.Fprintln(s.out, name, n)
			}
		case <-s.done:
			return
		}
	}
}

func (s *stats) Inc(name string) { s.counts[name]++ }

func main() {
	s := newStats()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for range 10 {
			s.Inc("a")
			time.Sleep(time.Millisecond)
		}
	}()
	wg.Wait()
	close(s.done)
}
