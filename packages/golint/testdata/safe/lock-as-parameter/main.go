// The lock comes in as a parameter, once as *sync.Mutex and once as sync.Locker.
package main

import "sync"

func put(mu *sync.Mutex, m map[string]int, key string) {
	mu.Lock()
	defer mu.Unlock()
	m[key]++
}

func remove(l sync.Locker, m map[string]int, key string) {
	l.Lock()
	delete(m, key)
	l.Unlock()
}

func main() {
	m := map[string]int{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, key := range []string{"a", "b", "c"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			put(&mu, m, key)
			remove(&mu, m, key)
		}()
	}
	wg.Wait()
}
