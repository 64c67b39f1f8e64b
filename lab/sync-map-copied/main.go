// A sync.Map copied by value: until Go 1.23 the copies share their inner map but not the mutex that guards it.
package main

import (
	"fmt"
	"sync"
	"time"
)

type cache struct{ entries sync.Map }

func main() {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("RECOVERED", r)
		}
	}()
	length := 6 * time.Second
	if quick() {
		length = 3 * time.Second
	}
	rounds := 0
	for end := time.Now().Add(length); time.Now().Before(end); rounds++ {
		var a cache
		for i := 0; i < 200; i++ {
			a.entries.Store(i, i)
		}
		b := a // the bug: vet's copylocks names this line
		var done sync.WaitGroup
		done.Add(2)
		go func() {
			defer done.Done()
			for i := 0; i < 20; i++ {
				a.entries.Range(func(_, _ any) bool { return true })
				a.entries.Store(1000+i, i)
			}
		}()
		go func() {
			defer done.Done()
			for i := 0; i < 2000; i++ {
				b.entries.Store(5000+i, i)
				b.entries.Delete(i)
			}
		}()
		done.Wait()
	}
	fact("rounds", rounds)
	fact("survived", true)
}
