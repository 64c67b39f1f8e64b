// A method value is started as goroutine while another method of the same object writes.
package main

import "sync"

type meter struct {
	wg     sync.WaitGroup
	counts map[string]int
	total  int
}

func (m *meter) run() {
	defer m.wg.Done()
	for _, n := range m.counts {
		m.total += n
	}
}

func (m *meter) start() {
	m.wg.Add(1)
	run := m.run
	go run()
}

func (m *meter) add(name string) { m.counts[name]++ }

func main() {
	m := &meter{counts: map[string]int{}}
	m.start()
	m.add("a")
	m.wg.Wait()
}
