// The constructor writes before anyone else can see the map; afterwards it is only read.
package main

import (
	"sync"
)

type table struct{ m map[string]int }

func newTable() *table {
	t := &table{m: map[string]int{}}
	for _, k := range []string{"a", "b"} {
		t.m[k] = len(k)
	}
	return t
}

func (t *table) get(k string) int { return t.m[k] }

func main() {
	t := newTable()
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			t.get("a")
		}()
	}
	wg.Wait()
}
