// One goroutine deletes from a map while it ranges over it: the current key, then other keys.
package main

import "math/rand"

func filled(size int) map[int]int {
	m := make(map[int]int)
	for i := 0; i < size; i++ {
		m[i] = i * 10
	}
	return m
}

// deleteCurrent deletes about half of the keys as it meets them; wrong is 0 when the spec is kept.
func deleteCurrent(size int, random *rand.Rand) (wrong int) {
	m := filled(size)
	visits := make([]int, size)
	kept := 0
	for k, v := range m {
		visits[k]++
		if v != k*10 {
			wrong++
		}
		if random.Intn(2) == 0 {
			delete(m, k)
		} else {
			kept++
		}
	}
	for _, n := range visits {
		if n != 1 {
			wrong++
		}
	}
	if len(m) != kept {
		wrong++
	}
	return wrong
}

// deleteOthers deletes a key that may not have been reached; it counts entries that are met after their deletion.
func deleteOthers(size int, random *rand.Rand) (resurrected, twice int) {
	m := filled(size)
	deleted := make([]bool, size)
	visits := make([]int, size)
	victims := random.Perm(size)
	next := 0
	for k := range m {
		if deleted[k] {
			resurrected++
		}
		visits[k]++
		if next < len(victims) {
			deleted[victims[next]] = true
			delete(m, victims[next])
			next++
		}
	}
	for _, n := range visits {
		if n > 1 {
			twice++
		}
	}
	return resurrected, twice
}

func main() {
	random := rand.New(rand.NewSource(1))
	maps := scaled(20000)
	wrong, resurrected, twice, left := 0, 0, 0, 0
	for i := 0; i < maps; i++ {
		size := 1 + random.Intn(200)
		wrong += deleteCurrent(size, random)
		r, t := deleteOthers(size, random)
		resurrected += r
		twice += t
		m := filled(size)
		visited := 0 // a second statement: the body alone would be compiled to one clear
		for k := range m {
			delete(m, k)
			visited++
		}
		left += len(m) + size - visited
	}
	fact("maps", maps)
	fact("wrong", wrong)
	fact("resurrected", resurrected)
	fact("twice", twice)
	fact("left", left)
}
