// The goroutine fills the map, the caller reads it without waiting.
package main

import (
	"fmt"
	"time"
)

func load() map[string]int {
	m := make(map[string]int)
	go func() {
		for i := 0; i < 100; i++ {
			m[fmt.Sprint(i)] = i
		}
	}()
	return m
}

func main() {
	m := load()
	for i := 0; i < 100; i++ {
		_ = m["5"]
	}
	time.Sleep(5 * time.Millisecond)
}
