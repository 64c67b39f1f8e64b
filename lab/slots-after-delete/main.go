// The memory of a map before and after a delete, read through unsafe.
package main

import (
	"fmt"
	"unsafe"
)

// Controlled holds the address of the eight control bytes, for a debugger.
var Controlled uintptr

// Shown is the map whose slots are looked at; a global, so that it lives on the heap.
var Shown map[uint64]uint64

const (
	keyMark  = 0xabcd_0000_0000_1000
	elemMark = 0xe1e1_0000_0000_1000
)

// slotOf finds a slot by its content, so that the order of keys and values in a group does not matter.
func slotOf(group unsafe.Pointer, bytes uintptr, value uint64) (at unsafe.Pointer) {
	for offset := uintptr(8); offset < bytes; offset += 8 {
		p := unsafe.Add(group, int(offset))
		if *(*uint64)(p) == value {
			return p
		}
	}
	return nil
}

func control(group unsafe.Pointer) [8]uint8 { return *(*[8]uint8)(group) }

func hex(bytes [8]uint8) string { return fmt.Sprintf("% x", bytes) }

//go:noinline
func stop() {}

func main() {
	Shown = make(map[uint64]uint64)
	for i := uint64(0); i < 5; i++ {
		Shown[keyMark+i] = elemMark + i
	}
	group := firstGroup(*(*unsafe.Pointer)(unsafe.Pointer(&Shown)))
	Controlled = uintptr(group)
	const bytes = 8 + 8*16
	key, elem := slotOf(group, bytes, keyMark+1), slotOf(group, bytes, elemMark+1)
	fact("layout", layout)
	fact("found", key != nil && elem != nil)
	if key == nil || elem == nil {
		return
	}
	before := control(group)
	fact("controlBefore", hex(before))
	stop()
	delete(Shown, keyMark+1)
	after := control(group)
	fact("controlAfter", hex(after))
	changed := -1
	for i := range before {
		if before[i] != after[i] {
			changed = i
		}
	}
	if changed >= 0 {
		fact("mark", fmt.Sprintf("%02x", after[changed]))
	}
	fact("keyStays", *(*uint64)(key) == keyMark+1)
	fact("elemZero", *(*uint64)(elem) == 0)
	stop()
	crowded()
	pointerKey()
}

// pointerKey: a key that holds a pointer is cleared, or the collector would keep what it points to.
func pointerKey() {
	type node struct{ n int }
	m := make(map[*node]uint64)
	k := &node{1}
	m[k] = elemMark
	m[&node{2}] = elemMark + 1
	pointers = m
	group := firstGroup(*(*unsafe.Pointer)(unsafe.Pointer(&m)))
	at := slotOf(group, 8+8*16, uint64(uintptr(unsafe.Pointer(k))))
	if at == nil {
		return
	}
	delete(m, k)
	fact("pointerKeyZero", *(*uint64)(at) == 0)
}

// pointers keeps the map on the heap.
var pointers any
