// The map goes into the goroutine as an argument: a map is a reference.
package main

import "time"

func record(m map[string]int, k string) {
	m[k]++
}

func main() {
	m := map[string]int{}
	for i := 0; i < 4; i++ {
		go record(m, "k")
	}
	time.Sleep(5 * time.Millisecond)
}
