// Appending to a slice in a map is a write to the map.
package main

import "sync"

type log struct {
	byHost map[string][]string
}

func (l *log) add(host, line string) {
	l.byHost[host] = append(l.byHost[host], line)
}

func main() {
	l := &log{byHost: map[string][]string{}}
	var wg sync.WaitGroup
	for _, host := range []string{"a", "b", "a", "b"} {
		wg.Add(1)
		go func(h string) {
			defer wg.Done()
			l.add(h, "x")
		}(host)
	}
	wg.Wait()
}
