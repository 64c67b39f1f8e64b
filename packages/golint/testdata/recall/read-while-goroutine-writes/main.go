// Progress is printed while the worker still writes.
package main

import (
	"fmt"
	"time"
)

func main() {
	done := map[int]bool{}
	go func() {
		for i := 0; i < 1000; i++ {
			done[i] = true
		}
	}()
	for i := 0; i < 3; i++ {
		fmt.Println(len(done))
		time.Sleep(time.Millisecond)
	}
}
