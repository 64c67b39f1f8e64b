// The goroutine is started under the lock, and does not hold it.
package main

import (
	"sync"
	"time"
)

type jobs struct {
	mu      sync.Mutex
	running map[string]bool
}

func (j *jobs) start(name string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.running[name] = true
	go func() {
		time.Sleep(time.Millisecond)
		delete(j.running, name)
	}()
}

func main() {
	j := &jobs{running: map[string]bool{}}
	for _, name := range []string{"a", "b", "c"} {
		j.start(name)
		time.Sleep(time.Millisecond)
	}
	time.Sleep(5 * time.Millisecond)
}
