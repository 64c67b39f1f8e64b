// Fan-out: every worker writes its result into the captured map.
package main

import (
	"fmt"
	"sync"
)

func main() {
	results := make(map[int]int)
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func(n int) {
			defer wg.Done()
			results[n] = n * n
		}(i)
	}
	wg.Wait()
	fmt.Println(len(results))
}
