// A group type with a Go method, as errgroup has it.
package main

import "sync"

type group struct{ wg sync.WaitGroup }

func (g *group) Go(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		_ = f()
	}()
}

func main() {
	totals := map[string]int{}
	var g group
	for _, shop := range []string{"north", "south", "east"} {
		g.Go(func() error {
			totals[shop]++
			return nil
		})
	}
	g.wg.Wait()
}
