// What maps.Keys returns since Go 1.23 is not a list of keys but a way to walk the map when asked.
package main

import (
	"maps"
	"slices"
)

func main() {
	runs := scaled(1000)
	lazy, snapshot, emptied := 0, 0, 0
	for i := 0; i < runs; i++ {
		m := map[string]int{"a": 1, "b": 2}
		keys := maps.Keys(m)
		list := slices.Collect(maps.Keys(m))
		m["later"] = 3
		for k := range keys {
			if k == "later" {
				lazy++
			}
		}
		if slices.Contains(list, "later") {
			snapshot++
		}
		clear(m)
		left := 0
		for range keys {
			left++
		}
		if left == 0 && len(list) == 2 {
			emptied++
		}
	}
	fact("runs", runs)
	fact("laterKeySeenThroughKeys", lazy)
	fact("laterKeySeenThroughCollect", snapshot)
	fact("keysEmptyAfterClear", emptied)
}
