// The outer map is locked, the inner one is not.
package main

import "sync"

type tenants struct {
	mu    sync.Mutex
	usage map[string]map[string]int
}

func (t *tenants) of(tenant string) map[string]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.usage[tenant] == nil {
		t.usage[tenant] = map[string]int{}
	}
	return t.usage[tenant]
}

func main() {
	t := &tenants{usage: map[string]map[string]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			t.of("acme")["calls"]++
		}()
	}
	wg.Wait()
}
