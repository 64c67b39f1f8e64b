// A helper shared by parallel workers started from a table, as t.Parallel does.
package main

import "sync"

type fixture struct{ created map[string]int }

func (f *fixture) create(name string) int {
	f.created[name] = len(f.created)
	return f.created[name]
}

func main() {
	f := &fixture{created: map[string]int{}}
	cases := []string{"one", "two", "three"}
	var wg sync.WaitGroup
	for i := range cases {
		wg.Add(1)
		go run(&wg, f, cases[i])
	}
	wg.Wait()
}

func run(wg *sync.WaitGroup, f *fixture, name string) {
	defer wg.Done()
	f.create(name)
}
