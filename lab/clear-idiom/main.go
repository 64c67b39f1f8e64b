// The clear idiom beside a loop that does a little more, and beside keys that need not equal themselves.
package main

import "math"

//go:noinline
func idiomInt(m map[int]int) {
	for k := range m {
		delete(m, k)
	}
}

//go:noinline
func loopInt(m map[int]int) (n int) {
	for k := range m {
		delete(m, k)
		n++
	}
	return n
}

//go:noinline
func idiomFloat(m map[float64]int) {
	for k := range m {
		delete(m, k)
	}
}

func main() {
	m := map[int]int{1: 1, 2: 2, 3: 3}
	idiomInt(m)
	fact("leftByIdiom", len(m))
	m = map[int]int{1: 1, 2: 2, 3: 3}
	fact("deletedByLoop", loopInt(m))
	floats := map[float64]int{1: 1, math.NaN(): 2, math.Inf(1): 3}
	idiomFloat(floats)
	fact("leftOfNaNByIdiom", len(floats))
	clearFacts()
}
