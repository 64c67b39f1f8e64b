// The loop gives its batch to a goroutine and begins a new one (go-ethereum's transaction pool).
package main

import "sync"

type batch struct {
	names map[string]bool
}

func newBatch(names ...string) *batch {
	b := &batch{names: map[string]bool{}}
	for _, name := range names {
		b.names[name] = true
	}
	return b
}

func (b *batch) merge(other *batch) {
	for name := range other.names {
		b.names[name] = true
	}
}

func (b *batch) count() int {
	n := 0
	for range b.names {
		n++
	}
	return n
}

type pool struct {
	wg sync.WaitGroup
	in chan *batch
}

func (p *pool) flush(done chan struct{}, b *batch) {
	defer close(done)
	b.count()
}

func (p *pool) loop() {
	defer p.wg.Done()
	var (
		done    chan struct{}
		next    = make(chan struct{})
		current *batch
		launch  bool
	)
	for {
		if done == nil && launch {
			go p.flush(next, current)
			done, next = next, make(chan struct{})
			launch, current = false, nil
		}
		select {
		case b, ok := <-p.in:
			if !ok {
				return
			}
			if current == nil {
				current = b
			} else {
				current.merge(b)
			}
			launch = true
		case <-done:
			done = nil
		}
	}
}

func main() {
	p := &pool{in: make(chan *batch)}
	p.wg.Add(1)
	go p.loop()
	for _, name := range []string{"a", "bb", "c", "dd", "ee"} {
		p.in <- newBatch(name, "x")
	}
	close(p.in)
	p.wg.Wait()
}
