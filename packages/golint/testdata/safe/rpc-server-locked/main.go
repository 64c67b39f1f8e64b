// A server in the manner of gRPC whose methods lock.
package main

import (
	"context"
	"sync"
)

type request struct{ key, value string }
type reply struct{ value string }

type storeServer struct {
	mu     sync.RWMutex
	values map[string]string
}

func (s *storeServer) Put(_ context.Context, r *request) (*reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[r.key] = r.value
	return &reply{}, nil
}

func (s *storeServer) Get(_ context.Context, r *request) (*reply, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return &reply{value: s.values[r.key]}, nil
}

func main() {
	s := &storeServer{values: map[string]string{}}
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			_, _ = s.Put(context.Background(), &request{key: "a"})
		}()
		go func() {
			defer wg.Done()
			_, _ = s.Get(context.Background(), &request{key: "a"})
		}()
	}
	wg.Wait()
}
