// A registry filled in init without the lock, and at run time with it.
package main

import (
	"strings"
	"sync"
)

type codec func(string) string

var (
	codecsMu sync.RWMutex
	codecs   = map[string]codec{}
)

func init() {
	codecs["upper"] = strings.ToUpper
	codecs["lower"] = strings.ToLower
}

func register(name string, c codec) {
	codecsMu.Lock()
	defer codecsMu.Unlock()
	codecs[name] = c
}

func encode(name, text string) string {
	codecsMu.RLock()
	c := codecs[name]
	codecsMu.RUnlock()
	if c == nil {
		return text
	}
	return c(text)
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
