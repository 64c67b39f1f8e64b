// A sync.Map in a struct that is passed by value: the copy is made while another goroutine stores its first key.
package main

import "sync"

type table struct{ rows sync.Map }

func fill(t table, from int) {
	for i := 0; i < 200; i++ {
		t.rows.Store(from+i, i)
	}
}

func main() {
	var t table
	var wg sync.WaitGroup
	for g := 0; g < 4; g++ {
		wg.Add(2)
		go func() {
			defer wg.Done()
			t.rows.Store(g, g)
		}()
		go func() {
			defer wg.Done()
			fill(t, g*1000)
		}()
	}
	wg.Wait()
}
