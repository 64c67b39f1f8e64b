//go:build go1.21

package main

import "math"

//go:noinline
func clearBuiltin(m map[float64]int) { clear(m) }

func clearFacts() {
	m := map[float64]int{1: 1, math.NaN(): 2}
	clearBuiltin(m)
	fact("leftOfNaNByClear", len(m))
}
