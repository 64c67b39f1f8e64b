// Each goroutine runs a method of an object of its own.
package main

import "sync"

type tally struct {
	counts map[rune]int
}

func (t *tally) run(text string, wg *sync.WaitGroup) {
	defer wg.Done()
	for _, r := range text {
		t.counts[r]++
	}
}

func main() {
	var wg sync.WaitGroup
	tallies := []*tally{}
	for _, text := range []string{"abc", "bcd"} {
		t := &tally{counts: map[rune]int{}}
		tallies = append(tallies, t)
		wg.Add(1)
		run := t.run
		go run(text, &wg)
	}
	wg.Wait()
	sum := map[rune]int{}
	for _, t := range tallies {
		for r, n := range t.counts {
			sum[r] += n
		}
	}
}
