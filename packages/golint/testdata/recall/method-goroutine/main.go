// go s.loop() and an exported method on the same field.
package main

import "time"

type poller struct {
	last map[string]time.Time
}

func (p *poller) loop() {
	for {
		p.last["tick"] = time.Now()
		time.Sleep(10 * time.Microsecond)
	}
}

func (p *poller) Last(k string) time.Time {
	return p.last[k]
}

func main() {
	p := &poller{last: make(map[string]time.Time)}
	go p.loop()
	for i := 0; i < 100; i++ {
		p.Last("tick")
		time.Sleep(10 * time.Microsecond)
	}
}
