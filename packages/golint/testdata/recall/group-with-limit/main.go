// A limited group as errgroup's SetLimit makes it: a limit of four is no lock.
package main

import "sync"

type group struct {
	wg    sync.WaitGroup
	slots chan struct{}
}

func (g *group) SetLimit(n int) { g.slots = make(chan struct{}, n) }

func (g *group) Go(f func() error) {
	g.slots <- struct{}{}
	g.wg.Add(1)
	go func() {
		defer func() {
			<-g.slots
			g.wg.Done()
		}()
		_ = f()
	}()
}

func (g *group) Wait() { g.wg.Wait() }

func fetchAll(urls []string) map[string]int {
	sizes := make(map[string]int, len(urls))
	var g group
	g.SetLimit(4)
	for _, url := range urls {
		g.Go(func() error {
			sizes[url] = len(url)
			return nil
		})
	}
	g.Wait()
	return sizes
}

func main() { fetchAll([]string{"a", "bb", "ccc", "dddd", "eeeee", "ffffff"}) }
