// Two struct literals get the same map, each in its own goroutine.
package main

import "sync"

type reader struct{ prices map[string]int }
type writer struct{ prices map[string]int }

func (r reader) total() (sum int) {
	for _, p := range r.prices {
		sum += p
	}
	return sum
}

func (w writer) update(name string, price int) { w.prices[name] = price }

func main() {
	prices := map[string]int{"a": 1}
	r := reader{prices: prices}
	w := writer{prices: prices}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		r.total()
	}()
	go func() {
		defer wg.Done()
		w.update("b", 2)
	}()
	wg.Wait()
}
