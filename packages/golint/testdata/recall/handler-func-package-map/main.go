// Two handlers share a package variable: one writes, one reads.
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

var prices = map[string]int{"tea": 3}

func setPrice(w http.ResponseWriter, r *http.Request) {
	prices[r.FormValue("item")] = len(r.FormValue("price"))
	time.Sleep(10 * time.Millisecond)
}

func getPrice(w http.ResponseWriter, r *http.Request) {
	fmt.Fprint(w, prices[r.FormValue("item")])
}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/set", setPrice)
	mux.HandleFunc("/get", getPrice)
	server := httptest.NewServer(mux)
	defer server.Close()
	var wg sync.WaitGroup
	for i := 0; i < 20; i++ {
		wg.Add(2)
		go func() { defer wg.Done(); http.Get(server.URL + "/set?item=tea&price=4") }()
		go func() { defer wg.Done(); http.Get(server.URL + "/get?item=tea") }()
	}
	wg.Wait()
}
