// A middleware counts paths in a map that its closure captured.
package main

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

func countPaths(next http.Handler) http.Handler {
	hits := map[string]int{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hits[r.URL.Path]++
		next.ServeHTTP(w, r)
	})
}

func main() {
	slow := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { time.Sleep(20 * time.Millisecond) })
	server := httptest.NewServer(countPaths(slow))
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
