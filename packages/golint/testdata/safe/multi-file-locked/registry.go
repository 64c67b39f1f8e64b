package main

import "sync"

type registry struct {
	mu      sync.Mutex
	entries map[string]int
}

func newRegistry() *registry { return &registry{entries: map[string]int{}} }

func (r *registry) register(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries[name]++
}
