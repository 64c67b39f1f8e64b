// The map is reached through a pointer.
package main

import "sync"

func count(into *map[rune]int, text string) {
	for _, r := range text {
		(*into)[r]++
	}
}

func main() {
	counts := map[rune]int{}
	var wg sync.WaitGroup
	for _, text := range []string{"abc", "bcd"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			count(&counts, text)
		}()
	}
	wg.Wait()
}
