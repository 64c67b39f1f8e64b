//go:build !go1.26 && (!go1.24 || !goexperiment.swissmap)

package main

import "unsafe"

const layout = "buckets"

// firstGroup is hmap.buckets: offset 16 in Go 1.18 to 1.23. A bucket begins with its eight tophash bytes.
func firstGroup(m unsafe.Pointer) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Add(m, 16))
}

// crowded: the last used slot of a bucket becomes emptyRest (0), not emptyOne (1).
func crowded() {
	m := Shown
	group := firstGroup(*(*unsafe.Pointer)(unsafe.Pointer(&m)))
	delete(m, keyMark+4)
	fact("controlAfterLast", hex(control(group)))
}
