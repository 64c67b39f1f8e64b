// Shards in a slice, and keys that meet in the same shard.
package main

import "sync"

type index struct {
	shards []map[string]int
}

func (ix *index) add(word string) {
	shard := ix.shards[len(word)%len(ix.shards)]
	shard[word]++
}

func main() {
	ix := &index{shards: []map[string]int{{}, {}}}
	var wg sync.WaitGroup
	for _, word := range []string{"aa", "bb", "cc", "dd"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ix.add(word)
		}()
	}
	wg.Wait()
}
