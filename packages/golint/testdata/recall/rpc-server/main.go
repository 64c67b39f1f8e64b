// A server in the manner of gRPC: one goroutine per call, the methods share the server's map.
package main

import (
	"context"
	"errors"
	"sync"
)

type putRequest struct{ key, value string }
type putReply struct{ replaced bool }
type getRequest struct{ key string }
type getReply struct{ value string }

type storeServer struct {
	values map[string]string
}

func (s *storeServer) Put(ctx context.Context, r *putRequest) (*putReply, error) {
	_, replaced := s.values[r.key]
	s.values[r.key] = r.value
	return &putReply{replaced: replaced}, ctx.Err()
}

func (s *storeServer) Get(_ context.Context, r *getRequest) (*getReply, error) {
	v, ok := s.values[r.key]
	if !ok {
		return nil, errors.New("not found")
	}
	return &getReply{value: v}, nil
}

func serve(s *storeServer, calls <-chan any) {
	var wg sync.WaitGroup
	for call := range calls {
		wg.Add(1)
		go func() {
			defer wg.Done()
			switch r := call.(type) {
			case *putRequest:
				_, _ = s.Put(context.Background(), r)
			case *getRequest:
				_, _ = s.Get(context.Background(), r)
			}
		}()
	}
	wg.Wait()
}

func main() {
	calls := make(chan any, 8)
	for i := range 4 {
		calls <- &putRequest{key: string(rune('a' + i)), value: "1"}
		calls <- &getRequest{key: "a"}
	}
	close(calls)
	serve(&storeServer{values: map[string]string{}}, calls)
}
