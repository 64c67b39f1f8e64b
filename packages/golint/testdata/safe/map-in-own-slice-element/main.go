// Goroutine i fills the map in element i; they are merged after Wait.
package main

import "sync"

func main() {
	words := []string{"aa", "bb", "cc"}
	parts := make([]map[string]int, len(words))
	var wg sync.WaitGroup
	for i, word := range words {
		wg.Add(1)
		go func() {
			defer wg.Done()
			parts[i] = map[string]int{}
			parts[i][word]++
		}()
	}
	wg.Wait()
	all := map[string]int{}
	for _, part := range parts {
		for word, n := range part {
			all[word] += n
		}
	}
}
