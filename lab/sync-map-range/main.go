// sync.Map.Range with deletes inside, beside other goroutines; and what it is not: a snapshot.
package main

import (
	"sync"
	"time"
)

func deleteInside(size int) (visited, left int) {
	var m sync.Map
	for i := 0; i < size; i++ {
		m.Store(i, i)
	}
	m.Range(func(k, _ any) bool {
		visited++
		m.Delete(k)
		return true
	})
	m.Range(func(_, _ any) bool { left++; return true })
	return visited, left
}

// changesSeen: an entry that Range has not reached yet is changed; a snapshot would show the old value.
func changesSeen(maps int) (seen int) {
	for i := 0; i < maps; i++ {
		var m sync.Map
		for k := 0; k < 100; k++ {
			m.Store(k, "old")
		}
		first := true
		m.Range(func(k, v any) bool {
			if first {
				first = false
				for other := 0; other < 100; other++ {
					m.Store(other, "new")
				}
				return true
			}
			if v == "new" {
				seen++
				return false
			}
			return true
		})
	}
	return seen
}

func together(length time.Duration) (ranges int) {
	var m sync.Map
	var done sync.WaitGroup
	end := time.Now().Add(length)
	counts := make([]int, 8)
	for g := 0; g < 8; g++ {
		done.Add(2)
		go func() {
			defer done.Done()
			for i := 0; time.Now().Before(end); i++ {
				m.Store(i%1000, i)
			}
		}()
		go func(g int) {
			defer done.Done()
			for time.Now().Before(end) {
				m.Range(func(k, _ any) bool { m.Delete(k); return true })
				counts[g]++
			}
		}(g)
	}
	done.Wait()
	for _, n := range counts {
		ranges += n
	}
	return ranges
}

func main() {
	visited, left := deleteInside(1000)
	fact("visited", visited)
	fact("left", left)
	maps := scaled(1000)
	fact("maps", maps)
	fact("mapsWhereRangeSawAChange", changesSeen(maps))
	length := 2 * time.Second
	if quick() {
		length = 300 * time.Millisecond
	}
	fact("rangesBesideWriters", together(length))
	rangeOverFunc()
}
