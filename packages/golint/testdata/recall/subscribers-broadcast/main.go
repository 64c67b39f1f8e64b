// Subscribers come and go from their own goroutines while the hub broadcasts.
package main

import "time"

type hub struct {
	clients map[chan string]bool
}

func (h *hub) subscribe() chan string {
	c := make(chan string, 1)
	h.clients[c] = true
	return c
}

func (h *hub) broadcast(msg string) {
	for c := range h.clients {
		select {
		case c <- msg:
		default:
			delete(h.clients, c)
		}
	}
}

func main() {
	h := &hub{clients: map[chan string]bool{}}
	go func() {
		for {
			h.broadcast("x")
			time.Sleep(10 * time.Microsecond)
		}
	}()
	for i := 0; i < 50; i++ {
		h.subscribe()
		time.Sleep(10 * time.Microsecond)
	}
}
