// Two methods, two mutexes, one map.
package main

import "sync"

type store struct {
	readMu  sync.Mutex
	writeMu sync.Mutex
	rows    map[int]string
}

func (s *store) put(k int, v string) {
	s.writeMu.Lock()
	defer s.writeMu.Unlock()
	s.rows[k] = v
}

func (s *store) get(k int) string {
	s.readMu.Lock()
	defer s.readMu.Unlock()
	return s.rows[k]
}

func main() {
	s := &store{rows: map[int]string{}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; i < 100; i++ {
			s.put(i, "v")
		}
	}()
	for i := 0; i < 100; i++ {
		s.get(i)
	}
	<-done
}
