// sync.Cond gives its lock back while it waits, and has it again when it returns.
package main

import "sync"

type mailbox struct {
	cond *sync.Cond
	mail map[string]int
}

func (b *mailbox) put(name string) {
	b.cond.L.Lock()
	b.mail[name]++
	b.cond.L.Unlock()
	b.cond.Broadcast()
}

func (b *mailbox) take(name string) {
	b.cond.L.Lock()
	defer b.cond.L.Unlock()
	for b.mail[name] == 0 {
		b.cond.Wait()
	}
	b.mail[name]--
}

func main() {
	b := &mailbox{cond: sync.NewCond(&sync.Mutex{}), mail: map[string]int{}}
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(2)
		go func() { defer wg.Done(); b.put("a") }()
		go func() { defer wg.Done(); b.take("a") }()
	}
	wg.Wait()
}
