// Each request makes and fills its own map.
package main

import (
	"net/http"
	"net/http/httptest"
	"sync"
)

func handle(w http.ResponseWriter, r *http.Request) {
	fields := map[string]string{}
	for k := range r.Header {
		fields[k] = r.Header.Get(k)
	}
	w.Header()["X-Fields"] = []string{"1"}
}

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			handle(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
		}()
	}
	wg.Wait()
}
