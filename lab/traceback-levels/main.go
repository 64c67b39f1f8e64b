// Eight goroutines, two of which use a map at once: what each GOTRACEBACK prints of them.
package main

import "time"

var m = map[int]int{}

func write() {
	for i := 0; ; i++ {
		m[i%512] = i
	}
}

func iterate() {
	for {
		for k := range m {
			_ = k
		}
	}
}

func main() {
	for i := 0; i < 512; i++ {
		m[i] = i
	}
	wait := make(chan struct{})
	for i := 0; i < 5; i++ {
		go func() { <-wait }()
	}
	time.Sleep(50 * time.Millisecond) // the waiting ones wait before anything can die
	go write()
	go iterate()
	time.Sleep(8 * time.Second)
	fact("survived", true)
}
