// time.AfterFunc runs its function in a goroutine of its own.
package main

import "time"

var leases = map[string]int{}

func grant(id string) {
	leases[id]++
	time.AfterFunc(time.Millisecond, func() {
		delete(leases, id)
	})
}

func main() {
	for i := 0; i < 100; i++ {
		grant(string(rune('a' + i%26)))
		time.Sleep(100 * time.Microsecond)
	}
}
