// clear() in a goroutine, reads in the caller.
package main

import "time"

type window struct {
	counts map[string]int
}

func (w *window) reset() {
	for {
		clear(w.counts)
		time.Sleep(10 * time.Microsecond)
	}
}

func main() {
	w := &window{counts: map[string]int{"a": 1}}
	go w.reset()
	total := 0
	for i := 0; i < 1000; i++ {
		total += w.counts["a"]
	}
	time.Sleep(time.Millisecond)
}
