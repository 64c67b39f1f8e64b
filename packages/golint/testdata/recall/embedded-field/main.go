// The map belongs to an embedded struct.
package main

import "sync"

type base struct {
	labels map[string]string
}

type node struct {
	base
	name string
}

func (n *node) label(k, v string) { n.labels[k] = v }

func main() {
	n := &node{base: base{labels: map[string]string{}}, name: "n"}
	var wg sync.WaitGroup
	for _, k := range []string{"a", "b", "c"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n.label(k, "v")
		}()
	}
	wg.Wait()
}
