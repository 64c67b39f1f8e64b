// The map behind the pointer is the goroutine's own until it is merged under the lock.
package main

import "sync"

func count(into *map[rune]int, text string) {
	if *into == nil {
		*into = map[rune]int{}
	}
	for _, r := range text {
		(*into)[r]++
	}
}

func main() {
	var mu sync.Mutex
	total := map[rune]int{}
	var wg sync.WaitGroup
	for _, text := range []string{"abc", "bcd"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var own map[rune]int
			count(&own, text)
			mu.Lock()
			defer mu.Unlock()
			for r, n := range own {
				total[r] += n
			}
		}()
	}
	wg.Wait()
}
