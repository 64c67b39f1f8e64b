// A goroutine cleans up when the context ends, and does not ask whether the others have.
package main

import (
	"context"
	"time"
)

type sessions struct {
	open map[string]time.Time
}

func (s *sessions) watch(ctx context.Context) {
	<-ctx.Done()
	for id := range s.open {
		delete(s.open, id)
	}
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	s := &sessions{open: map[string]time.Time{}}
	go s.watch(ctx)
	s.open["a"] = time.Now()
	cancel()
	s.open["b"] = time.Now()
	time.Sleep(5 * time.Millisecond)
}
