//go:build go1.26 || (go1.24 && goexperiment.swissmap)

package main

import "unsafe"

const layout = "swiss"

// The head of internal/runtime/maps.Map, the same in Go 1.24 to 1.27.
type head struct {
	used   uint64
	seed   uintptr
	dir    unsafe.Pointer
	dirLen int
}

// The head of internal/runtime/maps.table.
type table struct {
	used, capacity, growthLeft uint16
	localDepth                 uint8
	index                      int
	groups                     unsafe.Pointer
	lengthMask                 uint64
}

// firstGroup: of a small map the directory pointer is the one group itself.
func firstGroup(m unsafe.Pointer) unsafe.Pointer {
	h := (*head)(m)
	if h.dirLen == 0 {
		return h.dir
	}
	return (**(**table)(h.dir)).groups
}

func marks(m unsafe.Pointer) (full, empty, tombstones int) {
	const groupBytes = 8 + 8*16
	h := (*head)(m)
	for i := 0; i < h.dirLen; i++ {
		t := *(**table)(unsafe.Add(h.dir, i*8))
		if i > 0 && t == *(**table)(unsafe.Add(h.dir, (i-1)*8)) {
			continue
		}
		for g := uint64(0); g <= t.lengthMask; g++ {
			for _, c := range control(unsafe.Add(t.groups, int(g)*groupBytes)) {
				switch {
				case c == 0x80:
					empty++
				case c == 0xfe:
					tombstones++
				case c < 0x80:
					full++
				}
			}
		}
	}
	return full, empty, tombstones
}

// crowded: in a full group a deleted slot must stay a tombstone, because a probe has gone past it.
func crowded() {
	Shown = make(map[uint64]uint64)
	for i := uint64(0); i < 890; i++ {
		Shown[i] = i
	}
	at := *(*unsafe.Pointer)(unsafe.Pointer(&Shown))
	full, _, tombstones := marks(at)
	fact("fullBefore", full)
	fact("tombstonesBefore", tombstones)
	for i := uint64(0); i < 890; i += 2 {
		delete(Shown, i)
	}
	full, empty, tombstones := marks(at)
	fact("fullAfter", full)
	fact("emptyAfter", empty)
	fact("tombstonesAfter", tombstones)
}
