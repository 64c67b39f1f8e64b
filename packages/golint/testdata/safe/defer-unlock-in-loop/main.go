// Each turn of the loop locks and unlocks, in a function literal with defer and by hand.
package main

import "sync"

type totals struct {
	mu  sync.Mutex
	sum map[string]int
}

func (t *totals) addAll(names []string) {
	for _, name := range names {
		func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.sum[name]++
		}()
	}
	for _, name := range names {
		t.mu.Lock()
		if t.sum[name] > 100 {
			t.mu.Unlock()
			continue
		}
		t.sum[name]++
		t.mu.Unlock()
	}
}

func main() {
	t := &totals{sum: map[string]int{}}
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			t.addAll([]string{"a", "b"})
		}()
	}
	wg.Wait()
}
