// The control: the same program without the forbidden line compiles and runs.
package main

import "sync"

var payments sync.Map

func main() {
	payments.Store("a", 1)
	misuse()
	fact("ran", true)
}
