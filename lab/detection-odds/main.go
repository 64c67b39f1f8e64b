// One writer and one iterator without a lock. Usage: SIZE PAUSE_MICROSECONDS MILLISECONDS.
// The runtime notices only when the two overlap at the instant of a check.
package main

import (
	"os"
	"strconv"
	"time"
)

func number(i int) int {
	n, err := strconv.Atoi(os.Args[i])
	if err != nil {
		panic(err)
	}
	return n
}

func main() {
	size, pause, length := number(1), time.Duration(number(2))*time.Microsecond, number(3)
	m := map[int]int{}
	for i := 0; i < size; i++ {
		m[i] = i
	}
	rest := func() {
		if pause > 0 {
			time.Sleep(pause)
		}
	}
	go func() {
		for i := 0; ; i++ {
			m[i%size] = i
			rest()
		}
	}()
	go func() {
		for {
			for k := range m {
				_ = k
			}
			rest()
		}
	}()
	time.Sleep(time.Duration(length) * time.Millisecond)
	fact("survived", true)
}
