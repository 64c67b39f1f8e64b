// The ticker's goroutine owns the map; Inc only sends.
package main

import "time"

type stats struct {
	names chan string
	done  chan struct{}
	ended chan struct{}
}

func newStats() *stats {
	s := &stats{names: make(chan string), done: make(chan struct{}), ended: make(chan struct{})}
	go s.loop()
	return s
}

func (s *stats) loop() {
	defer close(s.ended)
	counts := map[string]int{}
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case name := <-s.names:
			counts[name]++
		case <-ticker.C:
			clear(counts)
		case <-s.done:
			return
		}
	}
}

func (s *stats) Inc(name string) { s.names <- name }

func main() {
	s := newStats()
	for range 10 {
		s.Inc("a")
	}
	close(s.done)
	<-s.ended
}
