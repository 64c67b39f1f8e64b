//go:build go1.20

package main

import "sync"

func compareAndDelete(trials int) {
	remove := func(m *sync.Map, seen any) { m.CompareAndDelete("k", seen) }
	fact("lostByCompareAndDelete", free(trials, remove))
	fact("survivesCompareAndDelete", ordered(remove))
}
