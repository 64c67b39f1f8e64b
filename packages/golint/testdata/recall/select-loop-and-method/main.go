// An event loop owns the map, but one method reaches past the loop.
package main

import "time"

type room struct {
	join    chan string
	members map[string]bool
}

func (r *room) run() {
	for name := range r.join {
		r.members[name] = true
	}
}

func (r *room) Count() int { return len(r.members) }

func (r *room) Has(name string) bool { return r.members[name] }

func main() {
	r := &room{join: make(chan string), members: map[string]bool{}}
	go r.run()
	for i := 0; i < 50; i++ {
		r.join <- string(rune('a' + i%26))
		r.Has("a")
	}
	time.Sleep(time.Millisecond)
}
