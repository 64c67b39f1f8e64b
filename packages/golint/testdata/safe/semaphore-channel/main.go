// A channel of size one used as a mutex.
package main

import (
	"sync"
)

type box struct {
	sem chan struct{}
	m   map[int]int
}

func (b *box) put(i int) {
	b.sem <- struct{}{}
	defer func() { <-b.sem }()
	b.m[i] = i
}

func main() {
	b := &box{sem: make(chan struct{}, 1), m: map[int]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.put(i)
		}()
	}
	wg.Wait()
}
