// One goroutine owns the map; others send it work.
package main

type hub struct {
	join  chan string
	count chan chan int
	names map[string]bool
}

func (h *hub) run() {
	for {
		select {
		case n := <-h.join:
			h.names[n] = true
		case reply := <-h.count:
			reply <- len(h.names)
		}
	}
}

func (h *hub) Join(n string) { h.join <- n }

func (h *hub) Count() int {
	reply := make(chan int)
	h.count <- reply
	return <-reply
}

func main() {
	h := &hub{join: make(chan string), count: make(chan chan int), names: map[string]bool{}}
	go h.run()
	h.Join("a")
	println(h.Count())
}
