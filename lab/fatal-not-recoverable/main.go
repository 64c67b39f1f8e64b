// Goroutines that share a map without a lock, each with a recover of its own. Usage: ww | rw | iter.
package main

import (
	"fmt"
	"os"
	"time"
)

var m = map[int]int{}

// Each has some calls per goroutine so that the stacks look like a program's.
func write() {
	for i := 0; ; i++ {
		m[i%512] = i
	}
}

func read() {
	for i := 0; ; i++ {
		_ = m[i%512]
	}
}

func iterate() {
	for {
		for k := range m {
			if k < 0 {
				delete(m, k)
			}
		}
	}
}

func guarded(f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("RECOVERED", r)
		}
	}()
	defer fmt.Println("DEFERRED")
	f()
}

func main() {
	for i := 0; i < 512; i++ {
		m[i] = i
	}
	other := map[string]func(){"ww": write, "rw": read, "iter": iterate}[os.Args[1]]
	for i := 0; i < 3; i++ {
		go guarded(write)
		go guarded(other)
	}
	time.Sleep(8 * time.Second)
	fact("survived", true)
}
