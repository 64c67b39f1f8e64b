// The map is replaced while others write to it.
package main

import (
	"sync"
	"time"
)

type batch struct {
	pending map[int]string
}

func (b *batch) flushLoop() {
	for {
		time.Sleep(20 * time.Microsecond)
		old := b.pending
		b.pending = make(map[int]string)
		for k := range old {
			_ = k
		}
	}
}

func (b *batch) add(i int) { b.pending[i] = "x" }

func main() {
	b := &batch{pending: map[int]string{}}
	go b.flushLoop()
	var wg sync.WaitGroup
	for g := 0; g < 2; g++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 0; i < 100; i++ {
				b.add(i)
			}
		}()
	}
	wg.Wait()
}
