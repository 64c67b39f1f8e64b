package main

type registry struct {
	entries map[string]*entry
}

type entry struct{ uses int }

func newRegistry() *registry { return &registry{entries: map[string]*entry{}} }

func (r *registry) register(name string) { r.entries[name] = &entry{uses: 1} }
