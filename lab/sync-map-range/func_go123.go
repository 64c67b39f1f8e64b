//go:build go1.23

package main

import "sync"

func rangeOverFunc() {
	var m sync.Map
	for i := 0; i < 1000; i++ {
		m.Store(i, i)
	}
	visited, left := 0, 0
	for k := range m.Range {
		m.Delete(k)
		visited++
	}
	for range m.Range {
		left++
	}
	fact("visitedByRangeOverFunc", visited)
	fact("leftByRangeOverFunc", left)
}
