// The map is filled, then the server starts; handlers only read.
package main

import (
	"net/http"
	"net/http/httptest"
	"sync"
)

type server struct{ routes map[string]int }

func (s *server) register(k string) { s.routes[k] = 1 }

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { _ = s.routes[r.URL.Path] }

func main() {
	s := &server{routes: map[string]int{}}
	s.register("/")
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
		}()
	}
	wg.Wait()
}
