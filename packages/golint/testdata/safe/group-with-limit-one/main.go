// A limited group: the results are put together under a lock, and read after Wait.
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

func (g *group) Wait() error {
	g.wg.Wait()
	return nil
}

func fetchAll(urls []string) (map[string]int, error) {
	sizes := map[string]int{}
	var mu sync.Mutex
	g := &group{}
	g.SetLimit(4)
	for _, url := range urls {
		g.Go(func() error {
			n := len(url)
			mu.Lock()
			defer mu.Unlock()
			sizes[url] = n
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	delete(sizes, "")
	return sizes, nil
}

func main() { _, _ = fetchAll([]string{"a", "bb", "ccc"}) }
