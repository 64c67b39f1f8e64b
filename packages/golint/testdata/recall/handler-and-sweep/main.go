// An HTTP handler fills a session map while a ticker sweeps it.
package main

import (
	"net/http"
	"net/http/httptest"
	"time"
)

type sessions struct {
	byID map[string]time.Time
}

func (s *sessions) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.byID[r.URL.Query().Get("id")] = time.Now()
	w.WriteHeader(http.StatusNoContent)
}

func (s *sessions) sweep() {
	for id, seen := range s.byID {
		if time.Since(seen) > time.Minute {
			delete(s.byID, id)
		}
	}
}

func main() {
	s := &sessions{byID: map[string]time.Time{}}
	go func() {
		for range time.Tick(time.Millisecond) {
			s.sweep()
		}
	}()
	server := httptest.NewServer(s)
	defer server.Close()
	for i := 0; i < 50; i++ {
		http.Get(server.URL + "?id=" + string(rune('a'+i%26)))
	}
}
