// A registry meant for init is also written at run time, while goroutines look up.
package main

import (
	"strings"
	"sync"
)

type codec func(string) string

var codecs = map[string]codec{}

func register(name string, c codec) { codecs[name] = c }

func init() {
	register("upper", strings.ToUpper)
	register("lower", strings.ToLower)
}

func encode(name, text string) string {
	if c, ok := codecs[name]; ok {
		return c(text)
	}
	return text
}

func main() {
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			encode("upper", "x")
		}()
	}
	register("trim", strings.TrimSpace)
	wg.Wait()
}
