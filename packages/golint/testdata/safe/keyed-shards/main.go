// Each shard has its lock.
package main

import (
	"sync"
)

type shard struct {
	mu sync.Mutex
	m  map[int]int
}

var shards [4]*shard

func put(i int) {
	s := shards[i%len(shards)]
	s.mu.Lock()
	s.m[i] = i
	s.mu.Unlock()
}

func main() {
	for i := range shards {
		shards[i] = &shard{m: map[int]int{}}
	}
	var wg sync.WaitGroup
	for i := 0; i < 16; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			put(i)
		}()
	}
	wg.Wait()
}
