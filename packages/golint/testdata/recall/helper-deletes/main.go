// The delete hides in a helper two calls down.
package main

import "time"

type pool struct {
	conns map[int]bool
}

func safeDelete(m map[int]bool, k int) {
	if _, ok := m[k]; ok {
		delete(m, k)
	}
}

func (p *pool) reap(id int) { safeDelete(p.conns, id) }

func (p *pool) add(id int) { p.conns[id] = true }

func main() {
	p := &pool{conns: map[int]bool{}}
	for i := 0; i < 20; i++ {
		p.add(i)
		go p.reap(i)
	}
	time.Sleep(5 * time.Millisecond)
}
