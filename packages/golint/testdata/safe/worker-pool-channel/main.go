// Workers send results; one goroutine puts them into the map.
package main

import "sync"

type result struct{ n, square int }

func main() {
	jobs := make(chan int)
	results := make(chan result)
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := range jobs {
				results <- result{n: n, square: n * n}
			}
		}()
	}
	go func() {
		for n := range 10 {
			jobs <- n
		}
		close(jobs)
		wg.Wait()
		close(results)
	}()
	squares := map[int]int{}
	for r := range results {
		squares[r.n] = r.square
	}
}
