// A sweep that looks whether an entry is old and then deletes the key, while the owner refreshes the entry.
package main

import (
	"runtime"
	"sync"
)

type entry struct{ fresh bool }

// ordered is the bad interleaving made on purpose: look, refresh, delete. It is true when the refreshed entry survives.
func ordered(remove func(m *sync.Map, seen any)) bool {
	var m sync.Map
	m.Store("k", &entry{})
	seen, _ := m.Load("k")
	m.Store("k", &entry{fresh: true})
	remove(&m, seen)
	_, there := m.Load("k")
	return there
}

// free counts refreshed entries that are gone when a sweep and a refresh run without any order.
func free(trials int, remove func(m *sync.Map, seen any)) (lost int) {
	var m sync.Map
	start, done := make(chan struct{}), make(chan struct{})
	go func() {
		for range start {
			if seen, ok := m.Load("k"); ok && !seen.(*entry).fresh {
				remove(&m, seen)
			}
			done <- struct{}{}
		}
	}()
	for i := 0; i < trials; i++ {
		m.Store("k", &entry{})
		start <- struct{}{}
		if i%2 == 0 {
			runtime.Gosched()
		}
		m.Store("k", &entry{fresh: true})
		<-done
		if _, there := m.Load("k"); !there {
			lost++
		}
	}
	close(start)
	return lost
}

func main() {
	trials := scaled(200000)
	blind := func(m *sync.Map, _ any) { m.Delete("k") }
	fact("trials", trials)
	fact("lostByLuck", free(trials, blind))
	fact("survivesDelete", ordered(blind))
	compareAndDelete(trials)
}
