// What stays in a map after every key is deleted, and what gives it back.
package main

import (
	"runtime"
	"runtime/debug"
)

type session struct {
	id   uint64
	data [88]byte
}

var (
	inline   map[uint64][40]byte // values live in the map
	pointers map[uint64]*session // values live outside of it
)

func heap() float64 {
	runtime.GC()
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return float64(s.HeapAlloc) / (1 << 20)
}

func fill(n int) {
	inline = map[uint64][40]byte{}
	pointers = map[uint64]*session{}
	for i := 0; i < n; i++ {
		inline[uint64(i)] = [40]byte{1}
		pointers[uint64(i)] = &session{id: uint64(i)}
	}
}

func deleteAll() {
	for k, v := range inline { // not the clear idiom: every key is deleted one by one
		if v[0] == 1 {
			delete(inline, k)
		}
	}
	for k, v := range pointers {
		if v != nil {
			delete(pointers, k)
		}
	}
}

func main() {
	const entries = 300000
	fact("entries", entries)
	fact("startMiB", heap())
	fill(entries)
	fact("fullMiB", heap())
	deleteAll()
	fact("length", len(inline)+len(pointers))
	deleted := heap()
	fact("deletedMiB", deleted)
	debug.FreeOSMemory()
	freed := heap()
	fact("freeOSMemoryMiB", freed)
	fact("keptByFreeOSMemory", freed/deleted)
	clearBoth()
	cleared := heap()
	fact("clearedMiB", cleared)
	fact("keptByClear", cleared/deleted)
	runtime.KeepAlive(inline)
	inline, pointers = map[uint64][40]byte{}, map[uint64]*session{}
	replaced := heap()
	fact("replacedMiB", replaced)
	fact("keptByReplacing", replaced/deleted)
}
