// Any number of goroutines may read a map that nobody writes.
package main

import "sync"

func main() {
	m := map[int]int{}
	for i := 0; i < 1000; i++ {
		m[i] = i
	}
	readers, rounds := 16, scaled(500)
	wrong := make([]int, readers)
	var done sync.WaitGroup
	for r := 0; r < readers; r++ {
		done.Add(1)
		go func(r int) {
			defer done.Done()
			for i := 0; i < rounds; i++ {
				sum := 0
				for k := range m {
					sum += m[k]
				}
				if sum != 999*1000/2 {
					wrong[r]++
				}
			}
		}(r)
	}
	done.Wait()
	sum := 0
	for _, n := range wrong {
		sum += n
	}
	fact("readers", readers)
	fact("passes", readers*rounds)
	fact("wrong", sum)
}
