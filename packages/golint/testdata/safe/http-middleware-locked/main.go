// A middleware counts paths under the lock that its closure captured with the map.
package main

import (
	"net/http"
	"net/http/httptest"
	"sync"
)

func countPaths(next http.Handler) http.Handler {
	var mu sync.Mutex
	hits := map[string]int{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		hits[r.URL.Path]++
		mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

func main() {
	ok := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	server := httptest.NewServer(countPaths(ok))
	defer server.Close()
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if res, err := http.Get(server.URL); err == nil {
				res.Body.Close()
			}
		}()
	}
	wg.Wait()
}
