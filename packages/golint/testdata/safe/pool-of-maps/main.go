// A map from a sync.Pool is one goroutine's own until it is put back.
package main

import "sync"

var fieldsPool = sync.Pool{New: func() any { return map[string]string{} }}

func logEvent(name string) int {
	fields := fieldsPool.Get().(map[string]string)
	defer func() {
		clear(fields)
		fieldsPool.Put(fields)
	}()
	fields["event"] = name
	return len(fields)
}

func main() {
	var wg sync.WaitGroup
	for range 5 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			logEvent("a")
		}()
	}
	wg.Wait()
}
