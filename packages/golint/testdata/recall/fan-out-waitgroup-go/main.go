// The same with WaitGroup.Go of Go 1.25.
package main

import (
	"fmt"
	"sync"
)

func collect(urls []string) map[string]int {
	sizes := map[string]int{}
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Go(func() {
			sizes[url] = len(url)
		})
	}
	wg.Wait()
	return sizes
}

func main() {
	fmt.Println(collect([]string{"a", "bb", "ccc", "dddd"}))
}
