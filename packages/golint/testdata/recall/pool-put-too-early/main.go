// The map goes back into the pool while a goroutine still reads it.
package main

import (
	"sync"
	"time"
)

var fieldsPool = sync.Pool{New: func() any { return map[string]string{} }}

func send(fields map[string]string) int {
	n := 0
	for k, v := range fields {
		n += len(k) + len(v)
	}
	return n
}

func logEvent(name string) {
	fields := fieldsPool.Get().(map[string]string)
	fields["event"] = name
	go send(fields)
	clear(fields)
	fieldsPool.Put(fields)
}

func main() {
	for range 5 {
		logEvent("a")
	}
	time.Sleep(5 * time.Millisecond)
}
