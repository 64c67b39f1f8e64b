// Close waits for the goroutine; what comes after it is alone.
package main

import "sync"

type indexer struct {
	wg    sync.WaitGroup
	input chan string
	words map[string]int
}

func newIndexer() *indexer {
	ix := &indexer{input: make(chan string), words: map[string]int{}}
	ix.wg.Add(1)
	go ix.run()
	return ix
}

func (ix *indexer) run() {
	defer ix.wg.Done()
	for word := range ix.input {
		ix.words[word]++
	}
}

func (ix *indexer) close() {
	close(ix.input)
	ix.wg.Wait()
}

func main() {
	ix := newIndexer()
	ix.input <- "a"
	ix.input <- "b"
	ix.close()
	for word := range ix.words {
		delete(ix.words, word)
	}
}
