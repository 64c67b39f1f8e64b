// The channel hands out the jobs; the results go into one map without a lock.
package main

import "sync"

func squares(numbers []int) map[int]int {
	jobs := make(chan int)
	results := map[int]int{}
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := range jobs {
				results[n] = n * n
			}
		}()
	}
	for _, n := range numbers {
		jobs <- n
	}
	close(jobs)
	wg.Wait()
	return results
}

func main() {
	squares([]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
}
