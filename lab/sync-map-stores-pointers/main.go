// Store keeps the interface it is given; behind a map value that is a pointer, so nothing is copied.
package main

import "sync"

func main() {
	inner := map[string]int{"a": 1}
	var m sync.Map
	m.Store("inner", inner)
	inner["b"] = 2
	loaded, _ := m.Load("inner")
	fact("entriesSeenThroughTheStoredOne", len(loaded.(map[string]int)))
	loaded.(map[string]int)["c"] = 3
	fact("entriesSeenThroughTheFirst", len(inner))
	large := make(map[int]int, 100000)
	for i := 0; i < 100000; i++ {
		large[i] = i
	}
	var other sync.Map
	other.Store("warm", 0)
	before := allocated()
	other.Store("large", large)
	fact("bytesAllocatedByStore", allocated()-before)
}
