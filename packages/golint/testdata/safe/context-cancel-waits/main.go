// The goroutine owns the map until it says that it is done.
package main

import "context"

type sessions struct {
	open map[string]int
	done chan struct{}
}

func (s *sessions) run(ctx context.Context, ids <-chan string) {
	defer close(s.done)
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-ids:
			s.open[id]++
		}
	}
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	s := &sessions{open: map[string]int{}, done: make(chan struct{})}
	ids := make(chan string)
	go s.run(ctx, ids)
	ids <- "a"
	cancel()
	<-s.done
	for id := range s.open {
		delete(s.open, id)
	}
}
